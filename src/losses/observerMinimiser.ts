import type { Numbers } from "../core/check.ts";
import type { LossMinimiser } from "./loss.ts";
import { minimiseRaterDice, type ObserverPatterns, observerPatterns } from "./raterDice.ts";

/** The part of each pattern's voxels that the minimiser holds, and the threshold on the marginal that makes it. */
export interface ObserverThreshold {
  /**
   * Largest value of the marginal outside the 1/2-threshold of the minimiser, where all inside are larger; NaN where one
   * is not, and where a pattern is taken in part.
   */
  readonly threshold: number;
  /** Voxels of the minimiser's 1/2-threshold, of a pattern that is taken in part the whole voxels. */
  readonly minVoxels: number;
  /** The same with voxels that are exactly 1/2. */
  readonly maxVoxels: number;
}

/** How the minimiser of the mean over observers compares with thresholds of the marginal Σ w_k L_k / Σ w. */
export function observerThreshold(observers: ObserverPatterns, taken: ArrayLike<number>): ObserverThreshold {
  const weights = Array.from(observers.weights);
  const all = weights.reduce((a, b) => a + b);
  let [minVoxels, maxVoxels] = [0, 0];
  let [outside, inside] = [0, Infinity];
  for (let p = 0; p < observers.counts.length; p++) {
    const votes = weights.reduce(
      (total, weight, k) => (((observers.patterns[p] >> k) & 1) === 1 ? total + weight : total),
      0,
    );
    const count = observers.counts[p];
    if (count === 0) continue;
    const whole = Math.floor(taken[p]);
    minVoxels += whole + Number(taken[p] - whole > 0.5);
    maxVoxels += whole + Number(taken[p] - whole >= 0.5);
    if (taken[p] > 0) inside = Math.min(inside, votes / all);
    if (taken[p] < count) outside = Math.max(outside, votes / all);
  }
  return { threshold: outside < inside ? outside : Number.NaN, minVoxels, maxVoxels };
}

/** What the mean over observers of soft-Dice converges to, voxel by voxel. */
export function minimiserOfObservers(raters: readonly Numbers[]): Omit<LossMinimiser, "loss"> {
  const observers = observerPatterns(raters);
  const { value, gap, taken } = minimiseRaterDice(observers);
  const found = observerThreshold(observers, taken);
  const left = taken.slice();
  const soft = Float64Array.from(observers.indices, (p) => {
    const share = Math.min(1, left[p]);
    left[p] -= share;
    return share;
  });
  return { value, gap, ...found, soft: Number.isNaN(found.threshold) ? soft : undefined };
}
