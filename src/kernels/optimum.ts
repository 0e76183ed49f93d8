import { checkProbabilities, type Numbers } from "../core/check.ts";
import { diceOptimum as readableOptimum, type DiceOptimum, optimumOfVoteLevels } from "../core/optimum.ts";
import { voteLevels } from "../core/voteLevels.ts";
import { MAX_BUCKETS, type Band, type Scan, type Scanner } from "./contract.ts";
import { fastestScanner } from "./scanner.ts";
import { unitsAbove, unitsBetween } from "./unitsInLastPlace.ts";

type Map = Float32Array | Float64Array;

/** Runs of neighbouring voxels from which the threshold is estimated before the whole map is read. */
const RUNS = 4096;

/** Voxels of a run: memory is read in lines of 64 bytes, so a run costs hardly more time than a voxel. */
const RUN = 16;

/** Values nearer to t than this, relatively, are left to the readable version; it decides on ties within 2^-40. */
const DOUBT: number = 2 ** -38;

/**
 * The Dice-optimal segmentations of a marginal, as `diceOptimum` of ../core/optimum.ts and with the same segmentation
 * in every case, in one pass over most maps and without a copy.
 *
 * A sample gives an estimate of t. One pass sums what lies above a band around it and sorts what lies inside by value.
 * With t(S) = Σ_S m / (|S| + Σ m) and S = {m > high}, the values of the band join S from above as long as they exceed
 * t(S), which grows with each of them; where the next does not, t is found. If t proves to lie outside the band, the
 * pass has still made a step of Dinkelbach's iteration, and the next band lies around its result. A float64 map whose
 * values crowd around t needs a second pass over the bucket that t falls in. Where a value lies so close to t that the
 * rounding of sums could decide, the readable version decides.
 *
 * @example
 * import { diceOptimum } from "softdice";
 *
 * const { supDice, threshold, minVoxels } = diceOptimum([0.2, 0.4, 1, 0.6]);
 * supDice; // 0.7692307692307693, that is 10/13
 * threshold; // 0.38461538461538464, half of it
 * minVoxels; // 3
 *
 * @param m marginal of N voxels, each in [0, 1]; kinds other than Float32Array and Float64Array go to the readable version
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function diceOptimum(m: Numbers): DiceOptimum {
  if (!(m instanceof Float32Array || m instanceof Float64Array) || m.length === 0) return readableOptimum(m);
  return optimumOfMap(m);
}

/**
 * {@link diceOptimum} of a map that is not empty, with a given scan.
 *
 * @param name of the map, for errors
 */
export function optimumOfMap(m: Map, name: string = "m", scanner: Scanner = fastestScanner()): DiceOptimum {
  const levels = voteLevels(m);
  if (levels !== undefined) return optimumOfVoteLevels(levels);
  const first = estimate(m, scanner);
  let band = bandAround(m, first.t, first.distance);
  for (;;) {
    const scan = scanner(m, band);
    if (!scan.valid) checkProbabilities(name, m);
    if (scan.total === 0) return { supDice: 0, threshold: 0, minVoxels: 0, maxVoxels: m.length, l1: 0 };
    const { t, voxels, bucket } = climb(m, band, scan);
    if (bucket !== undefined) {
      band = bucket;
    } else if (t < band.low || t >= band.high) {
      band = bandAround(m, t, t / 16);
    } else if (isInDoubt(m, band, scan, t)) {
      return readableOptimum(m);
    } else {
      return {
        supDice: 2 * t,
        threshold: t,
        minVoxels: voxels,
        maxVoxels: voxels,
        l1: scan.total / m.length,
      };
    }
  }
}

interface Climb {
  readonly t: number;
  /** |S|. */
  readonly voxels: number;
  /** The band of the bucket that holds both t and values, where one does. */
  readonly bucket?: Band;
}

