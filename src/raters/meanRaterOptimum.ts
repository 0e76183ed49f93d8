import type { Numbers } from "../core/check.ts";
import { TIE_TOLERANCE } from "../core/optimum.ts";
import { weightedSelect } from "../core/weightedSelect.ts";
import { checkEmptyPolicy, defaultEmptyPolicy, meanOfDefined, ratio, type EmptyPolicy } from "./empty.ts";
import { voteMap, votePatterns, type VotePatterns, type WeightOptions } from "./patterns.ts";
import { raterDice } from "./score.ts";
import { paint, select, size as sizeOf, type Selection } from "./selection.ts";

/** The segmentations that maximise the mean of their Dice with each observer. */
export interface MeanRaterOptimum {
  /** The largest mean rater Dice of any segmentation. */
  readonly meanDice: number;
  /** Voxels of the smallest segmentation that attains it. */
  readonly minVoxels: number;
  /** Voxels of the largest segmentation that attains it. */
  readonly maxVoxels: number;
  readonly smallest: Selection;
  readonly largest: Selection;
}

/** The best segmentation of one size. */
interface BestOfSize {
  readonly size: number;
  readonly meanDice: number;
  /** What the last voxel taken, and the next one, would add at this size. */
  readonly lastWeight: number;
  readonly nextWeight: number;
}

/**
 * Exact maximum over all segmentations s of the mean rater Dice
 *
 *     F(s) = Σ_k w_k · 2 |s ∩ L_k| / (|s| + |L_k|) / Σ_k w_k.
 *
 * At size v, a voxel adds Σ_k w_k 2 L_k / (v + |L_k|) / Σ w whatever the others are, so the best segmentation of that
 * size takes the v voxels that add most, pattern by pattern; the last pattern may be taken in part. Sizes are searched
 * by branch and bound. With T_u(v) the sum of the v largest values that voxels have at size u, F(v) = T_v(v); for
 * a ≤ v ≤ b and v = λa + μb, λ + μ = 1, convexity of 1 / (v + |L_k|) and concavity of T_u bound
 *
 *     F(v) ≤ λ T_a(v) + μ T_b(v) ≤ λ F(a) + μ F(b) + λ μ (b − a)(x − y)
 *
 * where x is what the next voxel adds at size a and y what the last one adds at size b. Intervals whose bound is below
 * the best value are dropped; what remains shrinks quadratically, so about log(v) sizes are looked at, all of them
 * only where the maximum is a plateau.
 *
 * Sizes within a relative {@link TIE_TOLERANCE} of the best are ties. At one size, patterns that add the same are taken
 * in the order of their numbers. When all observers have the same volume the result is the marginal optimum.
 *
 * @param empty the Dice of two empty segmentations, which decides whether the empty segmentation can be best; with
 * "nan" an observer without a voxel is left out of its mean
 */
export function maximizeMeanRaterDice(
  votes: VotePatterns,
  empty: EmptyPolicy = defaultEmptyPolicy,
): MeanRaterOptimum {
  const marked = votes.counts.reduce((sum, count, p) => (votes.votes[p] > 0 ? sum + count : sum), 0);
  let best: BestOfSize[] = [ofNoVoxel(votes, empty)];
  let value = best[0].meanDice;
  if (marked > 0) {
    const at = (v: number): BestOfSize => {
      const found = bestOfSize(v, votes);
      value = Math.max(value, found.meanDice);
      best.push(found);
      return found;
    };
    const slack = 1 - TIE_TOLERANCE;
    let intervals: (readonly [BestOfSize, BestOfSize])[] = [[at(1), at(marked)]];
    while (intervals.length > 0) {
      intervals = intervals
        .filter(([a, b]) => b.size - a.size > 1 && bound(a, b) >= value * slack)
        .flatMap(([a, b]) => {
          const middle = at(between(a.size, b.size));
          return [[a, middle] as const, [middle, b] as const];
        });
      best = best.filter(({ meanDice }) => meanDice >= value * slack);
    }
  }
  const sizes = best.map((found) => found.size);
  const [minVoxels, maxVoxels] = [Math.min(...sizes), Math.max(...sizes)];
  const [smallest, largest] = [selectionOfSize(minVoxels, votes), selectionOfSize(maxVoxels, votes)];
  // By the formula of every other segmentation's, so that a best one has all of it: 1 where all observers agree.
  const meanDice = meanOfDefined(raterDice(votes, smallest, empty), votes.weights);
  return { meanDice, minVoxels, maxVoxels, smallest, largest };
}

