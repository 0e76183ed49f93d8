import { meanOfDefined, type EmptyPolicy, ratio } from "../raters/empty.ts";
import { intersection, union } from "../raters/majority.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import { type Selection, size } from "../raters/selection.ts";
import { commonWith } from "./patternAccess.ts";

/** Dice where all observers agree, and where they differ. */
export interface RegionDice {
  /**
   * On the voxels that all observers marked or none did: 2 |s ∩ I| / (|s ∖ D| + |I|), with I their intersection and D the
   * voxels that some marked and some did not. 1 unless s misses what all marked or holds what nobody did.
   */
  readonly consensusDice: number;
  /** On D: the mean over the observers of 2 |s ∩ L_k ∩ D| / (|s ∩ D| + |L_k ∩ D|). */
  readonly dissensusDice: number;
  /** |I| and |D|. */
  readonly consensusVoxels: number;
  readonly dissensusVoxels: number;
}

/**
 * A segmentation by regions of agreement, as the CURVAS challenge scores models against several observers (Riera-Marín et
 * al., arXiv:2505.08685, 2025).
 */
export function regionDice(votes: VotePatterns, selection: Selection, empty: EmptyPolicy): RegionDice {
  const agreed = intersection(votes);
  const any = union(votes);
  const isDivided = (p: number): boolean => any[p] > 0 && agreed[p] === 0;
  const divided = votes.counts.map((count, p) => (isDivided(p) ? count : 0));
  const inDivided = selection.map((taken, p) => (isDivided(p) ? taken : 0));
  const inAgreed = selection.map((taken, p) => (agreed[p] > 0 ? taken : 0));
  const common = commonWith(votes, inDivided);
  const marked = commonWith(votes, divided);
  const consensusVoxels = size(agreed);
  const held = size(inDivided);
  return {
    consensusDice: ratio(2 * size(inAgreed), size(selection) - held + consensusVoxels, empty),
    dissensusDice: meanOfDefined(
      Array.from(common, (both, k) => ratio(2 * both, held + marked[k], empty)),
      votes.weights,
    ),
    consensusVoxels,
    dissensusVoxels: size(divided),
  };
}
