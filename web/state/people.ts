import { computed, type ReadonlySignal } from "@preact/signals";
import { canonicalName } from "../../src/study/names.ts";
import { observerNames, structure } from "./study.ts";

/** Numbers of all observers of the study by name, in the order in which they come up: colours and shapes go by them. */
const numbers: ReadonlySignal<ReadonlyMap<string, number>> = computed(() => {
  const found = new Map<string, number>();
  for (const name of observerNames.value.flat()) {
    const key = canonicalName(name);
    if (!found.has(key)) found.set(key, found.size);
  }
  return found;
});

/**
 * The number of a person in the study, whatever the structure: who has a colour keeps it everywhere.
 *
 * @param index in the list of observers of the structure that is shown
 */
export function personNumber(index: number): number {
  const names = observerNames.value.at(structure.value?.index ?? 0);
  return numbers.value.get(canonicalName(names?.[index] ?? "")) ?? index;
}
