import { type EmptyPolicy, ratio } from "../raters/empty.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import { CURVE_STEPS, firstBinAbove, type ProbabilityBins } from "./bins.ts";
import type { Level } from "./levels.ts";

/** Mean Dice of a segmentation with the observers, from its voxels and those that it shares with each. */
export type MeanDice = (voxels: number, common: ArrayLike<number>) => number;

/** The weighted mean over the observers of 2 |s ∩ L_k| / (|s| + |L_k|). */
export function meanDiceWith({ volumes, weights }: VotePatterns, empty: EmptyPolicy): MeanDice {
  return (voxels, common) => weightedMean(weights, (k) => ratio(2 * common[k], voxels + volumes[k], empty));
}

/** The weighted mean of those of R values that are not NaN. It is asked for once a bin, and so makes no array. */
function weightedMean(weights: ArrayLike<number>, value: (k: number) => number): number {
  let [sum, weight] = [0, 0];
  for (let k = 0; k < weights.length; k++) {
    const one = value(k);
    if (Number.isNaN(one) || weights[k] === 0) continue;
    sum += weights[k] * one;
    weight += weights[k];
  }
  return sum / weight;
}

/** A segmentation that grows by voxels of ever smaller values. */
class Growing {
  voxels = 0;
  readonly common: Float64Array;

  constructor(raters: number) {
    this.common = new Float64Array(raters);
  }

  add(count: number, marked: (k: number) => number): void {
    this.voxels += count;
    for (let k = 0; k < this.common.length; k++) this.common[k] += marked(k);
  }
}

/** Mean Dice with the observers of {p > k/1000}, k = 0 … 1000. */
export function diceCurve({ counts, marked }: ProbabilityBins, meanDice: MeanDice): Float64Array {
  const curve = new Float64Array(CURVE_STEPS + 1);
  const inside = new Growing(marked.length);
  let bin = counts.length;
  for (let step = CURVE_STEPS; step >= 0; step--) {
    while (bin > firstBinAbove(step)) {
      bin -= 1;
      const b = bin;
      if (counts[b] > 0) inside.add(counts[b], (k) => marked[k][b]);
    }
    curve[step] = meanDice(inside.voxels, inside.common);
  }
  return curve;
}

/** Mean Dice with the observers of the voxels of all levels that are in. */
export function diceOfLevels(
  levels: readonly Level[],
  isIn: (level: Level) => boolean,
  raters: number,
  meanDice: MeanDice,
): number {
  const inside = new Growing(raters);
  for (const level of levels) if (isIn(level)) inside.add(level.count, (k) => level.marked[k]);
  return meanDice(inside.voxels, inside.common);
}

/**
 * 1 for the bins of several values inside which a threshold may beat all that part whole bins: those whose bound does, which
 * takes, for each observer, the voxels that the observer marked and none of the others.
 */
export function binsToOpen(bins: ProbabilityBins, votes: VotePatterns, empty: EmptyPolicy): Uint8Array {
  const { counts, lows, highs, marked } = bins;
  const meanDice = meanDiceWith(votes, empty);
  const bounds = new Float64Array(counts.length).fill(-Infinity);
  const inside = new Growing(marked.length);
  let best = orNone(meanDice(0, inside.common));
  for (let b = counts.length - 1; b > 0; b--) {
    if (counts[b] === 0) continue;
    if (lows[b] < highs[b]) {
      const dice = weightedMean(votes.weights, (k) => {
        const more = marked[k][b];
        return ratio(2 * (inside.common[k] + more), inside.voxels + more + votes.volumes[k], empty);
      });
      bounds[b] = orNone(dice);
    }
    inside.add(counts[b], (k) => marked[k][b]);
    best = Math.max(best, orNone(meanDice(inside.voxels, inside.common)));
  }
  return Uint8Array.from(bounds, (bound) => Number(bound > best));
}

/** {p > threshold} of one map, by its mean Dice with the observers. */
export interface BestThreshold {
  readonly threshold: number;
  readonly meanRaterDice: number;
}

/**
 * The threshold whose {p > threshold} has the largest mean Dice with the observers: the exact maximum over all thresholds.
 * It stands half way between the values that it parts; of equally good ones the highest is taken. NaN where no Dice exists.
 *
 * @param levels with the bins of {@link binsToOpen} open
 */
export function bestThreshold(levels: readonly Level[], raters: number, meanDice: MeanDice): BestThreshold {
  let best = { dice: -Infinity, below: Number.NaN, above: Number.NaN };
  const inside = new Growing(raters);
  levels.forEach(({ high, count, marked }, n) => {
    const dice = orNone(meanDice(inside.voxels, inside.common));
    // Nothing lies above the largest value: it is the least threshold of the empty segmentation.
    if (dice > best.dice) best = { dice, below: high, above: n === 0 ? high : levels[n - 1].low };
    inside.add(count, (k) => marked[k]);
  });
  const all = orNone(meanDice(inside.voxels, inside.common));
  if (all > best.dice) best = { dice: all, below: 0, above: levels.at(-1)?.low ?? 0 };
  if (best.dice === -Infinity) return { threshold: Number.NaN, meanRaterDice: Number.NaN };
  return { threshold: between(best.below, best.above), meanRaterDice: best.dice };
}

/** A number a with below ≤ a < above, half way where there is one; `below` where both are equal. */
function between(below: number, above: number): number {
  const middle = (below + above) / 2;
  return middle < above ? middle : below;
}

function orNone(dice: number): number {
  return Number.isNaN(dice) ? -Infinity : dice;
}
