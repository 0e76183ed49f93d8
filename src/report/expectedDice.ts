import { diceOptimum } from "../kernels/optimum.ts";
import { expectedDice } from "../losses/expectedDice.ts";
import type { Markup } from "./markup.ts";
import { fixed, significant } from "./numbers.ts";
import { paragraph } from "./page.ts";

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
  const { best, bestSize, bySize, rankSeg } = expectedDice(m);
  const ofMarginalOptimum = Math.min(best, bySize(diceOptimum(m).minVoxels));
  return { best, voxels: bestSize, ofMarginalOptimum, ...rankSeg };
}

/** The paragraph on it. */
export function expectedDiceText({
  best,
  voxels,
  ofMarginalOptimum,
  rma,
  ba,
}: ExpectedDiceSummary): Markup[] {
  const lost = (gap: number): string => (gap < 1e-9 ? "nothing" : significant(gap, 2));
  return [
    paragraph(
      `If voxels were foreground independently of each other, with the map's probabilities, the largest expected Dice would be ` +
        `${fixed(best, 4)}, with ${voxels} voxels; the Dice-optimal segmentation of the marginal has ${fixed(ofMarginalOptimum, 4)}. ` +
        `RankSEG's approximations choose ${rma.size} (RMA) and ${ba.size} voxels (BA) and lose ${lost(rma.gap)} and ${lost(ba.gap)}. ` +
        "Voxels of one observer are not independent, so this is a third notion beside marginal and mean rater Dice.",
    ),
  ];
}
