import { smallestVotes } from "../marginal.ts";
import type { VotePatterns } from "../patterns.ts";
import type { PatternTable } from "../patternTable.ts";

/** One observer against the Dice-optimal consensus of the others, in voxels. */
export interface LeftOut {
  /** Votes of others above which a voxel belongs to their consensus (the smallest optimum, all weights 1). */
  readonly cut: number;
  /** Voxels of the consensus. */
  readonly consensus: number;
  /** Voxels of it that the observer marked. */
  readonly common: number;
}

/** 1 for each pattern that the consensus of all but observer k holds, 0 for the others: P values. */
export type WithoutEach = (k: number) => Uint8Array;

/** Prepares {@link WithoutEach}. @param leftOut of {@link leaveOneOut} */
export function withoutEach({ table }: VotePatterns, leftOut: readonly LeftOut[]): WithoutEach {
  const all = Int32Array.from(votesOfAll(table));
  return (k) => {
    const isIn = table.votesOf(k);
    const { cut } = leftOut[k];
    for (let p = 0; p < isIn.length; p++) isIn[p] = all[p] - isIn[p] > cut ? 1 : 0;
    return isIn;
  };
}

/** How many observers voted for each pattern. */
function votesOfAll(table: PatternTable): Float64Array {
  return table.overObservers(new Float64Array(table.raters).fill(1));
}

/**
 * Each observer against the consensus of the R − 1 others. With H(v) voxels of v votes, A_k(v) of them marked by k, the
 * others gave v votes to H(v) − A_k(v) + A_k(v + 1) voxels, so that one pass over the patterns serves all observers.
 * Observers are not weighted. Empty for a single one.
 */
export function leaveOneOut({ table, counts }: VotePatterns): LeftOut[] {
  const raters = table.raters;
  if (raters < 2) return [];
  const votes = votesOfAll(table);
  const levels = raters + 2;
  const all = new Float64Array(levels);
  counts.forEach((count, p) => (all[votes[p]] += count));
  const of = table.overGroups(counts, votes, levels);
  return of.map((marked) => {
    const others = Array.from({ length: raters }, (_, v) => all[v] - marked[v] + marked[v + 1]);
    const cut = smallestVotes(new Map(others.entries()), raters - 1);
    const above = (voxels: ArrayLike<number>, from: number): number =>
      Array.from(voxels)
        .slice(from)
        .reduce((a, b) => a + b, 0);
    return { cut, consensus: above(others, cut + 1), common: above(marked, cut + 2) };
  });
}
