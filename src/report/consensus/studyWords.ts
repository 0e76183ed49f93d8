import type { Spread } from "../../core/spread.ts";
import type { StudySummary } from "../../raters/study.ts";
import { counted, fixed } from "../numbers.ts";

/** A figure over patients: mean ± standard deviation, with the number of patients where it is not `expected`. */
export function spread({ n, mean, sd }: Spread, expected: number): string {
  const figure = `${fixed(mean, 3)} ± ${fixed(sd, 3)}`;
  return n === expected || n === 0 ? figure : `${figure} (n = ${n})`;
}

/** Titles of the cells of {@link spreadCells}. */
export const SPREAD_TITLES = ["n", "mean ± SD", "median [IQR]", "range"] as const;

/** A figure's number, mean ± standard deviation, median [quartiles] and range, a cell each. */
export function spreadCells(
  { n, mean, sd, median, lowerQuartile, upperQuartile, min, max }: Spread,
  decimals: number = 3,
): string[] {
  const show = (value: number): string => fixed(value, decimals);
  return [
    String(n),
    `${show(mean)} ± ${show(sd)}`,
    `${show(median)} [${show(lowerQuartile)}, ${show(upperQuartile)}]`,
    `${show(min)} to ${show(max)}`,
  ];
}

/** p to two or three decimals, never 0. */
export function pValue(p: number): string {
  if (Number.isNaN(p)) return "–";
  return p < 0.001 ? "< 0.001" : fixed(p, p < 0.1 ? 3 : 2);
}

/** The patients that figures of a structure are over. */
export function comparedPatients({
  patients,
  oneObserver,
  nothingMarked,
}: Pick<StudySummary, "patients" | "oneObserver" | "nothingMarked">): number {
  return patients - oneObserver - nothingMarked;
}

/** What a reader should know before using a structure's figures, a sentence each. */
export function studyNotes(
  one: Pick<StudySummary, "patients" | "oneObserver" | "nothingMarked" | "disjoint" | "tiedAtHalf">,
): string[] {
  const { patients, oneObserver, nothingMarked, disjoint, tiedAtHalf } = one;
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
    tiedAtHalf > 0
      ? `In ${of(tiedAtHalf)} exactly half of the votes fell to some voxels: a strict majority leaves them out, "at least ` +
        `half" takes them in; summary.csv has both volumes.`
      : "",
  ].filter((note) => note !== "");
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
