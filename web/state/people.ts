import { personIndex } from "./assignment.ts";
import { observerNames, structure } from "./study.ts";

/**
 * The number of a person in the study, whatever the structure and the view: colours and shapes go by it.
 *
 * @param index in the list of observers of the structure that is shown
 */
export function personNumber(index: number): number {
  const names = observerNames.value.at(structure.value?.index ?? 0);
  return personIndex(names?.[index] ?? "");
}
