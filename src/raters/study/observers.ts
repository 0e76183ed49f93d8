import { type Spread, spreadOf } from "../../core/spread.ts";
import type { ConsensusSummary, ObserverAgreement } from "../consensusSummary.ts";
import { type IntraclassCorrelation, intraclassCorrelation } from "./icc.ts";
import { type LimitsOfAgreement, limitsOfAgreement } from "./limits.ts";
import { type RankResult, rankTest } from "./rankTest.ts";

/** One observer over the patients of a study. */
export interface StudyObserver {
  readonly name: string;
  /** Patients in whom he or she and somebody else looked. */
  readonly patients: number;
  /** Volume over the mean of the patient's observers. */
  readonly volumeBias: Spread;
  /** Against the consensus of the others. */
  readonly volumeRatio: Spread;
  readonly dice: Spread;
  readonly hausdorff95Mm: Spread;
  readonly meanDistanceMm: Spread;
  readonly surfaceDice: Spread;
  /** Ranks of the Dice with the consensus of the others, and of the volume; 1 is the lowest. */
  readonly diceRank: RankResult;
  readonly volumeRank: RankResult;
}

/** What a study says of its observers and of their volumes. */
export interface ObserversOverStudy {
  /** In order of appearance. */
  readonly observers: readonly StudyObserver[];
  /** Of the volumes in mL, over the patients whom all observers drew; null for fewer than two of either. */
  readonly icc: IntraclassCorrelation | null;
  /** A row a pair of observers who drew at least two patients in common. */
  readonly limits: readonly LimitsOfAgreement[];
}

/** @param patients summaries of patients in whom two observers or more looked and one marked something */
export function observersOverStudy(patients: readonly ConsensusSummary[], seed: number): ObserversOverStudy {
  const names = [...new Set(patients.flatMap(({ raters }) => raters.map(({ name }) => name)))];
  const volumes = patients.map(({ raters }) => tableOf(names, raters, ({ volumeMl }) => volumeMl));
  const agreement = patients.map(({ agreement: { perObserver } }) => perObserver);
  const dice = agreement.map((row) => tableOf(names, row, (one) => one.dice));
  const [diceRanks, volumeRanks] = [rankTest(dice, seed), rankTest(volumes, seed)];
  const complete = volumes.filter((row) => row.every((volume) => !Number.isNaN(volume)));
  return {
    observers: names.map((name, k) => {
      const own = agreement.flatMap((row) => row.filter((one) => one.name === name));
      const spread = (figure: keyof Omit<ObserverAgreement, "name">): Spread =>
        spreadOf(own.map((one) => one[figure]));
      return {
        name,
        patients: own.length,
        volumeBias: spreadOf(
          patients.flatMap(({ raters }) =>
            raters.filter((rater) => rater.name === name).map(() => biasOf(raters, name)),
          ),
        ),
        volumeRatio: spread("volumeRatio"),
        dice: spread("dice"),
        hausdorff95Mm: spread("hausdorff95Mm"),
        meanDistanceMm: spread("meanDistanceMm"),
        surfaceDice: spread("surfaceDice"),
        diceRank: diceRanks[k],
        volumeRank: volumeRanks[k],
      };
    }),
    icc: intraclassCorrelation(complete, { seed }) ?? null,
    limits: names.flatMap((observer, j) =>
      names.slice(j + 1).flatMap((reference, n) => {
        const pairs = volumes
          .map((row) => [row[j], row[j + 1 + n]] as const)
          .filter(([a, b]) => !Number.isNaN(a + b));
        return pairs.length < 2 ? [] : [limitsOfAgreement(observer, reference, pairs)];
      }),
    ),
  };
}

/** The volume of an observer over the mean of all, unweighted. */
function biasOf(raters: ConsensusSummary["raters"], name: string): number {
  const mean = raters.reduce((sum, { volumeMl }) => sum + volumeMl, 0) / raters.length;
  const own = raters.find((rater) => rater.name === name)?.volumeMl ?? Number.NaN;
  return own / mean;
}

/** One value a name; NaN where the patient has no such observer, or the value went through JSON as null. */
function tableOf<T extends { readonly name: string }>(
  names: readonly string[],
  rows: readonly T[],
  value: (row: T) => number | null,
): number[] {
  const byName = new Map(rows.map((row) => [row.name, value(row) ?? Number.NaN]));
  return names.map((name) => byName.get(name) ?? Number.NaN);
}
