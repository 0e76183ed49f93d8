import { type VotePattern, volumeOf, votesOf } from "./patterns.ts";

/** The optimum of Dice against the marginal m = votes / R. */
export interface MarginalOptimum {
  /** sup D_m over all sets. */
  readonly supDice: number;
  /** t = sup D_m / 2. */
  readonly threshold: number;
  /** Volume of {m > t}. */
  readonly volumeMm3: number;
}

/** ∫ m. */
export function marginalVolume(patterns: readonly VotePattern[], raters: number): number {
  return patterns.reduce((sum, pattern) => sum + (pattern.volumeMm3 * votesOf(pattern)) / raters, 0);
}

/** Volume where at least `votes` observers agree. */
export function volumeOfVotes(patterns: readonly VotePattern[], votes: number): number {
  return volumeOf(patterns, (pattern) => votesOf(pattern) >= votes);
}

/**
 * The largest D = 2 ∫_{m ≥ n/R} m / (|{m ≥ n/R}| + ∫ m) over n = 1 … R: by Theorem 1 an optimum is a level set of m, and m
 * has only these.
 */
export function marginalOptimum(patterns: readonly VotePattern[], raters: number): MarginalOptimum {
  const total = marginalVolume(patterns, raters);
  let supDice = 0;
  for (let n = 1; n <= raters; n++) {
    const level = patterns.filter((pattern) => votesOf(pattern) >= n);
    const dice = (2 * marginalVolume(level, raters)) / (volumeOf(level) + total);
    supDice = Math.max(supDice, dice);
  }
  const threshold = supDice / 2;
  return {
    supDice,
    threshold,
    volumeMm3: volumeOf(patterns, (pattern) => votesOf(pattern) / raters > threshold),
  };
}
