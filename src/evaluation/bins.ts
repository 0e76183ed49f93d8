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

/** Four figures a bin, and Σ p (1 − p). Sums are kept in arrays: in loops as long as this, variables are slower. */
function valueBins(values: Float32Array | Float64Array): { bins: Float64Array; undecided: number } {
  const bins = new Float64Array(4 * (BINS + 1));
  for (let b = 0; b <= BINS; b++) bins[4 * b + LOW] = 1;
  const spread = new Float64Array(1);
  const bulk = 1 / BINS;
  for (let i = 0; i < values.length; i++) {
    const p = values[i];
    if (p > 0) {
      const at = 4 * (p > bulk ? binOf(p) : 1);
      bins[at + COUNT] += 1;
      bins[at + SUM] += p;
      if (p < bins[at + LOW]) bins[at + LOW] = p;
      if (p > bins[at + HIGH]) bins[at + HIGH] = p;
      spread[0] += p * (1 - p);
    }
  }
  const others = bins.reduce((sum, value, n) => (n % 4 === COUNT ? sum + value : sum), 0);
  bins[COUNT] = values.length - others;
  if (bins[COUNT] > 0) bins[LOW] = 0;
  return { bins, undecided: spread[0] };
}

/** For each observer, the voxels of each bin that the observer marked. */
function markedBins(values: Float32Array | Float64Array, map: VoteMap, votes: VotePatterns): Float64Array[] {
  const marked = Array.from(votes.volumes, () => new Float64Array(BINS + 1));
  const voters = Array.from(votes.counts, (_, p) => marked.filter((__, k) => votes.table.has(p, k)));
  const patterns = map.union();
  for (let i = 0; i < values.length; i++) {
    const pattern = patterns[i];
    if (pattern === 0) continue;
    const b = binOf(values[i]);
    const rows = voters[pattern];
    for (let k = 0; k < rows.length; k++) rows[k][b] += 1;
  }
  return marked;
}
