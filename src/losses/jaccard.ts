import { diceOptimum } from "../kernels/optimum.ts";
import { fractionalLoss } from "./linearFractional.ts";
import { diceBounds, type LossFamily, withoutParameters } from "./loss.ts";

/**
 * Soft Jaccard, 1 − J with J = A / (x + S − A). As J = D / (2 − D) rises with the soft Dice D, it has the minimisers of
 * soft-Dice, {m > t} with t = J* / (1 + J*) = D* / 2, and every statement on those holds for them. (The expected Jaccard
 * over observers is another loss.)
 */
export const jaccard: LossFamily = withoutParameters({
  ...fractionalLoss("jaccard", ({ target }) => ({
    numerator: { constant: 0, common: 1, soft: 0 },
    denominator: { constant: target, common: -1, soft: 1 },
  })),
  minimise: (m) => {
    const { supDice, threshold, minVoxels, maxVoxels } = diceOptimum(m);
    return { value: 1 - supDice / (2 - supDice), threshold, minVoxels, maxVoxels, gap: 0 };
  },
  volumeBounds: diceBounds,
});
