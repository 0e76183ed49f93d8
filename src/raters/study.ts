import { type ConsensusMethod, consensusMethods } from "./consensus.ts";
import { DISJOINT, type ConsensusSummary, type ScoreInMl } from "./summary.ts";

/** A figure over the patients who have it. */
export interface MeanAndSpread {
  /** Patients in whom it exists. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation with divisor n − 1; NaN for n < 2. */
  readonly sd: number;
}

/** One structure over a study; figures are over the patients in whom two observers or more looked and one marked it. */
export interface StudySummary {
  readonly structure: string;
  readonly patients: number;
  /** Patients with one observer, who agrees with himself, and those in whom nobody marked anything: not in the figures. */
  readonly oneObserver: number;
  readonly nothingMarked: number;
  /** Patients in whom no two observers' masks overlap. */
  readonly disjoint: number;
  readonly meanPairwiseDice: MeanAndSpread;
  readonly fleissKappa: MeanAndSpread;
  readonly volumeVariation: MeanAndSpread;
  readonly threshold: MeanAndSpread;
  readonly methods: Readonly<
    Record<ConsensusMethod, Readonly<Record<"volumeBias" | "marginalDice" | "meanRaterDice", MeanAndSpread>>>
  >;
  /** Patients in whom an observer stands out, and those in whom STAPLE did not converge. */
  readonly standsOut: number;
  readonly stapleNotConverged: number;
}

/** What the patients of a study have in common, structure by structure in order of appearance. */
export function overStudy(
  rows: readonly { readonly structure: string; readonly summary: ConsensusSummary }[],
): StudySummary[] {
  const structures = new Map<string, ConsensusSummary[]>();
  for (const { structure, summary } of rows) {
    structures.set(structure, [...(structures.get(structure) ?? []), summary]);
  }
  return Array.from(structures, ([structure, all]) => {
    const oneObserver = all.filter(({ raters }) => raters.length === 1);
    const nothingMarked = all.filter(({ raters, marginal }) => raters.length > 1 && marginal.l1 === 0);
    const compared = all.filter(({ raters, marginal }) => raters.length > 1 && marginal.l1 > 0);
    const over = (value: (summary: ConsensusSummary) => number | null): MeanAndSpread =>
      meanAndSpread(compared.map(value));
    const ofMethod = (method: ConsensusMethod) => {
      const field = (name: keyof ScoreInMl) => over(({ methods }) => methods[method][name]);
      return {
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
      meanPairwiseDice: over(({ agreement }) => agreement.meanPairwiseDice),
      fleissKappa: over(({ agreement }) => agreement.fleissKappa),
      volumeVariation: over(({ agreement }) => agreement.volumeVariation),
      threshold: over(({ marginal }) => marginal.threshold),
      methods: Object.fromEntries(
        consensusMethods.map((method) => [method, ofMethod(method)]),
      ) as StudySummary["methods"],
      standsOut: compared.filter(({ agreement }) => agreement.standsOut !== null).length,
      stapleNotConverged: compared.filter(({ methods }) => !methods.staple.converged).length,
    };
  });
}

/** NaN, and null where NaN went through JSON, do not exist. */
function meanAndSpread(values: readonly (number | null)[]): MeanAndSpread {
  const there = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  const n = there.length;
  const mean = there.reduce((a, b) => a + b, 0) / n;
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, sd: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)) };
}
