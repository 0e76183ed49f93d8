import { diceOptimum } from "../kernels/optimum.ts";
import { fractionalLoss } from "./linearFractional.ts";
import { diceBounds, type Loss, type LossFamily } from "./loss.ts";
import { readNumbers } from "./parameters.ts";

/**
 * The soft-Dice loss, Definition 2 of the paper, 1 − 2A / (x + S) with A = Σ c m, x = Σ c and S = Σ m. Its minimisers are
 * the Dice-optimal segmentations {m > t}, t = sup D / 2 (Theorem 1), free where m = t.
 */
export const softDiceLoss: Loss = {
  ...fractionalLoss("dice", ({ target }) => ({
    numerator: { constant: 0, common: 2, soft: 0 },
    denominator: { constant: target, common: 0, soft: 1 },
  })),
  minimise: (m) => {
    const { supDice, threshold, minVoxels, maxVoxels } = diceOptimum(m);
    return { value: 1 - supDice, threshold, minVoxels, maxVoxels, gap: 0 };
  },
  volumeBounds: diceBounds,
};

/**
 * Soft-Dice with smoothing terms, 1 − (2A + ε_n) / (x + S + ε_d). {m > λ/2} with λ the largest value of the ratio: with
 * ε_n = ε_d the threshold rises and the volume falls; an empty marginal has the empty segmentation as its only optimum,
 * and so has every marginal with max m ≤ ε / (2 (S + ε)). The terms count voxels where a program sums over voxels, and
 * N ε voxels where it takes means.
 *
 * @param numerator ε_n ≥ 0
 * @param denominator ε_d ≥ 0
 */
export function smoothedDice(numerator: number, denominator: number): Loss {
  const name = numerator === denominator ? `dice:eps=${numerator}` : `dice:eps=${numerator}/${denominator}`;
  const loss = fractionalLoss(name, ({ target }) => ({
    numerator: { constant: numerator, common: 2, soft: 0 },
    denominator: { constant: target + denominator, common: 0, soft: 1 },
  }));
  if (numerator !== denominator) return loss;
  return {
    ...loss,
    volumeBounds: (v, voxels) => {
      const e = numerator / voxels;
      return [Math.max(0, (2 * v * v + 2 * v * e - e) / (2 + e)), 1];
    },
  };
}

/** `dice`, `dice:eps=E`, and `dice:eps=E/F` where the terms above and below the line differ. */
export const dice: LossFamily = {
  name: "dice",
  usage: "dice or dice:eps=E",
  parse: (parameters) => {
    if (parameters === undefined) return softDiceLoss;
    if (!parameters.startsWith("eps=")) return undefined;
    const [numerator, denominator = numerator, ...more] = readNumbers(parameters.slice(4), "/") ?? [];
    return numerator === undefined || more.length > 0 ? undefined : smoothedDice(numerator, denominator);
  },
};
