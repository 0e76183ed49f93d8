import { everyBlock } from "../core/blocks.ts";
import type { MapQuality } from "../core/mapQuality.ts";
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
  const { bins, undecided } = valueBins(values);
  const [counts, sums, lows, highs] = [COUNT, SUM, LOW, HIGH].map((figure) =>
    Float64Array.from({ length: BINS + 1 }, (_, b) => bins[4 * b + figure]),
  );
  const quality = {
    max: highs.reduce((a, b) => Math.max(a, b)),
    undecided: undecided / sums.reduce((a, b) => a + b),
  };
  return { counts, sums, lows, highs, quality, marked: markedBins(values, map, votes) };
}

/** Places of a bin's figures, which stand beside each other in one line of memory. */
const COUNT = 0;
const SUM = 1;
const LOW = 2;
const HIGH = 3;

/** Four figures a bin, and Σ p (1 − p). */
function valueBins(values: Float32Array | Float64Array): { bins: Float64Array; undecided: number } {
  const bins = new Float64Array(4 * (BINS + 1));
  for (let b = 0; b <= BINS; b++) bins[4 * b + LOW] = 1;
  let undecided = 0;
  everyBlock(values.length, (from, to) => {
    undecided = sortBlock(values, from, to, bins, undecided);
  });
  const others = bins.reduce((sum, value, n) => (n % 4 === COUNT ? sum + value : sum), 0);
  bins[COUNT] = values.length - others;
  if (bins[COUNT] > 0) bins[LOW] = 0;
  return { bins, undecided };
}

/**
 * Sorts some values into the bins. Most values of most maps are in bin 1, whose figures stay in variables meanwhile.
 *
 * @param undecided Σ p (1 − p) of the values before
 * @returns that sum with these values
 */
function sortBlock(
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  bins: Float64Array,
  undecided: number,
): number {
  const bulk = 1 / BINS;
  let [count, sum, low, high, spread] = [bins[4], bins[5], bins[6], bins[7], undecided];
  for (let i = from; i < to; i++) {
    const p = values[i];
    if (p > bulk) {
      const at = 4 * binOf(p);
      bins[at + COUNT] += 1;
      bins[at + SUM] += p;
      if (p < bins[at + LOW]) bins[at + LOW] = p;
      if (p > bins[at + HIGH]) bins[at + HIGH] = p;
      spread += p * (1 - p);
    } else if (p > 0) {
      count += 1;
      sum += p;
      if (p < low) low = p;
      if (p > high) high = p;
      spread += p * (1 - p);
    }
  }
  bins.set([count, sum, low, high], 4);
  return spread;
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
