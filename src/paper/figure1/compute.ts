import { diceOptimum, segmentation } from "../../core/optimum.ts";
import { compareWithCrossEntropy } from "../../core/volume.ts";
import { ball } from "../../synthetic/ball.ts";
import { blur } from "../../synthetic/blur.ts";
import { SyntheticModel } from "../../synthetic/marginal.ts";
import { sharpMarginal } from "../../synthetic/sharp.ts";

/** One marginal and what the two losses make of it. */
export interface LossComparison {
  readonly title: string;
  /** n × n values in [0, 1]. */
  readonly marginal: Float64Array;
  /** {m ≥ 1/2}: the minimiser of cross-entropy, thresholded at 1/2. */
  readonly crossEntropy: Uint8Array;
  /** Minimisers of soft-Dice: 1 where m > t, 0 where m < t; 1/2 stands for either, where m = t. */
  readonly dice: Float64Array;
  readonly threshold: number;
  /** Volumes as fractions of the domain. */
  readonly volume: {
    readonly marginal: number;
    readonly crossEntropy: number;
    readonly smallestDice: number;
    readonly largestDice: number;
  };
}

/** Pixels along each side; the size of experiment (S). */
export const SIDE = 200;

/** Marginals of several shapes, each with its two segmentations. */
export function computeFigure1(seed: number): LossComparison[] {
  const model = new SyntheticModel(0.08, "literal");
  return [
    compare("Blurred ball", blur(ball(SIDE, 0.25), SIDE, 0.1 * SIDE)),
    compare("Deformed ball", Float64Array.from(model.sample(seed, 0).data)),
    compare("Five observers", mean(model.raters(seed, 0, 5))),
    compare("Thin ring", blur(ring(0.3, 0.33), SIDE, 0.04 * SIDE)),
    compare("Sharp case", centred(sharpMarginal(0.4, SIDE * SIDE).data)),
  ];
}

function compare(title: string, marginal: Float64Array): LossComparison {
  const { threshold, maxVoxels, l1 } = diceOptimum(marginal);
  const { crossEntropyVoxels, diceVoxels } = compareWithCrossEntropy(marginal);
  const n = marginal.length;
  return {
    title,
    marginal,
    crossEntropy: segmentation(marginal, 0.5, { ties: "include" }),
    dice: marginal.map((value) => (value > threshold ? 1 : value < threshold ? 0 : 0.5)),
    threshold,
    volume: {
      marginal: l1,
      crossEntropy: crossEntropyVoxels / n,
      smallestDice: diceVoxels / n,
      largestDice: maxVoxels / n,
    },
  };
}

/** The part of the ball of radius `outer` that is outside the one of radius `inner`, fractions of the side. */
function ring(inner: number, outer: number): Float64Array {
  const hole = ball(SIDE, inner);
  return ball(SIDE, outer).map((value, i) => value - hole[i]);
}

function mean(masks: readonly Uint8Array[]): Float64Array {
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    let count = 0;
    for (const mask of masks) count += mask[i];
    return count / masks.length;
  });
}

/** The same values, the first ones nearest to the middle. */
function centred(values: Float64Array): Float64Array {
  const middle = (SIDE - 1) / 2;
  const distance = (i: number): number => ((i % SIDE) - middle) ** 2 + (Math.floor(i / SIDE) - middle) ** 2;
  const order = Array.from(values.keys()).sort((a, b) => distance(a) - distance(b) || a - b);
  const out = new Float64Array(values.length);
  for (const [rank, i] of order.entries()) out[i] = values[rank];
  return out;
}
