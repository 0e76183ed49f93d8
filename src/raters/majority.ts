import type { Numbers } from "../core/check.ts";
import { voteMap, votePatterns, type VotePatterns, type WeightOptions } from "./patterns.ts";
import { paint, select, type Selection } from "./selection.ts";

/**
 * Strict majority: the voxels with more than half of the votes (of the weight), {m > 1/2}. Exactly half is no majority,
 * so with an even number of observers the result can be smaller than {m ≥ 1/2}.
 */
export function majorityVote(votes: VotePatterns): Selection {
  return select(votes, (p) => 2 * votes.votes[p] > votes.allVotes);
}

/** The voxels with exactly half of the votes, which a strict majority leaves out. */
export function dividedVote(votes: VotePatterns): Selection {
  return select(votes, (p) => 2 * votes.votes[p] === votes.allVotes);
}

/** At least half of the votes, {m ≥ 1/2}: "half" in the paper. The strict majority and the divided votes together. */
export function halfVote(votes: VotePatterns): Selection {
  return select(votes, (p) => 2 * votes.votes[p] >= votes.allVotes);
}

/** The voxels that any observer of positive weight marked. */
export function union(votes: VotePatterns): Selection {
  return select(votes, (p) => votes.votes[p] > 0);
}

/** The voxels that every observer of positive weight marked. */
export function intersection(votes: VotePatterns): Selection {
  return select(votes, (p) => votes.votes[p] === votes.allVotes);
}

/**
 * The strict majority of several observers' masks; see {@link majorityVote}.
 *
 * @example
 * import { majority } from "softdice";
 *
 * majority([
 *   [0, 1, 1],
 *   [0, 0, 1],
 *   [1, 1, 1],
 * ]); // Uint8Array [0, 1, 1]
 *
 * @param raters one mask an observer, each N values 0 or 1
 * @returns N values, 0 or 1
 * @throws SoftdiceError for no masks, different lengths, other values, and weights out of range
 */
export function majority(raters: readonly Numbers[], options: WeightOptions = {}): Uint8Array {
  const map = voteMap(raters);
  const votes = votePatterns(map, options);
  return paint(map, votes, majorityVote(votes));
}
