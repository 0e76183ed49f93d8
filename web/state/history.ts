import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
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

/** Follows a choice as a new step; steps that were taken back before are gone then. */
export async function take(what: string, next: Choices): Promise<boolean> {
  if (!(await choose(next))) return false;
  steps.value = [...steps.value.slice(0, current.value + 1), { what, choices: next }];
  current.value = steps.value.length - 1;
  return true;
}

/** Goes to a step, back or forward. */
export async function goTo(index: number): Promise<void> {
  const step = steps.value.at(index);
  if (index < 0 || step === undefined || index === current.value) return;
  if (await choose(step.choices)) current.value = index;
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
