import type { Numbers } from "../core/check.ts";
import { asWords, nextMarked } from "../image/words.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import type { Selection } from "../raters/selection.ts";
import type { VoteMap } from "../raters/voteMap.ts";

/** The selection of a mask: how many of its voxels show each pattern. @param mask N values, 0 or not */
export function selectionOf(map: VoteMap, votes: VotePatterns, mask: Numbers): Selection {
  const selection = new Float64Array(votes.counts.length);
  const words = mask instanceof Uint8Array ? asWords(mask) : undefined;
  for (let i = 0; i < mask.length; i++) {
    if (words !== undefined && i % 4 === 0 && words[i / 4] === 0) i = 4 * nextMarked(words, i / 4);
    if (i < mask.length && mask[i] !== 0) selection[map.patternAt(i)] += 1;
  }
  return selection;
}

/** |s ∩ L_k| of a selection s for each of the R observers. */
export function commonWith(votes: VotePatterns, selection: Selection): Float64Array {
  return votes.table.overPatterns(selection);
}
