import { checkNumber, type Numbers } from "../core/check.ts";
import { log, sigmoid } from "../core/elementary.ts";
import type { Ties } from "../core/optimum.ts";
import { marginalVoxels } from "./marginal.ts";
import { voteMap, votePatterns, type VotePatterns, type WeightOptions } from "./patterns.ts";
import { paint, select, type Selection } from "./selection.ts";

/** When the iteration of {@link staple} ends. */
export interface StapleOptions {
  /** The estimate has converged when no sensitivity or specificity moves by more in one iteration; 1e-12. */
  readonly tolerance?: number | undefined;
  /** Iterations after which it stops all the same; 10 000. */
  readonly maxIterations?: number | undefined;
}

/** STAPLE's estimate for one set of observers. */
export interface StapleEstimate {
  /** Probability that a voxel is foreground, for each of the P patterns. */
  readonly probability: Float64Array;
  /** Each observer's estimated probability to mark a foreground voxel, p. */
  readonly sensitivity: Float64Array;
  /** Each observer's estimated probability to leave out a background voxel, q. */
  readonly specificity: Float64Array;
  /** Prior probability of the foreground: the mean of all decisions over the field of view. */
  readonly prior: number;
  readonly iterations: number;
  /** Whether it stands still to the tolerance. */
  readonly converged: boolean;
}

const start = 0.99999;

/**
 * Binary STAPLE: expectation maximisation for a hidden true segmentation and each observer's sensitivity p and
 * specificity q (Warfield, Zou & Wells, IEEE Transactions on Medical Imaging 23, 2004), from p = q = 0.99999, without
 * a Markov random field. Per pattern, with prior γ and the decision d_k of observer k,
 *
 *     W = γ α / (γ α + (1 − γ) β),   α = Π_k p_k^d (1 − p_k)^(1−d),   β = Π_k (1 − q_k)^d q_k^(1−d)
 *     p_k = Σ W d_k / Σ W,           q_k = Σ (1 − W)(1 − d_k) / Σ (1 − W)      (sums over voxels)
 *
 * where W is computed from its log odds, so that many observers do not underflow. An observer of weight w enters the
 * products w times, as w identical observers would. γ depends on the number of background voxels, and so does the
 * result: see {@link stapleByFieldOfView}. Where Σ W or Σ (1 − W) is 0, as for observers who are all empty or all full,
 * p or q has no estimate and keeps its value; where α and β are both 0, W keeps its value.
 *
 * @throws SoftdiceError for options out of range
 */
export function estimateStaple(votes: VotePatterns, options: StapleOptions = {}): StapleEstimate {
  const { tolerance = 1e-12, maxIterations = 10_000 } = options;
  checkNumber("tolerance", tolerance, (x) => x > 0 && x < 1, "a number in (0, 1)");
  checkNumber("maxIterations", maxIterations, (n) => Number.isInteger(n) && n > 0, "a positive integer");
  const { counts, table, volumes, weights } = votes;
  const prior = marginalVoxels(votes) / votes.voxels;
  const sensitivity = new Float64Array(weights.length).fill(start);
  const specificity = new Float64Array(weights.length).fill(start);
  const logOdds = new Float64Array(counts.length);

  let iterations = 0;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    iterations += 1;
    estimateTruth(logOdds, votes, prior, sensitivity, specificity);
    const foreground = voxelsOf(counts, logOdds, 1);
    const background = voxelsOf(counts, logOdds, -1);
    const trueSide = table.bothSides(foreground);
    const falseSide = table.bothSides(background);
    let moved = 0;
    for (let k = 0; k < volumes.length; k++) {
      const p = share(trueSide.voted[k], trueSide.others[k]) ?? sensitivity[k];
      const q = share(falseSide.others[k], falseSide.voted[k]) ?? specificity[k];
      moved = Math.max(moved, Math.abs(p - sensitivity[k]), Math.abs(q - specificity[k]));
      sensitivity[k] = p;
      specificity[k] = q;
    }
    converged = moved <= tolerance;
  }
  return { probability: logOdds.map(probabilityOf), sensitivity, specificity, prior, iterations, converged };
}

/** Expected voxels of each pattern that are foreground (side 1) or background (side −1). */
function voxelsOf(counts: Float64Array, logOdds: Float64Array, side: 1 | -1): Float64Array {
  return counts.map((count, p) => (count > 0 ? count * probabilityOf(side * logOdds[p]) : 0));
}

/** part / (part + rest); undefined where both are 0. */
function share(part: number, rest: number): number | undefined {
  return part + rest > 0 ? part / (part + rest) : undefined;
}

/** The E step: writes ln(W / (1 − W)) of each pattern to `logOdds`, unless it is undefined. */
function estimateTruth(
  logOdds: Float64Array,
  { table, weights }: VotePatterns,
  prior: number,
  sensitivity: Float64Array,
  specificity: Float64Array,
): void {
  const atPrior = ln(prior) - ln(1 - prior);
  // An observer of weight 0 says nothing, not 0 · ∞.
  const times = (w: number, odds: number): number => (w === 0 ? 0 : w * odds);
  const forVote = weights.map((w, k) => times(w, ln(sensitivity[k]) - ln(1 - specificity[k])));
  const forNone = weights.map((w, k) => times(w, ln(1 - sensitivity[k]) - ln(specificity[k])));
  table.overObservers(forVote, forNone).forEach((odds, p) => {
    if (!Number.isNaN(atPrior + odds)) logOdds[p] = atPrior + odds;
  });
}

/** σ(odds), and 0 where they say so for certain: σ itself stays above 0. */
function probabilityOf(odds: number): number {
  return odds === -Infinity ? 0 : sigmoid(odds);
}

function ln(x: number): number {
  return x > 1e-300 ? log(x) : -Infinity;
}

/** The voxels that are more probably foreground than not, {W > 1/2}; those with exactly 1/2 too where ties are included. */
export function stapleSelection(
  votes: VotePatterns,
  { probability }: StapleEstimate,
  ties: Ties = "exclude",
): Selection {
  return select(votes, (p) => probability[p] > 0.5 || (ties === "include" && probability[p] === 0.5));
}

/** STAPLE of several observers' masks, voxel by voxel. */
export interface Staple extends StapleEstimate {
  /** N values, 0 or 1: {probability > 1/2}. */
  readonly segmentation: Uint8Array;
}

/**
 * STAPLE of several observers' masks; see {@link estimateStaple}. The field of view is the whole array.
 *
 * @example
 * import { staple } from "softdice";
 *
 * const found = staple([
 *   [0, 0, 1, 1, 0],
 *   [0, 0, 1, 1, 0],
 *   [0, 0, 1, 0, 0],
 * ]);
 * found.segmentation; // Uint8Array [0, 0, 1, 1, 0]
 * found.converged; // true
 *
 * @param raters one mask an observer, each N values 0 or 1
 * @returns the estimate with `probability` and `segmentation` of N values
 * @throws SoftdiceError for no masks, different lengths, other values, and options out of range
 */
export function staple(raters: readonly Numbers[], options: StapleOptions & WeightOptions = {}): Staple {
  const map = voteMap(raters);
  const votes = votePatterns(map, options);
  const estimate = estimateStaple(votes, options);
  return {
    ...estimate,
    probability: map.expand(estimate.probability, new Float64Array(map.voxels)),
    segmentation: paint(map, votes, stapleSelection(votes, estimate)),
  };
}
