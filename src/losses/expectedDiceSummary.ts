import type { DiceOptimum } from "../core/optimum.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { type ExpectedDice, expectedDice, expectedDiceOfLevels } from "./expectedDice.ts";
import type { Levels } from "./levels.ts";

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

/** Expected Dice of independent voxels with a map's probabilities, with what the Dice-optimal segmentation has of it. */
export function summariseExpectedDice(m: Float32Array | Float64Array): ExpectedDiceSummary {
  return summaryOf(expectedDice(m), diceOptimum(m));
}

/** {@link summariseExpectedDice} of a map whose optimum, as a marginal, and levels are known. */
export function summariseExpectedDiceOfLevels(
  m: Float32Array | Float64Array,
  optimum: DiceOptimum,
  levels: Levels,
): ExpectedDiceSummary {
  return summaryOf(expectedDiceOfLevels(m, levels), optimum);
}

function summaryOf(
  { best, bestSize, bySize, rankSeg }: ExpectedDice,
  { minVoxels }: DiceOptimum,
): ExpectedDiceSummary {
  const ofMarginalOptimum = Math.min(best, bySize(minVoxels));
  return { best, voxels: bestSize, ofMarginalOptimum, ...rankSeg };
}
