import type { VotePatterns } from "./patterns.ts";
import type { VoteMap } from "./voteMap.ts";

/**
 * A segmentation as the number of voxels that it holds of each pattern, 0 … count: voxels of one pattern are alike to
 * every measure of overlap. P values, one a pattern.
 */
export type Selection = Float64Array;

/** All voxels of the patterns that satisfy `chosen`, called with the pattern's index. */
export function select(votes: VotePatterns, chosen: (p: number) => boolean): Selection {
  return votes.counts.map((count, p) => (chosen(p) ? count : 0));
}

/** Voxels of a selection. */
export function size(selection: Selection): number {
  return selection.reduce((a, b) => a + b, 0);
}

/**
 * The mask of a selection: N values, 0 or 1. Of a pattern that is taken in part, its first voxels in the order of the
 * array are set.
 */
export function paint(map: VoteMap, votes: VotePatterns, selection: Selection): Uint8Array {
  const mask = map.expand(
    selection.map((taken) => Number(taken > 0)),
    new Uint8Array(map.voxels),
  );
  const partial = new Map([...selection.entries()].filter(([p, n]) => n > 0 && n < votes.counts[p]));
  for (let i = 0; partial.size > 0 && i < mask.length; i++) {
    const left = partial.get(map.patternAt(i));
    if (left === undefined) continue;
    if (left === 0) mask[i] = 0;
    else partial.set(map.patternAt(i), left - 1);
  }
  return mask;
}
