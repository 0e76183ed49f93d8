import { meanOfDefined } from "../raters/empty.ts";

/** A model among the observers, all by their Dice with each other. */
export interface Place {
  /** Of each observer, the mean Dice with the others. NaN for a single one. */
  readonly leaveOneOut: readonly number[];
  /** Of the model, the mean Dice with the same others: without the observer left out. */
  readonly modelOnSame: readonly number[];
  /** Mean of the pairs of observers, which is the mean of `leaveOneOut`. */
  readonly mean: number;
  /**
   * Mean of the model over the observers less `mean`: 0 on average where the model is one more of them, drawn as they were.
   * Its ratio to `mean`, plus 1, is Williams' index (Chalana & Kim, IEEE Transactions on Medical Imaging 16, 1997).
   */
  readonly difference: number;
  /**
   * 1 + the number of observers who agree with the others better than the model does; 1 … R + 1, NaN for a single one, and
   * where the model's Dice or theirs does not exist.
   */
  readonly place: number;
}

/** Rounding must not decide a place. */
const SLACK = 1e-12;

/**
 * The model's place: against each observer in turn, on the remaining R − 1, so that both are compared with the same people
 * and the mean over the observers is that of the model's Dice with all of them. Observers are not weighted.
 *
 * @param dice the model's Dice with each of R observers
 * @param pairwise R×R Dice of the observers; NaN (two empty masks by policy) is left out of means
 */
export function placeAmong(dice: readonly number[], pairwise: readonly (readonly number[])[]): Place {
  const others = <T>(values: readonly T[], k: number): T[] => values.filter((_, j) => j !== k);
  const leaveOneOut = pairwise.map((row, k) => meanOfDefined(others(row, k)));
  const modelOnSame = pairwise.map((_, k) => meanOfDefined(others(dice, k)));
  const mean = meanOfDefined(pairwise.flatMap((row, j) => row.slice(j + 1)));
  const own = meanOfDefined(dice);
  const better = leaveOneOut.filter((value, k) => value > modelOnSame[k] + SLACK).length;
  return {
    leaveOneOut,
    modelOnSame,
    mean,
    difference: own - mean,
    place: Number.isNaN(own - mean) ? Number.NaN : 1 + better,
  };
}
