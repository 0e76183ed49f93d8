import { voxelVolumeMl } from "../../image/grid.ts";
import { overlapAgreement } from "../../raters/agreement/overlap.ts";
import { dividedVote, halfVote, majorityVote, union } from "../../raters/majority.ts";
import { marginalOptimum, marginalVoxels } from "../../raters/marginal.ts";
import { maximizeMeanRaterDice } from "../../raters/meanRaterOptimum.ts";
import { votePatterns } from "../../raters/patterns.ts";
import { score } from "../../raters/score.ts";
import { size } from "../../raters/selection.ts";
import type { Observed } from "./observed.ts";

/**
 * What the observers' disagreement does to the volume of one structure of one patient, over the whole structure (also
 * what a patch leaves out).
 */
export interface StructureVolumes {
  /** R: observers who count. */
  readonly observers: number;
  /** t of Theorem 1. */
  readonly threshold: number;
  /** sup_s D_m(s). */
  readonly supDice: number;
  /** Mean volume of the observers, Σ m. */
  readonly meanMl: number;
  /** The smallest and the largest Dice-optimal segmentation, {m > t} and {m ≥ t}. */
  readonly smallestMl: number;
  readonly largestMl: number;
  /** The strict majority, {m > 1/2}. */
  readonly majorityMl: number;
  /** At least half, {m ≥ 1/2}, and how many voxels have exactly half of the votes. */
  readonly halfMl: number;
  readonly tiedAtHalf: number;
  /** Theorem 2's bounds on every optimal volume in the domain of the experiment, v² |Ω| and |Ω|. */
  readonly boundsMl: readonly [number, number];
  /** Mean Dice over all pairs of observers; left out for a single one. */
  readonly pairwiseDice?: number;
  /** The smallest segmentation of the largest mean rater Dice, that of an average over observers instead of a marginal. */
  readonly meanRaterMl: number;
  /** The mean rater Dice of it, and of the smallest Dice-optimal segmentation. */
  readonly meanRaterDice: number;
  readonly meanRaterDiceOfOptimum: number;
}

/**
 * @param patchVoxels |Ω| of the experiment. A domain holds every voxel that anyone marked: where these are more, Ω is
 * they alone
 */
export function structureVolumes({ grid, votes: map }: Observed, patchVoxels: number): StructureVolumes {
  const votes = votePatterns(map);
  const voxelMl = voxelVolumeMl(grid);
  const optimum = marginalOptimum(votes);
  const meanVoxels = marginalVoxels(votes);
  const domainVoxels = Math.max(patchVoxels, size(union(votes)));
  const meanRater = maximizeMeanRaterDice(votes);
  return {
    observers: map.raters,
    threshold: optimum.threshold,
    supDice: optimum.supDice,
    meanMl: meanVoxels * voxelMl,
    smallestMl: optimum.minVoxels * voxelMl,
    largestMl: optimum.maxVoxels * voxelMl,
    majorityMl: size(majorityVote(votes)) * voxelMl,
    halfMl: size(halfVote(votes)) * voxelMl,
    tiedAtHalf: size(dividedVote(votes)),
    boundsMl: [(meanVoxels ** 2 / domainVoxels) * voxelMl, domainVoxels * voxelMl],
    ...(map.raters > 1 ? { pairwiseDice: overlapAgreement(votes, "nan").meanPairwiseDice } : {}),
    meanRaterMl: meanRater.minVoxels * voxelMl,
    meanRaterDice: meanRater.meanDice,
    meanRaterDiceOfOptimum: score(votes, optimum.smallest, "nan").meanRaterDice,
  };
}
