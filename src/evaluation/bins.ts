import type { VotePatterns } from "../raters/patterns.ts";
import type { VoteMap } from "../raters/voteMap.ts";

/** Thresholds of curves: 0, 1/1000, …, 1. */
export const CURVE_STEPS = 1000;

/** Bins of a step of a curve. */
const BINS_A_STEP = 64;

const BINS = CURVE_STEPS * BINS_A_STEP;

/**
 * Voxels of a probability map p by value and observer. Bin 0 holds the voxels of p = 0, bin b those of
 * (b − 1)/64000 < p ≤ b/64000, so that {p > k/1000} is made of whole bins.
 */
export interface ProbabilityBins {
  /** Voxels of each bin. */
  readonly counts: Float64Array;
  /** Σ p of each bin. */
  readonly sums: Float64Array;
  /** The least and the largest p of each bin; 1 and 0 where it is empty. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** For each of the R observers, the voxels of each bin that the observer marked. */
  readonly marked: readonly Float64Array[];
}

/** The bin of a value in [0, 1]. */
export function binOf(value: number): number {
  return Math.ceil(value * BINS);
}

/** The first bin of {p > k/1000}. */
export function firstBinAbove(k: number): number {
  return k * BINS_A_STEP + 1;
}

/** @param values N values in [0, 1] */
export function probabilityBins(
  values: Float32Array | Float64Array,
  map: VoteMap,
  votes: VotePatterns,
): ProbabilityBins {
  const counts = new Float64Array(BINS + 1);
  const sums = new Float64Array(BINS + 1);
  const lows = new Float64Array(BINS + 1).fill(1);
  const highs = new Float64Array(BINS + 1);
  const marked = Array.from(votes.volumes, () => new Float64Array(BINS + 1));
  const anyone = map.union();
  const voters = Array.from(votes.counts, (_, p) => marked.filter((__, k) => votes.table.has(p, k)));
  // Bin 1 holds the bulk of most maps; its sums are kept apart from the arrays.
  const bulk = 1 / BINS;
  let [bulkVoxels, bulkSum, bulkLow, bulkHigh, zeros] = [0, 0, 1, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const p = values[i];
    let b = 0;
    if (p > bulk) {
      b = binOf(p);
      counts[b] += 1;
      sums[b] += p;
      if (p < lows[b]) lows[b] = p;
      if (p > highs[b]) highs[b] = p;
    } else if (p > 0) {
      b = 1;
      bulkVoxels += 1;
      bulkSum += p;
      if (p < bulkLow) bulkLow = p;
      if (p > bulkHigh) bulkHigh = p;
    } else {
      zeros += 1;
    }
    if (anyone[i] === 0) continue;
    for (const row of voters[map.patternAt(i)]) row[b] += 1;
  }
  [counts[0], lows[0]] = [zeros, zeros > 0 ? 0 : 1];
  [counts[1], sums[1], lows[1], highs[1]] = [bulkVoxels, bulkSum, bulkLow, bulkHigh];
  return { counts, sums, lows, highs, marked };
}
