import { everyBlockFrom } from "../core/blocks.ts";
import { histogramOf } from "../kernels/histogram.ts";
import type { Histogram, HistogramOptions } from "../kernels/histogramContract.ts";
import type { MarginalMap } from "./loss.ts";

/** A map as the voxels of each of its values, or of each bin of values where it has too many. */
export interface Levels {
  /** Mean value of each level or bin, increasing. */
  readonly values: Float64Array;
  /** Smallest value of each bin; the same array as `values` where levels are exact. */
  readonly lows: Float64Array;
  /** Largest value of each bin; the same array as `values` where levels are exact. */
  readonly highs: Float64Array;
  /** Voxels of each, positive. */
  readonly counts: Float64Array;
  /** N. */
  readonly voxels: number;
  /** The largest value of each block of the map, where it is known. */
  readonly blockHighs?: Float64Array;
  /** Whether every voxel has exactly the value of its level. */
  readonly isExact: boolean;
}

/** Bins of maps of many values, and the number of voxels up to which values are sorted instead. */
export const MOST_LEVELS: number = 2 ** 16;

/** How a histogram is taken of a map of so many voxels that {@link levelsOf} can begin with. */
export function levelBins(voxels: number): Pick<HistogramOptions, "width" | "closed"> {
  return { width: voxels <= MOST_LEVELS ? 1 : MOST_LEVELS, closed: "below" };
}

/**
 * The levels of a map in one pass: every value by itself where there are at most {@link MOST_LEVELS} voxels or the values
 * are further apart than 2^-16, as counts of observers are; bins of width 2^-16 otherwise, 0 and 1 by themselves.
 *
 * @param histogram of {@link levelBins}, where it is known
 */
export function levelsOf(m: MarginalMap, histogram?: Histogram): Levels {
  if (m.length <= MOST_LEVELS) return sortedLevels(m.slice().sort());
  return binnedLevels(histogram ?? histogramOf(m, { ...levelBins(m.length), steps: 1 }), m.length);
}

/** The levels of values in increasing order. */
export function sortedLevels(sorted: MarginalMap): Levels {
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) counts[counts.length - 1] += 1;
    else {
      values.push(sorted[i]);
      counts.push(1);
    }
  }
  const exact = Float64Array.from(values);
  return {
    values: exact,
    lows: exact,
    highs: exact,
    counts: Float64Array.from(counts),
    voxels: sorted.length,
    isExact: true,
  };
}

/**
 * The same levels with every value of some bins by itself.
 *
 * @param m the map that the levels are of
 * @param isRefined which bins, one flag a level
 */
export function refineLevels(m: MarginalMap, levels: Levels, isRefined: (level: number) => boolean): Levels {
  const wanted = new Uint8Array(MOST_LEVELS + 2);
  const kept: number[] = [];
  levels.lows.forEach((low, k) => {
    if (isRefined(k)) wanted[binOf(low)] = 1;
    else kept.push(k);
  });
  const found: number[] = [];
  const least = (wanted.indexOf(1) - 1) / MOST_LEVELS;
  everyBlockFrom(m.length, levels.blockHighs, least, (from, to) =>
    pickBlock(m, from, to, wanted, least, found),
  );
  const refined = sortedLevels(Float64Array.from(found).sort());
  // Levels that are kept by their numbers, refined ones by −1 less theirs, in the order of their values.
  const order: number[] = [];
  let next = 0;
  for (const k of kept) {
    for (; next < refined.values.length && refined.values[next] < levels.values[k]; next++)
      order.push(-1 - next);
    order.push(k);
  }
  for (; next < refined.values.length; next++) order.push(-1 - next);
  const merged = (key: "values" | "lows" | "highs" | "counts"): Float64Array =>
    merge(order, levels[key], refined[key]);
  return {
    values: merged("values"),
    lows: merged("lows"),
    highs: merged("highs"),
    counts: merged("counts"),
    voxels: levels.voxels,
    isExact: kept.every((k) => levels.lows[k] === levels.highs[k]),
  };
}

function merge(order: readonly number[], kept: Float64Array, refined: Float64Array): Float64Array {
  const out = new Float64Array(order.length);
  for (let n = 0; n < out.length; n++) {
    const k = order[n];
    out[n] = k >= 0 ? kept[k] : refined[-1 - k];
  }
  return out;
}

/** Adds those of some values to `found` whose bin is wanted; all of these are at least `least`. */
function pickBlock(
  m: MarginalMap,
  from: number,
  to: number,
  wanted: Uint8Array,
  least: number,
  found: number[],
): void {
  for (let i = from; i < to; i++) if (m[i] >= least && wanted[binOf(m[i])] === 1) found.push(m[i]);
}

/** Bin 0 holds the zeros, bin b > 0 the values from (b − 1) / 2^16 to the next. */
function binOf(value: number): number {
  return value === 0 ? 0 : 1 + Math.floor(value * MOST_LEVELS);
}

function binnedLevels({ bins, blockHighs }: Histogram, voxels: number): Levels {
  const filled: number[] = [];
  bins.counts.forEach((count, b) => {
    if (count > 0) filled.push(b);
  });
  const [counts, sums, lows, highs] = [bins.counts, bins.sums, bins.lows, bins.highs].map((figures) =>
    pick(filled, figures),
  );
  const isExact = lows.every((low, k) => low === highs[k]);
  const values = sums.map((sum, k) => (lows[k] === highs[k] ? lows[k] : sum / counts[k]));
  return isExact
    ? { counts, voxels, blockHighs, values: lows, lows, highs: lows, isExact }
    : { counts, voxels, blockHighs, values, lows, highs, isExact };
}

function pick(places: readonly number[], figures: Float64Array): Float64Array {
  const out = new Float64Array(places.length);
  for (let n = 0; n < out.length; n++) out[n] = figures[places[n]];
  return out;
}
