import { checkArray, checkNumber, checkObject, checkText } from "../core/check.ts";
import { type Spread, spreadOf } from "../core/spread.ts";
import { type ConsensusMethod, consensusMethods } from "./methods.ts";
import { type ObserversOverStudy, observersOverStudy } from "./study/observers.ts";
import { type ConsensusSummary, type PairFigure, pairFigures, type ScoreInMl } from "./consensusSummary.ts";
import { DISJOINT } from "./warnings.ts";

/** One structure over a study; figures are over the patients in whom two observers or more looked and one marked it. */
export interface StudySummary extends ObserversOverStudy {
  readonly structure: string;
  readonly patients: number;
  /** Patients with one observer, who agrees with himself, and those in whom nobody marked anything: not in the figures. */
  readonly oneObserver: number;
  readonly nothingMarked: number;
  /** Patients in whom no two observers' masks overlap. */
  readonly disjoint: number;
  /** A patient's mean over the pairs of observers, of each figure of a pair. */
  readonly overPairs: Readonly<Record<PairFigure, Spread>>;
  readonly meanPairwiseDice: Spread;
  readonly fleissKappa: Spread;
  readonly generalizedConformityIndex: Spread;
  readonly volumeVariation: Spread;
  readonly threshold: Spread;
  readonly marginalMl: Spread;
  readonly methods: Readonly<
    Record<
      ConsensusMethod,
      Readonly<Record<"volumeMl" | "volumeBias" | "marginalDice" | "meanRaterDice", Spread>>
    >
  >;
  /** Patients with voxels at exactly half of the votes, which "at least half" takes in and a strict majority leaves out. */
  readonly tiedAtHalf: number;
  /** Patients in whom an observer stands out, and those in whom STAPLE did not converge. */
  readonly standsOut: number;
  readonly stapleNotConverged: number;
}

/** One structure of one patient. */
interface StudyRow {
  readonly structure: string;
  readonly summary: ConsensusSummary;
}

function checkRow(name: string, row: StudyRow): void {
  checkObject(name, row, "an object with structure and summary");
  checkText(`${name}.structure`, row.structure);
  checkObject(`${name}.summary`, row.summary, "what consensus returns");
  const { agreement, half, marginal, methods, raters, warnings } = row.summary;
  for (const [field, part] of Object.entries({ agreement, half, marginal, methods }))
    checkObject(`${name}.summary.${field}`, part, "what consensus returns");
  for (const [field, list] of Object.entries({ raters, warnings }))
    checkArray(`${name}.summary.${field}`, list, "what consensus returns");
}

/**
 * What the patients of a study have in common, structure by structure in order of appearance.
 *
 * @example
 * import { consensus, overStudy } from "softdice";
 *
 * const patients = [
 *   [[0, 1, 1, 0], [0, 1, 1, 1]],
 *   [[1, 1, 0, 0], [0, 1, 0, 0]],
 * ];
 * const [prostate] = overStudy(patients.map((raters) => ({ structure: "prostate", summary: consensus(raters) })));
 * prostate.patients; // 2
 * prostate.meanPairwiseDice.mean; // 0.7333333333333333, that is (4/5 + 2/3) / 2
 *
 * @param rows a structure of a patient each, with what `consensus` returned
 * @param seed of the permutations of the observers' tests, an integer from 0
 * @throws SoftdiceError for what is no such row
 */
export function overStudy(rows: readonly StudyRow[], seed: number = 1): StudySummary[] {
  checkArray("rows", rows, "a structure and a summary a patient");
  checkNumber("seed", seed, (value) => Number.isSafeInteger(value) && value >= 0, "an integer from 0");
  rows.forEach((row, n) => checkRow(`rows[${n}]`, row));
  const structures = new Map<string, ConsensusSummary[]>();
  for (const { structure, summary } of rows) {
    structures.set(structure, [...(structures.get(structure) ?? []), summary]);
  }
  return Array.from(structures, ([structure, all]) => {
    const oneObserver = all.filter(({ raters }) => raters.length === 1);
    const nothingMarked = all.filter(({ raters, marginal }) => raters.length > 1 && marginal.l1 === 0);
    const compared = all.filter(({ raters, marginal }) => raters.length > 1 && marginal.l1 > 0);
    const over = (value: (summary: ConsensusSummary) => number | null): Spread =>
      spreadOf(compared.map(value));
    const ofMethod = (method: ConsensusMethod) => {
      const field = (name: keyof ScoreInMl) => over(({ methods }) => methods[method][name]);
      return {
        volumeMl: field("volumeMl"),
        volumeBias: field("volumeBias"),
        marginalDice: field("marginalDice"),
        meanRaterDice: field("meanRaterDice"),
      };
    };
    return {
      structure,
      patients: all.length,
      oneObserver: oneObserver.length,
      nothingMarked: nothingMarked.length,
      disjoint: all.filter(({ warnings }) => warnings.includes(DISJOINT)).length,
      overPairs: Object.fromEntries(
        pairFigures.map((figure) => [figure, over(({ agreement }) => agreement.overPairs[figure].mean)]),
      ) as Record<PairFigure, Spread>,
      meanPairwiseDice: over(({ agreement }) => agreement.meanPairwiseDice),
      fleissKappa: over(({ agreement }) => agreement.fleissKappa),
      generalizedConformityIndex: over(({ agreement }) => agreement.generalizedConformityIndex),
      volumeVariation: over(({ agreement }) => agreement.volumeVariation),
      threshold: over(({ marginal }) => marginal.threshold),
      marginalMl: over(({ marginal }) => marginal.volumeMl),
      methods: Object.fromEntries(
        consensusMethods.map((method) => [method, ofMethod(method)]),
      ) as StudySummary["methods"],
      tiedAtHalf: compared.filter(({ half }) => half.tiedVoxels > 0).length,
      standsOut: compared.filter(({ agreement }) => agreement.standsOut !== null).length,
      stapleNotConverged: compared.filter(({ methods }) => !methods.staple.converged).length,
      ...observersOverStudy(compared, seed),
    };
  });
}
