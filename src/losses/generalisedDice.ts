import type { Numbers } from "../core/check.ts";
import { Sum } from "../core/sum.ts";
import { checkClasses } from "./classes.ts";
import { fractionalLoss } from "./linearFractional.ts";
import { type LossFamily, withoutParameters } from "./loss.ts";

/**
 * Generalised Dice (Sudre et al., DLMIA 2017) of foreground and background, 1 − 2 Σ_l w_l A_l / Σ_l w_l (x_l + S_l) with
 * w_l = 1 / S_l². Its minimiser is {m > (w_0 (1 − λ/2) + w_1 λ/2) / (w_0 + w_1)} with λ the largest value of the ratio.
 * {@link generalisedDiceOptimum} is that of more classes.
 */
export const generalisedDice: LossFamily = withoutParameters(
  fractionalLoss("generalised-dice", ({ target, voxels }) => {
    const rest = voxels - target;
    // The ratio keeps its value where both weights are multiplied: in units of the smaller volume, nothing overflows.
    const unit = Math.min(...[rest, target].filter((volume) => volume > 0));
    const [w0, w1] = classWeights([rest / unit, target / unit]);
    // Σ (1 − c)(1 − m) = N − S − x + A and Σ (1 − c) = N − x.
    return {
      numerator: { constant: 2 * w0 * rest, common: 2 * (w0 + w1), soft: -2 * w0 },
      denominator: { constant: w0 * (voxels + rest) + w1 * target, common: 0, soft: w1 - w0 },
    };
  }),
);

/** 1 / S² of each class, the largest of the others for a class that is empty (MONAI's policy). */
export function classWeights(volumes: readonly number[]): number[] {
  const largest = Math.max(...volumes.filter((volume) => volume > 0).map((volume) => 1 / volume ** 2));
  return volumes.map((volume) => (volume > 0 ? 1 / volume ** 2 : largest));
}

/** What generalised Dice of several classes converges to. */
export interface GeneralisedDiceOptimum {
  /** λ: the largest value of the ratio. */
  readonly sup: number;
  /** w_l, one a class. */
  readonly weights: readonly number[];
  /** The class of each of N voxels, argmax_l w_l (m_l − λ/2); the first of those that tie. */
  readonly labels: Uint8Array;
}

/**
 * The labelling that maximises generalised Dice, where a voxel has one class (softmax).
 *
 * Dinkelbach's iteration: at a given λ each voxel takes the class with the largest w_l (2 m_l − λ), also where all are
 * negative.
 *
 * @example
 * import { generalisedDiceOptimum } from "softdice";
 *
 * const background = [0.9, 0.1];
 * const organ = [0.1, 0.9];
 * generalisedDiceOptimum([background, organ]).labels; // Uint8Array [0, 1]
 *
 * @param classes C lists of N probabilities, which add up to 1 at each voxel
 * @throws SoftdiceError for fewer than two classes, different lengths and values out of range
 */
export function generalisedDiceOptimum(classes: readonly Numbers[]): GeneralisedDiceOptimum {
  const volumes = checkClasses(classes);
  const weights = classWeights(volumes);
  const targets = weightedSum(volumes, weights);
  for (let sup = 0; ;) {
    const labels = labelsAt(classes, weights, sup);
    const [common, size] = [new Sum(), new Sum()];
    labels.forEach((label, i) => {
      common.add(weights[label] * classes[label][i]);
      size.add(weights[label]);
    });
    const ratio = (2 * common.value) / (size.value + targets);
    if (!(ratio > sup)) return { sup, weights, labels };
    sup = ratio;
  }
}

function labelsAt(classes: readonly Numbers[], weights: readonly number[], lambda: number): Uint8Array {
  const labels = new Uint8Array(classes[0].length);
  for (let i = 0; i < labels.length; i++) {
    let best = -Infinity;
    for (let l = 0; l < classes.length; l++) {
      const gain = weights[l] * (2 * classes[l][i] - lambda);
      if (gain > best) [best, labels[i]] = [gain, l];
    }
  }
  return labels;
}

/**
 * The largest value of generalised Dice where each class has a mask of its own (sigmoid): every class is cut at half of
 * it, {m_l > sup / 2}; the weights act through it alone.
 *
 * @param classes C lists of N probabilities
 * @throws SoftdiceError for fewer than two classes, different lengths and values out of range
 */
export function generalisedDiceOfChannels(classes: readonly Numbers[]): { readonly sup: number } {
  const volumes = checkClasses(classes, "channels");
  const weights = classWeights(volumes);
  const targets = weightedSum(volumes, weights);
  for (let sup = 0; ;) {
    const [common, size] = [new Sum(), new Sum()];
    classes.forEach((m, l) => {
      for (let i = 0; i < m.length; i++) {
        if (m[i] <= sup / 2) continue;
        common.add(weights[l] * m[i]);
        size.add(weights[l]);
      }
    });
    const ratio = (2 * common.value) / (size.value + targets);
    if (!(ratio > sup)) return { sup };
    sup = ratio;
  }
}

function weightedSum(volumes: readonly number[], weights: readonly number[]): number {
  return volumes.reduce((total, volume, l) => total + weights[l] * volume, 0);
}
