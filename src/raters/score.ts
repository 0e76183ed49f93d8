import { ratio, meanOfDefined, type EmptyPolicy } from "./empty.ts";
import { marginalVoxels } from "./marginal.ts";
import type { VotePatterns } from "./patterns.ts";
import { size, type Selection } from "./selection.ts";

/** How one segmentation relates to the observers. */
export interface Score {
  readonly voxels: number;
  /** Its volume over the marginal's, |s| / Σ m; NaN where nobody marked anything. */
  readonly volumeBias: number;
  /** D_m(s) = 2 Σ s m / (|s| + Σ m), Definition 1 of the paper. */
  readonly marginalDice: number;
  /** The weighted mean over the observers of 2 |s ∩ L_k| / (|s| + |L_k|). */
  readonly meanRaterDice: number;
}

/** @param empty what both kinds of Dice are where both sides are empty; NaN is left out of the mean */
export function score(votes: VotePatterns, selection: Selection, empty: EmptyPolicy): Score {
  const voxels = size(selection);
  const expected = marginalVoxels(votes);
  const inside = votes.votes.reduce((total, count, p) => total + count * selection[p], 0) / votes.allVotes;
  return {
    voxels,
    volumeBias: expected > 0 ? voxels / expected : Number.NaN,
    marginalDice: ratio(2 * inside, voxels + expected, empty),
    meanRaterDice: meanOfDefined(raterDice(votes, selection, empty), votes.weights),
  };
}

/** The Dice of a selection with each of the R observers. */
export function raterDice(votes: VotePatterns, selection: Selection, empty: EmptyPolicy): number[] {
  const voxels = size(selection);
  const common = votes.table.overPatterns(selection);
  return Array.from(votes.volumes, (volume, k) => ratio(2 * common[k], voxels + volume, empty));
}
