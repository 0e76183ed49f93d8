import type { DiceOptimum } from "../core/optimum.ts";
import type { VotePatterns } from "./patterns.ts";
import { select, size, type Selection } from "./selection.ts";

/** The marginal m(p) = votes / allVotes of each pattern: the weighted fraction of observers who marked it. */
export function meanVotes(votes: VotePatterns): Float64Array {
  return votes.votes.map((count) => count / votes.allVotes);
}

/** Σ m over the domain, in voxels: the weighted mean of the observers' volumes. */
export function marginalVoxels(votes: VotePatterns): number {
  return votes.votes.reduce((total, count, p) => total + count * votes.counts[p], 0) / votes.allVotes;
}

/** Theorem 1 for the marginal of counted observers, with its two extreme optima. */
export interface MarginalOptimum extends DiceOptimum {
  /** {m > t}. */
  readonly smallest: Selection;
  /** {m ≥ t}. */
  readonly largest: Selection;
}

/**
 * The Dice-optimal segmentations of the observers' marginal, with ties settled by integers.
 *
 * With W votes in all, k of them for a voxel, S the sum of k over the domain, and a segmentation of n voxels with A
 * votes inside, ½ D = A / (W n + S). So k / W > t reads k·(W n + S) > W·A, and Dinkelbach's iteration (see
 * `diceOptimum`) runs on the histogram of k without rounding. A voxel that ties is told exactly.
 */
export function marginalOptimum(votes: VotePatterns): MarginalOptimum {
  const histogram = voteHistogram(votes.votes, votes.counts, votes.allVotes);
  const { numerator, denominator, compare } = climb(histogram, votes.allVotes);
  const side = new Map(Array.from(histogram.keys(), (k) => [k, compare(k)]));
  const smallest = select(votes, (p) => (side.get(votes.votes[p]) ?? 0) > 0);
  const largest = select(votes, (p) => (side.get(votes.votes[p]) ?? 0) >= 0);
  const tied = [...side].find(([, s]) => s === 0)?.[0];
  const t = Number(numerator) / Number(denominator);
  return {
    supDice: 2 * t,
    threshold: tied === undefined ? t : tied / votes.allVotes,
    minVoxels: size(smallest),
    maxVoxels: size(largest),
    l1: marginalVoxels(votes) / votes.voxels,
    smallest,
    largest,
  };
}

/** Up to this many votes in all, they are counted in an array. */
const MOST_LEVELS = 65_536;

/**
 * Voxels by the number of votes.
 *
 * @param votes integers in [0, allVotes], one a pattern
 * @param counts voxels of each pattern
 */
export function voteHistogram(
  votes: Float64Array,
  counts: Float64Array,
  allVotes: number,
): Map<number, number> {
  const histogram = new Map<number, number>();
  if (allVotes > MOST_LEVELS) {
    votes.forEach((k, p) => histogram.set(k, (histogram.get(k) ?? 0) + counts[p]));
    return histogram;
  }
  const levels = new Float64Array(allVotes + 1);
  const occurs = new Uint8Array(allVotes + 1);
  for (let p = 0; p < votes.length; p++) {
    levels[votes[p]] += counts[p];
    occurs[votes[p]] = 1;
  }
  levels.forEach((count, k) => occurs[k] === 1 && histogram.set(k, count));
  return histogram;
}

/**
 * The largest number of votes that is not in the smallest Dice-optimal segmentation, {m > t}, of a histogram of votes; −1 where
 * all are.
 *
 * @param histogram voxels by the number of votes, integers both
 * @param allVotes W: votes of a voxel that everybody marked
 */
export function smallestVotes(histogram: ReadonlyMap<number, number>, allVotes: number): number {
  const { compare } = climb(histogram, allVotes);
  let cut = -1;
  for (const k of histogram.keys()) if (k > cut && compare(k) <= 0) cut = k;
  return cut;
}

/** Dinkelbach's iteration in integers: t = numerator / denominator, and the sign of k / W − t. */
function climb(
  histogram: ReadonlyMap<number, number>,
  allVotes: number,
): { numerator: bigint; denominator: bigint; compare: (k: number) => number } {
  const levels = Array.from(histogram, ([k, count]) => ({ k: BigInt(k), count: BigInt(count) }));
  const all = BigInt(allVotes);
  const sum = levels.reduce((total, { k, count }) => total + k * count, 0n);

  // t = numerator / (all · denominator); it climbs from t = 0 until it stands.
  let numerator = 0n;
  let denominator = 1n;
  const difference = (k: bigint): bigint => k * denominator - all * numerator;
  for (let climbing = sum > 0n; climbing;) {
    const inside = levels.filter(({ k }) => difference(k) > 0n);
    const voxels = inside.reduce((n, { count }) => n + count, 0n);
    const voted = inside.reduce((a, { k, count }) => a + k * count, 0n);
    const nextDenominator = all * voxels + sum;
    climbing = voted * denominator > numerator * nextDenominator;
    if (climbing) [numerator, denominator] = [voted, nextDenominator];
  }
  const compare = (k: number): number => {
    const d = difference(BigInt(k));
    return d > 0n ? 1 : d < 0n ? -1 : 0;
  };
  return { numerator, denominator, compare };
}
