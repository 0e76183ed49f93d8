import { defaultEmptyPolicy, type EmptyPolicy } from "./empty.ts";
import { marginalVoxels } from "./marginal.ts";
import type { VotePatterns } from "./patterns.ts";
import { score } from "./score.ts";
import type { Selection } from "./selection.ts";

/** How far the two readings of Dice are apart for one segmentation. */
export interface MeanDiceGap {
  /** E D_L(s) − D_m(s): mean rater Dice less marginal Dice. */
  readonly gap: number;
  /** What |gap| cannot exceed: E|V − S| / (2 (|s| + S)). */
  readonly bound: number;
}

/**
 * Section 3.2 of the paper says that Dice against the marginal approximates the expected Dice with one noisy label L where
 * the volume V of the label varies little. With S = E V = Σ m, exactly,
 *
 *     |E D_L(s) − D_m(s)| ≤ E|V − S| / (2 (|s| + S)),
 *
 * for the mean over the R observers, weighted as they are, and for soft segmentations too. For D_L (|s| + V) = 2 Σ s L gives
 * D_L − 2 Σ s L / (|s| + S) = D_L (S − V) / (|s| + S); in its mean, D_L − ½ can stand for D_L, since E(S − V) = 0; and
 * |D_L − ½| ≤ ½. The bound is attained: by two observers, one who marks nothing and one who marks s.
 *
 * The bound is NaN where segmentation and observers are all empty.
 *
 * @param empty what Dice is where both sides are empty, 0, 1 or left out of the mean; as in {@link score}
 */
export function meanDiceGap(
  votes: VotePatterns,
  selection: Selection,
  empty: EmptyPolicy = defaultEmptyPolicy,
): MeanDiceGap {
  const { voxels, marginalDice, meanRaterDice } = score(votes, selection, empty);
  const expected = marginalVoxels(votes);
  const weight = votes.weights.reduce((a, b) => a + b);
  const deviation =
    votes.volumes.reduce((sum, volume, k) => sum + votes.weights[k] * Math.abs(volume - expected), 0) /
    weight;
  return {
    gap: meanRaterDice - marginalDice,
    bound: voxels + expected > 0 ? deviation / (2 * (voxels + expected)) : Number.NaN,
  };
}
