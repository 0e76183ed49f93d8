import { Descent } from "../../core/descent.ts";
import { dice, softDice, sum } from "../../core/dice.ts";
import { diceOptimum, segmentation } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";
import { compareWithCrossEntropy, volumeBounds } from "../../core/volume.ts";
import { sharpMarginal } from "../../synthetic/sharp.ts";

/** A statement of the paper as something to compute. */
export interface Statement {
  readonly name: string;
  /** What is claimed, in words. */
  readonly claim: string;
  /** Largest number of voxels that it is checked on. */
  readonly maxVoxels: number;
  /**
   * By how much the claim fails on one marginal: at most 0 where it holds, up to rounding. The tolerance of the checks
   * is {@link TOLERANCE}.
   */
  readonly violation: (m: Float64Array, random: Random) => number;
}

/** Violations up to this are rounding of sums of a few thousand numbers of order 1. */
export const TOLERANCE = 1e-11;

/** Thresholds a of Theorem 3. */
const THRESHOLDS = [0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999] as const;

export const STATEMENTS: readonly Statement[] = [
  {
    name: "Theorem 1, supremum",
    claim: "2t is the largest Dice of all 2^N segmentations (brute force)",
    maxVoxels: 12,
    violation(m) {
      const best = Math.max(...segmentations(m.length).map((s) => dice(s, m)));
      return Math.abs(diceOptimum(m).supDice - best);
    },
  },
  {
    name: "Theorem 1, optimal set",
    claim: "a segmentation is optimal exactly if it is 1 above t and 0 below t (brute force)",
    maxVoxels: 9,
    violation(m) {
      const { supDice, threshold } = diceOptimum(m);
      if (supDice === 0) return 0; // the empty marginal has its own statement
      const distance = Float64Array.from(m, (value) => Math.abs(value - threshold));
      let worst = 0;
      for (const s of segmentations(m.length)) {
        // What s loses by voxels on the wrong side: Σ |s − {m > t}| |m − t|, zero exactly for the optimal set.
        let loss = 0;
        for (let i = 0; i < m.length; i++)
          loss += (s[i] === (m[i] > threshold ? 1 : 0) ? 0 : 1) * distance[i];
        const gap = supDice - dice(s, m);
        worst = Math.max(worst, Math.abs(gap - (2 * loss) / (sum(s) + sum(m))));
      }
      return worst;
    },
  },
  {
    name: "Theorem 1, large grids",
    claim: "2t is the largest Dice of all upper level sets (sorted sweep), attained by {m > t} and {m ≥ t}",
    maxVoxels: 4096,
    violation(m) {
      const { supDice, threshold } = diceOptimum(m);
      const sorted = m.slice().sort().reverse();
      const total = sum(m);
      let inside = 0;
      let best = 0;
      for (const [i, value] of sorted.entries()) {
        inside += value;
        if (total > 0) best = Math.max(best, (2 * inside) / (i + 1 + total));
      }
      const attained = (["exclude", "include"] as const).map((ties) =>
        dice(segmentation(m, threshold, { ties }), m),
      );
      return Math.max(...[best, ...attained].map((value) => Math.abs(supDice - value)));
    },
  },
  {
    name: "Theorem 1, soft segmentations",
    claim: "no soft segmentation has a soft-Dice below 1 − 2t, and any values where m = t attain it",
    maxVoxels: 512,
    violation(m, random) {
      const { supDice, threshold } = diceOptimum(m);
      const infimum = 1 - supDice;
      const anything = Float64Array.from(m, () => random.uniform());
      const optimal = Float64Array.from(m, (value) =>
        value === threshold ? random.uniform() : value > threshold ? 1 : 0,
      );
      return Math.max(infimum - softDice(anything, m), Math.abs(softDice(optimal, m) - infimum));
    },
  },
  {
    name: "Theorem 2, bounds",
    claim: "every optimal volume lies in [‖m‖₁², 1]",
    maxVoxels: 4096,
    violation(m) {
      const { minVoxels, maxVoxels } = diceOptimum(m);
      const [lower, upper] = volumeBounds(m);
      return Math.max(lower - minVoxels / m.length, maxVoxels / m.length - upper);
    },
  },
  {
    name: "Theorem 2, sharpness",
    claim: "one marginal of each expected volume v has optima of volume v² and of volume 1",
    maxVoxels: 4096,
    violation(m, random) {
      const { data, l1, minVoxels, maxVoxels } = sharpMarginal(
        1 - random.uniform() * (1 - m.length ** -0.5),
        m.length,
      );
      const optimum = diceOptimum(data);
      return Math.max(
        Math.abs(optimum.minVoxels - minVoxels),
        Math.abs(optimum.maxVoxels - maxVoxels),
        Math.abs(minVoxels / m.length - l1 ** 2),
        Math.abs(optimum.l1 - l1),
      );
    },
  },
  {
    name: "Theorem 3, calibration",
    claim:
      "along a descent, Dice of the a-threshold is within (‖c‖+‖m‖)/(‖s‖+‖m‖) / min(a, 1−a) times soft-Dice's distance " +
      "from its infimum of the supremum, for every a",
    maxVoxels: 400,
    violation(m, random) {
      const { supDice } = diceOptimum(m);
      const descent = new Descent({ marginal: m, random });
      const total = sum(m);
      let worst = 0;
      for (const l of [1, 2, 5, 10, 20, 50, 100]) {
        while (descent.l < l) descent.step();
        const c = descent.soft();
        const softGap = softDice(c, m) - (1 - supDice);
        for (const a of THRESHOLDS) {
          const s = c.map((value) => (value >= a ? 1 : 0));
          const scale = total > 0 ? (sum(c) + total) / (sum(s) + total) / Math.min(a, 1 - a) : 0;
          worst = Math.max(worst, supDice - dice(s, m) - scale * softGap);
        }
      }
      return worst;
    },
  },
  {
    name: "Equation 13",
    claim: "the smallest Dice-optimal volume is never below that of {m ≥ 1/2}, which cross-entropy gives",
    maxVoxels: 4096,
    violation(m) {
      const { crossEntropyVoxels, diceVoxels } = compareWithCrossEntropy(m);
      return crossEntropyVoxels - diceVoxels;
    },
  },
  {
    name: "Empty marginal",
    claim: "where ‖m‖₁ = 0, soft-Dice is 1 for every soft segmentation, t is 0 and everything is optimal",
    maxVoxels: 64,
    violation(m, random) {
      const empty = m.map(() => 0);
      const { threshold, minVoxels, maxVoxels } = diceOptimum(empty);
      const anything = m.map(() => random.uniform());
      return Math.max(1 - softDice(anything, empty), threshold, minVoxels, m.length - maxVoxels);
    },
  },
];

/** All segmentations of n voxels. */
function segmentations(n: number): Uint8Array[] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    Uint8Array.from({ length: n }, (_, i) => (bits >> i) & 1),
  );
}
