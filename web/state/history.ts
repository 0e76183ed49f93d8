import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Choices, NO_CHOICES } from "../work/study/choices.ts";
import { choices, choose, study } from "./study.ts";

/* Every choice for what is open, so that each can be taken back. */

/** A choice, and in words what it changed. */
export interface Step {
  readonly what: string;
  readonly choices: Choices;
}

const START: Step = { what: "As the files were read", choices: NO_CHOICES };

/** All steps, those that were taken back last. */
export const steps = signal<readonly Step[]>([START]);
/** Index of the step that holds. */
export const current = signal(0);

export const canUndo: ReadonlySignal<boolean> = computed(() => current.value > 0);
export const canRedo: ReadonlySignal<boolean> = computed(() => current.value < steps.value.length - 1);

/** The choice that is followed last; the next one waits for it. */
let last: Promise<void> = Promise.resolve();

/**
 * Follows a choice as a new step; steps that were taken back before are gone then. Whoever chooses again while that takes
 * its time loses nothing: the second choice is made of what the first came to.
 *
 * @param change what is chosen instead of what holds when its turn comes
 * @returns whether it was followed
 */
export async function take(what: string, change: (now: Choices) => Choices): Promise<boolean> {
  let isFollowed = false;
  await inTurn(async () => {
    const next = change(choices.peek());
    isFollowed = await choose(next);
    if (!isFollowed) return;
    batch(() => {
      steps.value = [...steps.peek().slice(0, current.peek() + 1), { what, choices: next }];
      current.value = steps.peek().length - 1;
    });
  });
  return isFollowed;
}

/** Goes some steps back or forward. */
export function turnBy(count: number): Promise<void> {
  return inTurn(() => goNow(current.peek() + count));
}

/** Goes to a step. */
export function goTo(index: number): Promise<void> {
  return inTurn(() => goNow(index));
}

async function goNow(index: number): Promise<void> {
  const step = index < 0 ? undefined : steps.peek().at(index);
  if (step === undefined || index === current.peek()) return;
  if (await choose(step.choices)) current.value = index;
}

/** Does something to what is open now once all before it is done; for another study it is too late then. */
export function inTurn(act: () => Promise<void>): Promise<void> {
  const own = study.peek()?.remote;
  const turn = last.then(() => (study.peek()?.remote === own ? act() : undefined));
  last = turn.catch(() => {});
  return turn;
}

/** Starts a new history with what is opened, until the page ends. */
export function followHistory(): void {
  let remote: unknown;
  effect(() => {
    const open = study.value;
    if (open?.remote === remote) return;
    remote = open?.remote;
    steps.value = [{ ...START, choices: choices.peek() }];
    current.value = 0;
  });
}
