import { checkArray, checkNotEmpty, checkNumber, checkObject, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import type { PatternTable } from "./patternTable.ts";
import { VoteMap } from "./voteMap.ts";
import { integerWeights, observerWeights } from "./weights.ts";

/**
 * What every consensus of R observers depends on: how many voxels each subset of them marked. Only subsets that occur
 * count, so there are at most as many patterns as marked voxels, whatever R, and at most 2^R, whatever the image.
 */
export interface VotePatterns {
  /** N: voxels of the domain, the sum of `counts`. */
  readonly voxels: number;
  /** Who voted for each of the P patterns; pattern 0 is the background, that nobody marked. */
  readonly table: PatternTable;
  /** Voxels of each pattern, positive; that of the background may be 0. */
  readonly counts: Float64Array;
  /** Voxels that each of the R observers marked. */
  readonly volumes: Float64Array;
  /** Weight of each of the R observers: how many identical observers it counts for. */
  readonly weights: Float64Array;
  /** Σ of the weights of those who voted for each pattern, in units that make all of them integers. */
  readonly votes: Float64Array;
  /** Σ of all weights in the same units; votes / allVotes is the marginal. */
  readonly allVotes: number;
}

/** How observers count. */
export interface WeightOptions {
  /** R weights in [0, 1000], taken to nine decimals; 1 each by default. See {@link observerWeights}. */
  readonly weights?: Numbers | undefined;
}

/**
 * The vote patterns of a map, which it counted as its masks came in.
 * @throws SoftdiceError for weights that are not one number in [0, 1000] an observer, or all 0
 */
export function votePatterns(map: VoteMap, options: WeightOptions = {}): VotePatterns {
  checkObject("options", options);
  const weights = observerWeights(options.weights, map.raters);
  const { table, counts } = map;
  return { voxels: map.voxels, table, counts, volumes: table.overPatterns(counts), ...weigh(table, weights) };
}

/** The same observers in a larger or smaller field of view: only the number of voxels that nobody marked changes. */
export function inFieldOfView(votes: VotePatterns, voxels: number): VotePatterns {
  const counts = votes.counts.slice();
  counts[0] += voxels - votes.voxels;
  checkNumber("voxels of the field of view", voxels, () => counts[0] >= 0, "room for every marked voxel");
  return { ...votes, voxels, counts };
}

/**
 * The vote map of R masks.
 * @throws SoftdiceError for no masks, for different lengths, and for values other than 0 and 1
 */
export function voteMap(raters: readonly Numbers[]): VoteMap {
  checkArray("raters", raters, "a list of masks");
  if (raters.length === 0) {
    throw new SoftdiceError({
      subject: "raters",
      problem: "is empty",
      expected: "one mask an observer",
      remedy: "pass at least one mask",
    });
  }
  for (let k = 0; k < raters.length; k++) checkNotEmpty(`raters[${k}]`, raters[k]);
  const map = new VoteMap(raters[0].length);
  for (const mask of raters) map.add(mask);
  return map;
}

function weigh(
  table: PatternTable,
  weights: Float64Array,
): Pick<VotePatterns, "weights" | "votes" | "allVotes"> {
  const units = integerWeights(weights);
  return { weights, votes: table.overObservers(units), allVotes: units.reduce((a, b) => a + b) };
}
