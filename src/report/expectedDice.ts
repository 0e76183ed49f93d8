import type { ExpectedDiceSummary } from "../losses/expectedDiceSummary.ts";
import type { Markup } from "./markup.ts";
import { fixed, significant } from "./numbers.ts";
import { paragraph } from "./page.ts";

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
