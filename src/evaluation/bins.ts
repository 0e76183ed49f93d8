import type { MapQuality } from "../core/mapQuality.ts";
import { histogramOf } from "../kernels/histogram.ts";
import type { Bins } from "../kernels/histogramContract.ts";
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
export interface ProbabilityBins extends Bins {
  /** The largest value of each block of core/blocks.ts. */
  readonly blockHighs: Float64Array;
  /** The largest value, and the share Σ p (1 − p) / Σ p of the expected foreground that is undecided. */
  readonly quality: MapQuality;
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
  const { bins, blockHighs, spread } = histogramOf(values, { width: BINS, closed: "above", steps: 1 });
  const quality = {
    max: bins.highs.reduce((a, b) => Math.max(a, b)),
    undecided: spread / bins.sums.reduce((a, b) => a + b),
  };
  return { ...bins, blockHighs, quality, marked: markedBins(values, map, votes) };
}

/** For each observer, the voxels of each bin that the observer marked. */
function markedBins(values: Float32Array | Float64Array, map: VoteMap, votes: VotePatterns): Float64Array[] {
  const marked = Array.from(votes.volumes, () => new Float64Array(BINS + 1));
  const voters = Array.from(votes.counts, (_, p) => marked.filter((__, k) => votes.table.has(p, k)));
  map.forEachMarked((i, pattern) => {
    const b = binOf(values[i]);
    for (const row of voters[pattern]) row[b] += 1;
  });
  return marked;
}
