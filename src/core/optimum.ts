import { everyBlockFrom } from "./blocks.ts";
import { checkChoice, checkNumber, checkObject, checkProbabilities, type Numbers } from "./check.ts";
import { sum } from "./dice.ts";
import { Sum } from "./sum.ts";
import { type VoteLevels, voteLevels } from "./voteLevels.ts";

/** What Theorem 1 says of one marginal. */
export interface DiceOptimum {
  /** sup_s D_m(s), in [0, 1]. */
  readonly supDice: number;
  /** t = supDice / 2, in [0, 1/2]: optimal segmentations hold every voxel above it and none below. */
  readonly threshold: number;
  /** Voxels of the smallest optimal segmentation, {m > t}. */
  readonly minVoxels: number;
  /** Voxels of the largest optimal segmentation, {m ≥ t}. */
  readonly maxVoxels: number;
  /** ‖m‖₁: the mean of m. */
  readonly l1: number;
}

/**
 * Values this close to t, relatively, are ties: the sums behind t carry rounding errors of this order. Keeping or
 * dropping such a voxel changes Dice by less than this.
 */
export const TIE_TOLERANCE: number = 2 ** -40;

/**
 * The Dice-optimal segmentations of a marginal (Theorem 1), without a sort.
 *
 * Dinkelbach's iteration t ← ½ D_m({m > t}) from t = 0 climbs to t = ½ sup D in a handful of passes: while t is below
 * the fixed point, {m > t} maximises Σ_{s} (m − t), so the next t is larger; at the fixed point it is equal
 * (Dinkelbach, "On nonlinear fractional programming", Management Science 13, 1967). Where values tie with t within
 * {@link TIE_TOLERANCE}, t is set to the tied value, so that comparing with `threshold` is exact. A map that holds
 * the votes of up to 64 observers (see voteLevels.ts) has the optimum of the exact fractions k/R.
 *
 * @param m marginal of N voxels, each in [0, 1]
 * @returns for an empty m: threshold 0, where every segmentation is optimal (with Dice 0)
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function diceOptimum(m: Numbers): DiceOptimum {
  checkProbabilities("m", m);
  const levels = voteLevels(m);
  if (levels !== undefined) return optimumOfVoteLevels(levels);
  const total = sum(m);
  let t = 0;
  for (;;) {
    let voxels = 0;
    const inside = new Sum();
    for (let i = 0; i < m.length; i++) {
      if (m[i] > t) {
        voxels += 1;
        inside.add(m[i]);
      }
    }
    const next = total > 0 ? inside.value / (voxels + total) : 0;
    if (!(next > t)) break;
    t = next;
  }
  return { ...settleTies(m, t), supDice: 2 * t, l1: total / m.length };
}

/**
 * The optimum of votes, by integers: k/R > Σ_S k / (R |S| + Σ k) if and only if k (R |S| + Σ k) > R Σ_S k.
 *
 * @returns with a threshold that compares with the stored values as t does with k/R: a stored value where it ties
 */
export function optimumOfVoteLevels({ raters, values, votes, counts }: VoteLevels): DiceOptimum {
  const order = Array.from(values.keys()).sort((a, b) => votes[b] - votes[a]);
  const voxels = counts.reduce((a, b) => a + b, 0);
  const total = votes.reduce((voted, k, n) => voted + k * counts[n], 0);
  if (total === 0) return { supDice: 0, threshold: 0, minVoxels: 0, maxVoxels: voxels, l1: 0 };
  let [size, inside] = [0, 0];
  const side = (k: number): number => k * (raters * size + total) - raters * inside;
  const taken: number[] = [];
  for (const n of order) {
    if (!(side(votes[n]) > 0)) break;
    size += counts[n];
    inside += votes[n] * counts[n];
    taken.push(n);
  }
  const tied = order.filter((n) => side(votes[n]) === 0 && !taken.includes(n));
  const t = inside / (raters * size + total);
  const below = order.filter((n) => !taken.includes(n)).map((n) => values[n]);
  const isBetween = below.every((value) => value <= t) && taken.every((n) => values[n] > t);
  return {
    supDice: 2 * t,
    threshold: tied.length === 0 && isBetween ? t : Math.max(...below),
    minVoxels: size,
    maxVoxels: tied.reduce((voxelsSoFar, n) => voxelsSoFar + counts[n], size),
    l1: total / (raters * voxels),
  };
}

/** Settles ties: the threshold that compares exactly, and the voxels above it and at or above it. */
export function settleTies(
  m: Numbers,
  t: number,
): Pick<DiceOptimum, "threshold" | "minVoxels" | "maxVoxels"> {
  let threshold = t;
  let distance = t * TIE_TOLERANCE;
  for (let i = 0; i < m.length; i++) {
    if (Math.abs(m[i] - t) <= distance) {
      distance = Math.abs(m[i] - t);
      threshold = m[i];
    }
  }
  let minVoxels = 0;
  let maxVoxels = 0;
  for (let i = 0; i < m.length; i++) {
    if (m[i] > threshold) minVoxels += 1;
    if (m[i] >= threshold) maxVoxels += 1;
  }
  return { threshold, minVoxels, maxVoxels };
}

/** What happens to voxels that equal the threshold. */
export type Ties = "include" | "exclude";

/**
 * The segmentation {m > threshold} (ties excluded: the smallest optimum) or {m ≥ threshold} (ties included: the
 * largest).
 *
 * @example
 * import { segmentation } from "softdice";
 *
 * segmentation([0.2, 0.4, 1, 0.6], 0.4); // Uint8Array [0, 0, 1, 1]
 * segmentation([0.2, 0.4, 1, 0.6], 0.4, { ties: "include" }); // Uint8Array [0, 1, 1, 1]
 *
 * @param m marginal of N voxels, each in [0, 1]
 * @returns N values, 0 or 1
 * @throws SoftdiceError for values and thresholds outside [0, 1]
 */
export function segmentation(
  m: Numbers,
  threshold: number,
  options: { readonly ties?: Ties | undefined } = {},
): Uint8Array {
  checkProbabilities("m", m);
  checkNumber("threshold", threshold, (value) => value >= 0 && value <= 1, "a number in [0, 1]");
  checkObject("options", options);
  const { ties = "exclude" } = options;
  checkChoice("ties", ties, ["exclude", "include"]);
  return uncheckedSegmentation(m, threshold, ties);
}

/**
 * {@link segmentation} of a map whose values have been looked at.
 *
 * @param blockHighs the largest value of each block of {@link everyBlockFrom}, where it is known
 */
export function uncheckedSegmentation(
  m: Numbers,
  threshold: number,
  ties: Ties = "exclude",
  blockHighs?: Float64Array,
): Uint8Array {
  const s = new Uint8Array(m.length);
  const mark = ties === "include" ? markAtLeast : markAbove;
  everyBlockFrom(m.length, blockHighs, threshold, (from, to) => mark(m, threshold, from, to, s));
  return s;
}

function markAbove(m: Numbers, threshold: number, from: number, to: number, s: Uint8Array): void {
  for (let i = from; i < to; i++) if (m[i] > threshold) s[i] = 1;
}

function markAtLeast(m: Numbers, threshold: number, from: number, to: number, s: Uint8Array): void {
  for (let i = from; i < to; i++) if (m[i] >= threshold) s[i] = 1;
}
