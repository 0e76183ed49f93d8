import { checkNotEmpty, checkNumber, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { TIE_TOLERANCE, type DiceOptimum } from "../core/optimum.ts";

/**
 * The Dice-optimal segmentations of a marginal of few values, from how many voxels have each: levels join S from above
 * while they exceed t(S) = Σ_S m / (|S| + Σ m), which then is t. Ties are settled as by `diceOptimum`.
 *
 * @param levels different values in [0, 1]
 * @param counts voxels of each level
 */
export function optimumOfLevels(levels: ArrayLike<number>, counts: ArrayLike<number>): DiceOptimum {
  const order = Array.from(levels, (_, i) => i).sort((a, b) => levels[b] - levels[a]);
  let n = 0;
  let total = 0;
  for (const i of order) {
    n += counts[i];
    total += counts[i] * levels[i];
  }
  if (total === 0) return { supDice: 0, threshold: 0, minVoxels: 0, maxVoxels: n, l1: 0 };
  let voxels = 0;
  let inside = 0;
  let t = 0;
  for (const i of order) {
    if (!(levels[i] > t)) break;
    voxels += counts[i];
    inside += counts[i] * levels[i];
    t = inside / (voxels + total);
  }
  let threshold = t;
  let nearest = t * TIE_TOLERANCE;
  for (const i of order) {
    if (counts[i] === 0 || Math.abs(levels[i] - t) > nearest) continue;
    nearest = Math.abs(levels[i] - t);
    threshold = levels[i];
  }
  const [minVoxels, maxVoxels] = countAbove(threshold, levels, counts);
  return { supDice: 2 * t, threshold, minVoxels, maxVoxels, l1: total / n };
}

function countAbove(
  threshold: number,
  levels: ArrayLike<number>,
  counts: ArrayLike<number>,
): [above: number, atLeast: number] {
  let above = 0;
  let atLeast = 0;
  for (let i = 0; i < levels.length; i++) {
    if (levels[i] > threshold) above += counts[i];
    if (levels[i] >= threshold) atLeast += counts[i];
  }
  return [above, atLeast];
}

/**
 * The Dice-optimal segmentations of the marginal votes / raters, in one pass. Votes are compared with t by integers, so
 * ties are exact: k / R > Σ_S k / (R |S| + Σ k) if and only if k (R |S| + Σ k) > R Σ_S k.
 *
 * @example
 * import { diceOptimumOfVotes } from "softdice";
 *
 * diceOptimumOfVotes(Uint8Array.of(1, 2, 5, 3), 5).threshold; // 0.38461538461538464, that is 5/13
 *
 * @param votes of N voxels, each in 0 … raters: how many raters marked it
 * @param raters at most 255
 * @returns with the threshold k / R where the votes k tie
 * @throws SoftdiceError for an empty array and for more votes than raters
 */
export function diceOptimumOfVotes(votes: Numbers, raters: number): DiceOptimum {
  checkNumber("raters", raters, (r) => Number.isInteger(r) && r >= 1 && r <= 255, "an integer from 1 to 255");
  const counts = countVotes(votes instanceof Uint8Array ? votes : wholeVotes(votes, raters), raters);
  const n = votes.length;
  const total = counts.reduce((sum, count, k) => sum + k * count, 0);
  if (total === 0) return { supDice: 0, threshold: 0, minVoxels: 0, maxVoxels: n, l1: 0 };
  let voxels = 0;
  let inside = 0;
  let k = raters;
  while (k > 0 && k * (raters * voxels + total) > raters * inside) {
    voxels += counts[k];
    inside += k * counts[k];
    k -= 1;
  }
  const t = inside / (raters * voxels + total);
  const tied = k * (raters * voxels + total) === raters * inside;
  return {
    supDice: 2 * t,
    threshold: tied ? k / raters : t,
    minVoxels: voxels,
    maxVoxels: tied ? voxels + counts[k] : voxels,
    l1: total / (raters * n),
  };
}

/** Voxels with 0, 1, … raters votes. */
/** @throws SoftdiceError for what is no number of raters */
function wholeVotes(votes: Numbers, raters: number): Uint8Array {
  checkNotEmpty("votes", votes);
  return Uint8Array.from(votes, (vote, i) => {
    const isVote = Number.isInteger(vote) && vote >= 0 && vote <= raters;
    if (!isVote) checkNumber(`votes[${i}]`, vote, () => false, `an integer from 0 to the ${raters} raters`);
    return vote;
  });
}

function countVotes(votes: Uint8Array, raters: number): Float64Array {
  // Four rows of counters, so that runs of one value do not wait for each other.
  const counters = new Uint32Array(4 * 256);
  for (let i = 0; i < votes.length; i++) counters[((i & 3) << 8) | votes[i]] += 1;
  const counts = Float64Array.from(
    { length: 256 },
    (_, k) => counters[k] + counters[256 + k] + counters[512 + k] + counters[768 + k],
  );
  const most = counts.findLastIndex((count) => count > 0);
  if (!(most >= 0 && most <= raters)) {
    const index = votes.indexOf(most);
    throw new SoftdiceError({
      subject: most < 0 ? "votes" : `votes[${index}]`,
      problem: most < 0 ? "has no values" : `is ${most}`,
      expected: most < 0 ? "at least one voxel" : `at most the ${raters} raters`,
      remedy: "pass the number of raters who marked each voxel",
    });
  }
  return counts;
}