/** The mean rater Dice of the empty segmentation: that of the observers who are empty too, by the policy. */
function ofNoVoxel(votes: VotePatterns, empty: EmptyPolicy): BestOfSize {
  const dice = Array.from(votes.volumes, (volume) => ratio(0, volume, empty));
  return { size: 0, meanDice: meanOfDefined(dice, votes.weights), lastWeight: 0, nextWeight: 0 };
}

/** What a voxel of each pattern adds to the mean rater Dice of a segmentation of `size` voxels. */
function additions(size: number, { table, volumes, weights }: VotePatterns): Float64Array {
  const allWeight = weights.reduce((a, b) => a + b);
  return table.overObservers(weights.map((w, k) => (2 * w) / (size + volumes[k]) / allWeight));
}

/** The least addition of the `size` voxels that add most. */
function leastTaken(size: number, added: Float64Array, counts: Float64Array): number {
  return size === 0
    ? Infinity
    : -weightedSelect(
        added.map((value) => -value),
        counts.slice(),
        size,
      );
}

function bestOfSize(size: number, votes: VotePatterns): BestOfSize {
  const { counts } = votes;
  const added = additions(size, votes);
  const lastWeight = leastTaken(size, added, counts);
  let [above, meanDice, equal, nextWeight] = [0, 0, 0, 0];
  for (let p = 0; p < added.length; p++) {
    if (added[p] > lastWeight) {
      above += counts[p];
      meanDice += counts[p] * added[p];
    } else if (added[p] === lastWeight) {
      equal += counts[p];
    } else if (added[p] > nextWeight && counts[p] > 0) {
      nextWeight = added[p];
    }
  }
  meanDice += (size - above) * lastWeight;
  return { size, meanDice, lastWeight, nextWeight: above + equal > size ? lastWeight : nextWeight };
}

/** The largest value of λ F(a) + μ F(b) + λ μ (b − a)(x − y) over λ + μ = 1, attained at μ = 1/2 + (F(b) − F(a)) / 2c. */
function bound(a: BestOfSize, b: BestOfSize): number {
  const curvature = (b.size - a.size) * (a.nextWeight - b.lastWeight);
  const rise = b.meanDice - a.meanDice;
  const mu = curvature > 0 ? Math.min(1, Math.max(0, (1 + rise / curvature) / 2)) : Number(rise > 0);
  return a.meanDice + mu * rise + mu * (1 - mu) * curvature;
}

/** An integer strictly between a and b, near their geometric mean. */
function between(a: number, b: number): number {
  return Math.min(b - 1, Math.max(a + 1, Math.round(Math.sqrt(a * b))));
}

function selectionOfSize(size: number, votes: VotePatterns): Selection {
  const added = additions(size, votes);
  const last = leastTaken(size, added, votes.counts);
  const selection = select(votes, (p) => added[p] > last);
  let left = size - sizeOf(selection);
  for (let p = 0; p < added.length && left > 0; p++) {
    if (added[p] !== last) continue;
    selection[p] = Math.min(left, votes.counts[p]);
    left -= selection[p];
  }
  return selection;
}

/** {@link maximizeMeanRaterDice} of several observers' masks, with a mask that attains it. */
export interface MeanRaterSegmentation extends Omit<MeanRaterOptimum, "smallest" | "largest"> {
  /** N values, 0 or 1: a smallest optimum. */
  readonly segmentation: Uint8Array;
}

/**
 * The exact optimum of the mean rater Dice of several observers' masks; see {@link maximizeMeanRaterDice}.
 *
 * @example
 * import { meanRaterOptimum } from "softdice";
 *
 * const { meanDice, minVoxels, maxVoxels } = meanRaterOptimum([
 *   [0, 1, 1, 0],
 *   [0, 1, 1, 1],
 * ]);
 * meanDice; // 0.9, that is (1 + 4/5) / 2
 * [minVoxels, maxVoxels]; // [2, 3]
 *
 * @param raters one mask an observer, each N values 0 or 1
 * @throws SoftdiceError for no masks, different lengths, other values, and weights out of range
 */
export function meanRaterOptimum(
  raters: readonly Numbers[],
  options: WeightOptions & { readonly empty?: EmptyPolicy | undefined } = {},
): MeanRaterSegmentation {
  const map = voteMap(raters);
  const votes = votePatterns(map, options);
  if (options.empty !== undefined) checkEmptyPolicy(options.empty);
  const { smallest, largest: _, ...optimum } = maximizeMeanRaterDice(votes, options.empty);
  return { ...optimum, segmentation: paint(map, votes, smallest) };
}
