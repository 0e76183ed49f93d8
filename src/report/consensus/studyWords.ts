import type { MeanAndSpread, StudySummary } from "../../raters/study.ts";
import { counted, fixed } from "../numbers.ts";

/** A figure over patients: mean ± standard deviation, with the number of patients where it is not `expected`. */
export function spread({ n, mean, sd }: MeanAndSpread, expected: number): string {
  const figure = `${fixed(mean, 3)} ± ${fixed(sd, 3)}`;
  return n === expected || n === 0 ? figure : `${figure} (n = ${n})`;
}

/** The patients that figures of a structure are over. */
export function comparedPatients({ patients, oneObserver, nothingMarked }: StudySummary): number {
  return patients - oneObserver - nothingMarked;
}

/** What a reader should know before using a structure's figures, a sentence each. */
export function studyNotes({ patients, oneObserver, nothingMarked, disjoint }: StudySummary): string[] {
  const of = (count: number): string => `${count} of ${counted(patients, "patient")}`;
  return [
    oneObserver > 0 ? `${of(oneObserver)} had one observer and ${are(oneObserver)} not in the means.` : "",
    nothingMarked > 0
      ? `In ${of(nothingMarked)} nobody marked anything; ${nothingMarked === 1 ? "it is" : "they are"} not in the means.`
      : "",
    disjoint > 0
      ? `In ${of(disjoint)} no two observers' masks overlap: see that names of structures and observers are not swapped; ` +
        "--pattern says which is which."
      : "",
  ].filter((note) => note !== "");
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
