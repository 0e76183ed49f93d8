import type { Numbers } from "../core/check.ts";
import { forEachMarked } from "../image/words.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import type { Selection } from "../raters/selection.ts";
import type { VoteMap } from "../raters/voteMap.ts";

/** The selection of a mask: how many of its voxels show each pattern. @param mask N values, 0 or not */
export function selectionOf(map: VoteMap, votes: VotePatterns, mask: Numbers): Selection {
  const selection = new Float64Array(votes.counts.length);
  const count = (i: number): void => {
    selection[map.patternAt(i)] += 1;
  };
  if (mask instanceof Uint8Array) forEachMarked(mask, count);
  else for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) count(i);
  return selection;
}

/** |s ∩ L_k| of a selection s for each of the R observers. */
export function commonWith(votes: VotePatterns, selection: Selection): Float64Array {
  return votes.table.overPatterns(selection);
}
