import { checkArray, checkObject, checkProbabilities, checkText, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { type Geometry, gridOfGeometry } from "../image/geometry.ts";
import { voxelVolumeMl } from "../image/grid.ts";
import { compareLoss, type ComparedObservers, type LossRow } from "../losses/comparison.ts";
import { areMasks, type LossTarget } from "../losses/losses.ts";
import { parseLoss } from "../losses/registry.ts";
import { meanVotes } from "../raters/marginal.ts";
import { voteMap, votePatterns, type VotePatterns, type WeightOptions } from "../raters/patterns.ts";

/** Which losses are compared, and how observers count. */
export interface CompareOptions extends WeightOptions, Geometry {
  /** Names as of `minimiseLoss`; left out, every kind with common parameters that the target serves. */
  readonly losses?: readonly string[] | undefined;
}

/** The losses that are compared where no list is given: every kind, with the parameters that are common. */
export const DEFAULT_LOSSES: readonly string[] = [
  "dice",
  "dice:eps=1",
  "squared-dice",
  "squared-dice:target=hard",
  "jaccard",
  "tversky:0.3,0.7",
  "cross-entropy",
  "dice+cross-entropy:1,1",
  "batch-dice",
  "semimetric-dice",
  "rater-dice",
  "generalised-dice",
  "mean-class-dice",
];

/**
 * What each segmentation loss converges to on a marginal, side by side: the threshold of its minimiser, volume, bias, Dice
 * and Jaccard, as `softdice losses` has them.
 *
 * @example
 * import { compareLosses } from "softdice";
 *
 * const [dice, entropy] = compareLosses([0.2, 0.4, 1, 0.6], { losses: ["dice", "cross-entropy"] });
 * dice.threshold; // 0.38461538461538464, that is 5/13
 * dice.volume; // 3 voxels
 * entropy.threshold; // 0.5
 * entropy.volume; // 2 voxels
 *
 * @param target marginal of N values in [0, 1], or R masks of N values 0 or 1, one an observer
 * @returns a row a loss, in the order of `losses`; `volumeMl` is NaN without `grid` (or `spacingMm`)
 * @throws SoftdiceError for an unknown loss, one of observers (`rater-dice`) asked for on a marginal, values out of range, and
 * a geometry that does not fit
 */
export function compareLosses(target: LossTarget, options: CompareOptions = {}): LossRow[] {
  checkObject("options", options);
  const names = options.losses ?? DEFAULT_LOSSES;
  checkArray("losses", names, "a list of names");
  names.forEach((name, n) => checkText(`losses[${n}]`, name));
  const list = names.map((name) => parseLoss(name));
  const { m, observers } = areMasks(target)
    ? ofMasks(target, options)
    : { m: ofMap(target), observers: undefined };
  const voxelMl = voxelVolumeMl(gridOfGeometry(options, m.length));
  return list.flatMap((loss, n) => {
    const one = compareLoss(loss, { m, voxelMl, observers });
    if (one !== undefined) return [one.row];
    if (options.losses === undefined) return [];
    throw new SoftdiceError({
      subject: `losses[${n}]`,
      problem: `is ${loss.name}, which depends on who marked a voxel together with which others`,
      expected: "masks of several observers as target, or a loss of a marginal",
      remedy: "pass the masks in place of the marginal, or leave it out",
    });
  });
}

/** Observers as losses see them. */
export function comparedObservers(votes: VotePatterns): ComparedObservers {
  return { ...votes, has: (p, k) => votes.table.has(p, k), marginals: meanVotes(votes) };
}

function ofMasks(
  raters: readonly Numbers[],
  options: WeightOptions,
): { readonly m: Float64Array; readonly observers: ComparedObservers } {
  const map = voteMap(raters);
  const observers = comparedObservers(votePatterns(map, options));
  return { m: map.expand(observers.marginals, new Float64Array(map.voxels)), observers };
}

function ofMap(m: Numbers): Float32Array | Float64Array {
  checkProbabilities("target", m);
  return m instanceof Float32Array || m instanceof Float64Array ? m : Float64Array.from(m);
}
