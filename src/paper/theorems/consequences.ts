import { softDice, sum } from "../../core/dice.ts";
import { diceOptimum } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";
import { compareWithCrossEntropy } from "../../core/volume.ts";
import { softSegmentations } from "./softSegmentations.ts";
import type { Statement } from "./statement.ts";

/** Observers of section 3.2. */
const OBSERVERS = 5;

/** What the paper says beside its theorems. */
export const CONSEQUENCES: readonly Statement[] = [
  {
    name: "Equation 13",
    claim:
      "{m ≥ 1/2}, which cross-entropy gives, and so every majority vote, lies inside every Dice-optimal segmentation: " +
      "none of these is smaller",
    maxVoxels: 4096,
    violation(m) {
      const { crossEntropyVoxels, diceVoxels } = compareWithCrossEntropy(m);
      const { threshold } = diceOptimum(m);
      const outside = m.filter((value) => value >= 0.5 && !(value > threshold)).length;
      return Math.max(outside, crossEntropyVoxels - diceVoxels);
    },
  },
  {
    name: "Largest threshold",
    claim:
      "1/2 − t is at least Σ min(m, 1 − m) / (2 (N + Σ m)): 0 for binary marginals other than 0, and only for them",
    maxVoxels: 4096,
    violation(m) {
      const binary = m.map((value) => Number(value >= 0.5));
      const undecided = m.reduce((total, value) => total + Math.min(value, 1 - value), 0);
      return Math.max(
        diceOptimum(m).supDice / 2 - 0.5 + undecided / (2 * (m.length + sum(m))),
        sum(binary) > 0 ? 0.5 - diceOptimum(binary).supDice / 2 : 0,
      );
    },
  },
  {
    name: "Section 3.2",
    claim:
      "E D_L(c) and D_m(c) of observers L with the mean m are apart by at most E|V − S| / (2 (Σ c + S)), with V their " +
      "volumes and S the mean of these, for every soft c",
    maxVoxels: 256,
    violation(m, random) {
      const labels = observers(m, random);
      const mean = m.map((_, i) => labels.reduce((total, label) => total + label[i], 0) / labels.length);
      const volume = sum(mean);
      const deviation =
        labels.reduce((total, label) => total + Math.abs(sum(label) - volume), 0) / labels.length;
      const apart = softSegmentations(mean, random).map((c) => {
        const expected = labels.reduce((total, label) => total + 1 - softDice(c, label), 0) / labels.length;
        const bound = sum(c) + volume > 0 ? deviation / (2 * (sum(c) + volume)) : 0;
        return Math.abs(expected - (1 - softDice(c, mean))) - bound;
      });
      return Math.max(...apart);
    },
  },
  {
    name: "Empty marginal",
    claim: "where ‖m‖₁ = 0, soft-Dice is 1 for every soft segmentation, t is 0 and everything is optimal",
    maxVoxels: 64,
    violation(m, random) {
      const empty = m.map(() => 0);
      const { threshold, minVoxels, maxVoxels } = diceOptimum(empty);
      const lost = softSegmentations(m, random).map((c) => Math.abs(1 - softDice(c, empty)));
      return Math.max(...lost, threshold, minVoxels, m.length - maxVoxels);
    },
  },
];

/**
 * Observers of a marginal: each {m > u} with a u of his own, so that volumes differ as much as they can, or each voxel for
 * itself, so that they hardly do.
 */
function observers(m: Float64Array, random: Random): Float64Array[] {
  const isNested = random.integer(2) === 0;
  return Array.from({ length: OBSERVERS }, () => {
    const level = random.uniform();
    return m.map((value) => Number(value > (isNested ? level : random.uniform())));
  });
}
