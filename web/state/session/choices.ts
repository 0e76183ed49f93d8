import { batch, computed, type ReadonlySignal } from "@preact/signals";
import { type Choices, NO_CHOICES } from "../../work/study/choices.ts";
import { type Address, parseAddress } from "../address.ts";
import { current, type Step, steps } from "../history.ts";
import { address, change } from "../store.ts";

/** What the user chose of a study and sees of it, as a session keeps it. */
export interface KeptChoices {
  /** The history, and the step that holds. */
  readonly steps: readonly Step[];
  readonly current: number;
  readonly viewer: Address["viewer"];
}

export const keptChoices: ReadonlySignal<KeptChoices> = computed(() => ({
  steps: steps.value,
  current: current.value,
  viewer: address.value.viewer,
}));

/** The choices that hold. */
export function choicesOf(kept: KeptChoices): Choices {
  return kept.steps.at(kept.current)?.choices ?? NO_CHOICES;
}

/**
 * Takes up the history of a study that was opened under {@link choicesOf} it.
 *
 * @param isSeen whether the address says already what is seen, as after a reload
 */
export function takeUp(kept: KeptChoices, { isSeen }: { readonly isSeen: boolean }): void {
  batch(() => {
    steps.value = kept.steps;
    current.value = kept.current;
    if (!isSeen) change("viewer", readViewer(kept.viewer));
  });
}

/** Only what an address may say, which is checked where addresses are read. */
function readViewer(viewer: object): Address["viewer"] {
  const query = new URLSearchParams(Object.entries(viewer).map(([key, value]) => [key, String(value)]));
  return parseAddress(`#viewer?${query.toString()}`).viewer;
}
