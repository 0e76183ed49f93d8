import type { Ties } from "../core/optimum.ts";
import { defaultEmptyPolicy, type EmptyPolicy } from "./empty.ts";
import { intersection, majorityVote, union } from "./majority.ts";
import { type ConsensusMethod, consensusMethods } from "./methods.ts";
import { marginalOptimum, type MarginalOptimum } from "./marginal.ts";
import { maximizeMeanRaterDice } from "./meanRaterOptimum.ts";
import type { VotePatterns } from "./patterns.ts";
import { score, type Score } from "./score.ts";
import type { Selection } from "./selection.ts";
import { estimateStaple, stapleSelection, type StapleEstimate } from "./staple.ts";
import { unbiasedSelection } from "./unbiased.ts";

export interface ConsensusOptions {
  /** What an index of overlap is where both sides are empty; "nan". */
  readonly empty?: EmptyPolicy | undefined;
  /**
   * Whether the Dice-optimal methods give their smallest optimum ("exclude", the default) or their largest, and STAPLE
   * the voxels of probability exactly 1/2. The majority is strict either way.
   */
  readonly ties?: Ties | undefined;
}

/** Every consensus of one set of observers. */
export interface Consensus {
  readonly marginal: MarginalOptimum;
  readonly staple: StapleEstimate;
  readonly selections: Readonly<Record<ConsensusMethod, Selection>>;
  readonly scores: Readonly<Record<ConsensusMethod, Score>>;
}

/** Computes all methods from the vote patterns; the cost does not depend on the number of voxels. */
export function consensus(votes: VotePatterns, options: ConsensusOptions = {}): Consensus {
  const { empty = defaultEmptyPolicy, ties = "exclude" } = options;
  const extreme = ties === "include" ? "largest" : "smallest";
  const marginal = marginalOptimum(votes);
  const staple = estimateStaple(votes);
  const selections: Record<ConsensusMethod, Selection> = {
    diceOptimal: marginal[extreme],
    majority: majorityVote(votes),
    meanRaterOptimal: maximizeMeanRaterDice(votes, empty)[extreme],
    staple: stapleSelection(votes, staple, ties),
    union: union(votes),
    intersection: intersection(votes),
    unbiased: unbiasedSelection(votes),
  };
  const scores = Object.fromEntries(
    consensusMethods.map((method) => [method, score(votes, selections[method], empty)]),
  ) as Record<ConsensusMethod, Score>;
  return { marginal, staple, selections, scores };
}
