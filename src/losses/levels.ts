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
  const parts: { readonly from: Levels; readonly k: number }[] = [];
  let next = 0;
  for (const k of kept) {
    for (; next < refined.values.length && refined.values[next] < levels.values[k]; next++)
      parts.push({ from: refined, k: next });
    parts.push({ from: levels, k });
  }
  for (; next < refined.values.length; next++) parts.push({ from: refined, k: next });
  const pick = (key: "values" | "lows" | "highs" | "counts"): Float64Array =>
    Float64Array.from(parts, ({ from, k }) => from[key][k]);
  return {
    values: pick("values"),
    lows: pick("lows"),
    highs: pick("highs"),
    counts: pick("counts"),
    voxels: levels.voxels,
    isExact: kept.every((k) => levels.lows[k] === levels.highs[k]),
  };
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
  const { counts, sums, lows, highs } = bins;
  const filled = [...counts.keys()].filter((b) => counts[b] > 0);
  const pick = (of: (b: number) => number): Float64Array => Float64Array.from(filled, of);
  const shared = { counts: pick((b) => counts[b]), voxels, blockHighs };
  if (filled.every((b) => lows[b] === highs[b])) {
    const exact = pick((b) => lows[b]);
    return { ...shared, values: exact, lows: exact, highs: exact, isExact: true };
  }
  return {
    ...shared,
    values: pick((b) => (lows[b] === highs[b] ? lows[b] : sums[b] / counts[b])),
    lows: pick((b) => lows[b]),
    highs: pick((b) => highs[b]),
    isExact: false,
  };
}
