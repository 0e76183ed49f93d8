import { dice, softDice, sum } from "../../core/dice.ts";
import { diceOptimum, segmentation } from "../../core/optimum.ts";
import { softSegmentations } from "./softSegmentations.ts";
import type { Statement } from "./statement.ts";

/** Theorem 1: the optimum is {m > t}, free where m = t. */
export const THEOREM_1: readonly Statement[] = [
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
    violation: (m) => Math.max(...segmentations(m.length).map((s) => gapMismatch(Float64Array.from(s), m))),
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
      const optimal = Float64Array.from(m, (value) =>
        value === threshold ? random.uniform() : value > threshold ? 1 : 0,
      );
      return Math.max(
        ...softSegmentations(m, random).map((c) => infimum - softDice(c, m)),
        Math.abs(softDice(optimal, m) - infimum),
      );
    },
  },
  {
    name: "Theorem 1, only these",
    claim:
      "soft-Dice of every soft segmentation is above its infimum by 2 Σ |s* − c| |m − t| / (Σ c + Σ m), s* = {m > t}: " +
      "by something, unless c is 1 above t and 0 below",
    maxVoxels: 512,
    violation: (m, random) => Math.max(...softSegmentations(m, random).map((c) => gapMismatch(c, m))),
  },
];

/** How far c is from sup D_m − D_m(c) = 2 Σ |s* − c| |m − t| / (Σ c + Σ m). */
function gapMismatch(c: Float64Array, m: Float64Array): number {
  const { supDice } = diceOptimum(m);
  const t = supDice / 2;
  let misplaced = 0;
  for (let i = 0; i < m.length; i++) misplaced += Math.abs(Number(m[i] > t) - c[i]) * Math.abs(m[i] - t);
  const total = sum(c) + sum(m);
  const gap = supDice - (1 - softDice(c, m));
  return Math.abs(gap - (total > 0 ? (2 * misplaced) / total : 0));
}

/** All segmentations of n voxels. */
function segmentations(n: number): Uint8Array[] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    Uint8Array.from({ length: n }, (_, i) => (bits >> i) & 1),
  );
}
