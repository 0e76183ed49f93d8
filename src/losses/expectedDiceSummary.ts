import type { DiceOptimum } from "../core/optimum.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { expectedDice } from "./expectedDice.ts";

/** The best expected Dice where voxels are independent, and what else has of it. */
export interface ExpectedDiceSummary {
  readonly best: number;
  /** Voxels of the segmentation that attains it. */
  readonly voxels: number;
  /** What the Dice-optimal segmentation of the marginal has. */
  readonly ofMarginalOptimum: number;
  /** RankSEG's approximations. */
  readonly rma: { readonly size: number; readonly value: number; readonly gap: number };
  readonly ba: { readonly size: number; readonly value: number; readonly gap: number };
}

/**
 * Expected Dice of independent voxels with a map's probabilities, with what the Dice-optimal segmentation has of it.
 *
 * @param optimum of m as a marginal, where it is known
 */
export function summariseExpectedDice(
  m: Float32Array | Float64Array,
  optimum: DiceOptimum = diceOptimum(m),
): ExpectedDiceSummary {
  const { best, bestSize, bySize, rankSeg } = expectedDice(m);
  const ofMarginalOptimum = Math.min(best, bySize(optimum.minVoxels));
  return { best, voxels: bestSize, ofMarginalOptimum, ...rankSeg };
}
