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
  const levels = new Map<number, bigint>();
  votes.votes.forEach((k, p) => levels.set(k, (levels.get(k) ?? 0n) + BigInt(votes.counts[p])));
  const histogram = Array.from(levels, ([k, count]) => ({ k: BigInt(k), count }));
  const all = BigInt(votes.allVotes);
  const sum = histogram.reduce((total, { k, count }) => total + k * count, 0n);

  // t = numerator / (all · denominator); Dinkelbach climbs from t = 0 until it stands.
  let numerator = 0n;
  let denominator = 1n;
  const compare = (k: bigint): bigint => k * denominator - all * numerator;
  for (let climbing = sum > 0n; climbing;) {
    const inside = histogram.filter(({ k }) => compare(k) > 0n);
    const voxels = inside.reduce((n, { count }) => n + count, 0n);
    const voted = inside.reduce((a, { k, count }) => a + k * count, 0n);
    const nextDenominator = all * voxels + sum;
    climbing = voted * denominator > numerator * nextDenominator;
    if (climbing) [numerator, denominator] = [voted, nextDenominator];
  }

  const side = Float64Array.from(votes.votes, (k) => Number(compare(BigInt(k))));
  const smallest = select(votes, (p) => side[p] > 0);
  const largest = select(votes, (p) => side[p] >= 0);
  const tied = side.indexOf(0);
  const t = Number(numerator) / Number(denominator);
  return {
    supDice: 2 * t,
    threshold: tied < 0 ? t : votes.votes[tied] / votes.allVotes,
    minVoxels: size(smallest),
    maxVoxels: size(largest),
    l1: marginalVoxels(votes) / votes.voxels,
    smallest,
    largest,
  };
}