/** Takes the values of the band into S = {m > high}, from above, while they exceed t(S). */
function climb(m: Map, { low, shift }: Band, { total, aboveSum, aboveCount, counts, sums }: Scan): Climb {
  let voxels = aboveCount;
  let inside = aboveSum;
  let t = inside / (voxels + total);
  for (let b = counts.length - 1; b >= 0; b--) {
    const count = counts[b];
    if (count === 0) continue;
    const upper = unitsAbove(m, low, (b + 1) * 2 ** shift);
    if (upper <= t) break;
    if (sums.length === 0) {
      inside += count * upper; // float32: a bucket holds one value
    } else {
      const lower = unitsAbove(m, low, b * 2 ** shift);
      if (lower < t && shift > 0) return { t, voxels, bucket: sortable(m, lower, upper) };
      inside += count * lower + sums[b];
    }
    voxels += count;
    t = inside / (voxels + total);
  }
  return { t, voxels };
}

/** Whether a value may lie within {@link DOUBT} of t, low ≤ t < high. */
function isInDoubt(m: Map, { low, high, shift }: Band, { counts }: Scan, t: number): boolean {
  const [from, to] = [t * (1 - DOUBT), t * (1 + DOUBT)];
  if (from <= low || to >= high) return true;
  const first = Math.floor((unitsBetween(m, low, from) - 1) / 2 ** shift);
  const last = Math.ceil(unitsBetween(m, low, to) / 2 ** shift);
  for (let b = Math.max(0, first); b <= Math.min(last, counts.length - 1); b++) {
    if (counts[b] > 0 && (shift > 0 || Math.abs(unitsAbove(m, low, b + 1) - t) <= t * DOUBT)) return true;
  }
  return false;
}

/** The band t ± distance, or as much of it as a float32 map's buckets can hold. */
function bandAround(m: Map, t: number, distance: number): Band {
  const centre = m instanceof Float32Array ? Math.fround(t) : t;
  const reach = Math.max(distance, t * 2 ** -18);
  const most = m instanceof Float32Array ? MAX_BUCKETS / 2 : Infinity;
  const below = Math.min(most, Math.max(1, unitsBetween(m, Math.max(0, t - reach), centre)));
  const above = Math.min(most, Math.max(1, unitsBetween(m, centre, t + reach)));
  return sortable(m, centre > 0 ? unitsAbove(m, centre, -below) : 0, unitsAbove(m, centre, above));
}

/** (low, high] in as many buckets as there are. */
function sortable(m: Map, low: number, high: number): Band {
  return { low, high, shift: Math.max(0, Math.ceil(Math.log2(unitsBetween(m, low, high) / MAX_BUCKETS))) };
}

/**
 * t of a sample of voxels, and how far from it that of the map may be: three standard errors. t is the root of
 * Σ (m − t)₊ − t m = 0, so errors of that sum are divided by its slope, |S| + Σ m. Runs are taken as independent, the
 * voxels of a run are not.
 */
function estimate(m: Map, scan: Scanner): { t: number; distance: number } {
  const sample = sampleOf(m);
  let t = 0;
  let slope = 0;
  for (;;) {
    const { total, aboveSum, aboveCount } = scan(sample, { low: t, high: t, shift: 0 });
    slope = aboveCount + total;
    const next = m instanceof Float32Array ? Math.fround(aboveSum / slope) : aboveSum / slope;
    if (!(next > t && next <= 1)) break;
    t = next;
  }
  if (sample === m || !(slope > 0)) return { t, distance: 0 }; // but for rounding
  let squares = 0;
  for (let start = 0; start < sample.length; start += RUN) {
    let residual = 0;
    for (let i = start; i < start + RUN; i++) residual += Math.max(sample[i] - t, 0) - t * sample[i];
    squares += residual * residual;
  }
  return { t, distance: Math.max((3 * Math.sqrt(squares)) / slope, t / 2048) };
}

/** {@link RUNS}, spread evenly with a jitter that no row length is in step with; a map not much larger is its own sample. */
function sampleOf(m: Map): Map {
  if (m.length <= 2 * RUNS * RUN) return m;
  const sample = m instanceof Float32Array ? new Float32Array(RUNS * RUN) : new Float64Array(RUNS * RUN);
  const stride = Math.floor(m.length / RUN) / RUNS; // in runs, so that each begins where a line may
  let jitter = 0; // in 2^-32 strides: multiples of the golden section
  for (let run = 0; run < RUNS; run++) {
    const from = Math.floor((run + jitter * 2 ** -32) * stride) * RUN;
    for (let i = 0; i < RUN; i++) sample[run * RUN + i] = m[from + i];
    jitter = (jitter + 0x9e3779b9) >>> 0;
  }
  return sample;
}
