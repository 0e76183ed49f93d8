import type { VotePatterns } from "./patterns.ts";
import type { VoteMap } from "./voteMap.ts";
import { asWords, nextMarked } from "../image/words.ts";

/**
 * A segmentation as the number of voxels that it holds of each pattern, 0 … count: voxels of one pattern are alike to
 * every measure of overlap. P values, one a pattern.
 */
export type Selection = Float64Array;

/** All voxels of the patterns that satisfy `chosen`, called with the pattern's index. */
export function select(votes: VotePatterns, chosen: (p: number) => boolean): Selection {
  return votes.counts.map((count, p) => (chosen(p) ? count : 0));
}

/** All voxels of the patterns whose value is 1. @param isIn P values, 0 or 1 */
export function selectMarked({ counts }: VotePatterns, isIn: Uint8Array): Selection {
  const selection = new Float64Array(counts.length);
  for (let p = 0; p < counts.length; p++) selection[p] = counts[p] * isIn[p];
  return selection;
}

/** Whether two selections hold the same voxels. */
export function isSameSelection(a: Selection, b: Selection): boolean {
  return a.every((voxels, p) => voxels === b[p]);
}

/** Voxels of a selection. */
export function size(selection: Selection): number {
  let voxels = 0;
  for (let p = 0; p < selection.length; p++) voxels += selection[p];
  return voxels;
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
  const isPartial = (p: number): boolean => selection[p] > 0 && selection[p] < votes.counts[p];
  if (!selection.some((_, p) => isPartial(p))) return mask;
  const left = selection.map((taken, p) => (isPartial(p) ? taken : Infinity));
  const words = asWords(mask.subarray(0, mask.length - (mask.length % 4))) ?? new Uint32Array(0);
  const take = (i: number): void => {
    const p = map.patternAt(i);
    if (left[p] === 0) mask[i] = 0;
    else left[p] -= 1;
  };
  for (let w = nextMarked(words, 0); w < words.length; w = nextMarked(words, w + 1)) {
    for (let i = 4 * w; i < 4 * w + 4; i++) if (mask[i] !== 0) take(i);
  }
  for (let i = 4 * words.length; i < mask.length; i++) if (mask[i] !== 0) take(i);
  return mask;
}
