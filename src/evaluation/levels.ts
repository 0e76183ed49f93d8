import { everyBlockFrom } from "../core/blocks.ts";
import type { VotePatterns } from "../raters/patterns.ts";
import type { VoteMap } from "../raters/voteMap.ts";
import { binOf, type ProbabilityBins } from "./bins.ts";

/** Voxels of neighbouring values of a map, of one value where their bin was opened. */
export interface Level {
  /** The least and the largest value. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Σ p. */
  readonly sum: number;
  /** For each observer, how many of the voxels the observer marked. */
  readonly marked: ArrayLike<number>;
}

/**
 * All voxels of a map with p > 0 in levels, the largest values first: a level a bin, and a level a value in bins that are
 * open.
 *
 * @param isOpen 1 for bins to take apart, parallel to the bins
 */
export function levelsOf(
  values: Float32Array | Float64Array,
  bins: ProbabilityBins,
  map: VoteMap,
  votes: VotePatterns,
  isOpen: Uint8Array,
): Level[] {
  const opened = isOpen.includes(1) ? distinctValues(values, bins, isOpen, map, votes) : [];
  const levels: Level[] = [];
  let next = 0;
  for (let b = bins.counts.length - 1; b > 0; b--) {
    const count = bins.counts[b];
    if (count === 0) continue;
    if (isOpen[b] === 1) {
      for (; next < opened.length && binOf(opened[next].high) === b; next++) levels.push(opened[next]);
    } else {
      const marked = bins.marked.map((of) => of[b]);
      levels.push({ low: bins.lows[b], high: bins.highs[b], count, sum: bins.sums[b], marked });
    }
  }
  return levels;
}

/** The different values of the open bins, the largest first. */
function distinctValues(
  values: Float32Array | Float64Array,
  { blockHighs }: ProbabilityBins,
  isOpen: Uint8Array,
  map: VoteMap,
  votes: VotePatterns,
): Level[] {
  const voxels: number[] = [];
  const below = (isOpen.indexOf(1) - 1) / (isOpen.length - 1);
  everyBlockFrom(values.length, blockHighs, below, (from, to) =>
    pickBlock(values, from, to, isOpen, below, voxels),
  );
  const found = voxels.map((i) => values[i]);
  const distinct = Float64Array.from(new Set(found)).sort().reverse();
  const numberOf = new Map(Array.from(distinct, (value, n) => [value, n]));
  const counts = new Float64Array(distinct.length);
  const marked = Array.from(votes.volumes, () => new Float64Array(distinct.length));
  const voters = Array.from(votes.counts, (_, p) => marked.filter((__, k) => votes.table.has(p, k)));
  for (let n = 0; n < found.length; n++) {
    const level = numberOf.get(found[n]) ?? 0;
    counts[level] += 1;
    for (const row of voters[map.patternAt(voxels[n])]) row[level] += 1;
  }
  return Array.from(distinct, (value, n) => ({
    low: value,
    high: value,
    count: counts[n],
    sum: counts[n] * value,
    marked: marked.map((row) => row[n]),
  }));
}

/** Adds the voxels of some values to `voxels` whose bin is open; all of these are at least `below`. */
function pickBlock(
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  isOpen: Uint8Array,
  below: number,
  voxels: number[],
): void {
  for (let i = from; i < to; i++) if (values[i] >= below && isOpen[binOf(values[i])] === 1) voxels.push(i);
}
