import type { Numbers } from "../core/check.ts";
import { hasVote, type VotePatterns } from "../raters/patterns.ts";
import type { Selection } from "../raters/selection.ts";
import type { VoteMap } from "../raters/voteMap.ts";

/** The selection of a mask: how many of its voxels show each pattern. @param mask N values, 0 or not */
export function selectionOf(map: VoteMap, votes: VotePatterns, mask: Numbers): Selection {
  const indexOf = patternIndex(votes);
  const selection = new Float64Array(votes.counts.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) selection[indexOf(map.at(i))] += 1;
  return selection;
}

/** |s ∩ L_k| of a selection s for each of the R observers. */
export function commonWith(votes: VotePatterns, selection: Selection): Float64Array {
  return Float64Array.from(votes.volumes, (_, k) =>
    selection.reduce((sum, taken, p) => (isMarkedBy(votes, p, k) ? sum + taken : sum), 0),
  );
}

/** Whether observer k marked the voxels of pattern number p. */
export function isMarkedBy(votes: VotePatterns, p: number, k: number): boolean {
  return hasVote(votes.patterns[p], k);
}

/** From what a vote map says of a voxel to the number of its pattern among `votes`. */
export function patternIndex(votes: VotePatterns): (atVoxel: number) => number {
  const numbers = new Map(Array.from(votes.patterns, (pattern, p) => [pattern, p]));
  return (atVoxel) => numbers.get(atVoxel) ?? 0;
}
