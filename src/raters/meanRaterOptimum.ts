import type { Numbers } from "../core/check.ts";
import { TIE_TOLERANCE } from "../core/optimum.ts";
import { defaultEmptyPolicy, meanOfDefined, ratio, type EmptyPolicy } from "./empty.ts";
import { hasVote, voteMap, votePatterns, type VotePatterns, type WeightOptions } from "./patterns.ts";
import { paint, type Selection } from "./selection.ts";

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

/** Patterns that agree in their votes within each group of observers of one volume; they weigh the same at every size. */
interface PatternClass {
  /** Indices into `VotePatterns.patterns`, ascending. */
  readonly members: number[];
  /** Weight of the votes in each group, as a share of all weight. */
  readonly shares: readonly number[];
  voxels: number;
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
  const volumes = [...new Set(votes.volumes)].filter((volume) => volume > 0);
  const classes = patternClasses(votes, volumes);
  const marked = classes.reduce((total, { voxels }) => total + voxels, 0);
  let best: BestOfSize[] = [ofNoVoxel(votes, empty)];
  let value = best[0].meanDice;
  if (marked > 0) {
    const at = (v: number): BestOfSize => {
      const found = bestOfSize(v, volumes, classes);
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
  const take = (v: number): Selection => selectionOfSize(v, votes, volumes, classes);
  return { meanDice: value, minVoxels, maxVoxels, smallest: take(minVoxels), largest: take(maxVoxels) };
}

/** The mean rater Dice of the empty segmentation: that of the observers who are empty too, by the policy. */
function ofNoVoxel(votes: VotePatterns, empty: EmptyPolicy): BestOfSize {
  const dice = Array.from(votes.volumes, (volume) => ratio(0, volume, empty));
  return { size: 0, meanDice: meanOfDefined(dice, votes.weights), lastWeight: 0, nextWeight: 0 };
}

/** The classes of patterns that have votes, those of many votes first. */
function patternClasses(votes: VotePatterns, volumes: readonly number[]): PatternClass[] {
  const classes = new Map<string, PatternClass>();
  const allWeight = votes.weights.reduce((a, b) => a + b);
  votes.patterns.forEach((pattern, p) => {
    if (votes.votes[p] === 0) return;
    const shares = volumes.map(
      (volume) =>
        votes.weights.reduce(
          (sum, w, k) => (hasVote(pattern, k) && votes.volumes[k] === volume ? sum + w : sum),
          0,
        ) / allWeight,
    );
    const key = shares.join();
    const found = classes.get(key) ?? { members: [], shares, voxels: 0 };
    found.members.push(p);
    found.voxels += votes.counts[p];
    classes.set(key, found);
  });
  return [...classes.values()].sort((a, b) => votes.votes[b.members[0]] - votes.votes[a.members[0]]);
}

/** What one voxel of the class adds to the mean rater Dice of a segmentation of `size` voxels. */
function addedBy({ shares }: PatternClass, size: number, volumes: readonly number[]): number {
  return shares.reduce((sum, share, g) => sum + (2 * share) / (size + volumes[g]), 0);
}

/** The classes in the order in which a segmentation of `size` voxels takes them. */
function byAddition(
  size: number,
  volumes: readonly number[],
  classes: readonly PatternClass[],
): { readonly members: readonly number[]; readonly voxels: number; readonly added: number }[] {
  return classes
    .map((one) => ({ members: one.members, voxels: one.voxels, added: addedBy(one, size, volumes) }))
    .sort((a, b) => b.added - a.added);
}

function bestOfSize(size: number, volumes: readonly number[], classes: readonly PatternClass[]): BestOfSize {
  let left = size;
  let meanDice = 0;
  let lastWeight = 0;
  for (const { voxels, added } of byAddition(size, volumes, classes)) {
    if (left === 0) return { size, meanDice, lastWeight, nextWeight: added };
    const taken = Math.min(left, voxels);
    left -= taken;
    meanDice += taken * added;
    lastWeight = added;
    if (taken < voxels) return { size, meanDice, lastWeight, nextWeight: added };
  }
  return { size, meanDice, lastWeight, nextWeight: 0 };
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

function selectionOfSize(
  size: number,
  votes: VotePatterns,
  volumes: readonly number[],
  classes: readonly PatternClass[],
): Selection {
  const selection = new Float64Array(votes.counts.length);
  let left = size;
  for (const { members } of byAddition(size, volumes, classes)) {
    for (const p of members) {
      selection[p] = Math.min(left, votes.counts[p]);
      left -= selection[p];
    }
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
 * @param raters one mask an observer, each N values 0 or 1
 * @throws SoftdiceError for no or too many masks, different lengths, other values, and weights out of range
 */
export function meanRaterOptimum(
  raters: readonly Numbers[],
  options: WeightOptions & { readonly empty?: EmptyPolicy | undefined } = {},
): MeanRaterSegmentation {
  const map = voteMap(raters);
  const votes = votePatterns(map, options);
  const { smallest, largest: _, ...optimum } = maximizeMeanRaterDice(votes, options.empty);
  return { ...optimum, segmentation: paint(map, votes, smallest) };
}
