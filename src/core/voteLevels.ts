import { askForMemory } from "./budget.ts";
import type { Numbers } from "./check.ts";

/** The most observers that a map of fractions is recognised as the votes of, and so the most levels but one. */
const MOST_RATERS = 64;

/** Relative precision of float32, and of integers scaled by a float32 slope. */
export const float32Precision: number = 2 ** -23;

/** Relative precision of float64, with a rounding or two. */
const float64Precision = 2 ** -51;

/** Relative precision of float16, stored as such. */
export const float16Precision: number = 2 ** -11;

/** A map of the votes of R observers, level by level. */
export interface VoteLevels {
  /** R, at most 64: the smallest number that all levels are multiples of 1/R for. */
  readonly raters: number;
  /** The values as stored, in order of appearance. */
  readonly values: readonly number[];
  /** k of each level: k/R is what its value stands for. */
  readonly votes: readonly number[];
  /** Voxels of each level. */
  readonly counts: readonly number[];
}

/**
 * Reads a map as the votes of R observers, if it has at most 65 levels and each of them is k/R, for one R ≤ 64, within the
 * precision in which it was stored. Rounded in storage, 1/3 lies above the threshold 1/3, and voxels that tie seem not to.
 *
 * @param m N values in [0, 1]
 * @param precision relative error of a stored value; that of the array's type if left out
 */
export function voteLevels(
  m: Numbers,
  precision: number = m instanceof Float32Array ? float32Precision : float64Precision,
): VoteLevels | undefined {
  const levels = m instanceof Float32Array ? levelsOfFloat32(m) : levelsOf(m);
  if (levels === undefined) return undefined;
  const { values, counts } = levels;
  const slack = precision * (1 + 1e-9);
  for (let raters = 1; raters <= MOST_RATERS; raters++) {
    const votes = values.map((value) => Math.round(value * raters));
    const fits = values.every(
      (value, n) => votes[n] <= raters && Math.abs(value - votes[n] / raters) <= (slack * votes[n]) / raters,
    );
    if (fits) return { raters, values, votes, counts };
  }
  return undefined;
}

type Levels = Pick<VoteLevels, "values" | "counts">;

/** The levels of a map with at most 65 of them. */
function levelsOf(m: Numbers): Levels | undefined {
  const indexOf = new Map<number, number>();
  const counts: number[] = [];
  let [last, index] = [Number.NaN, -1];
  for (let i = 0; i < m.length; i++) {
    if (m[i] !== last) {
      last = m[i];
      const found = indexOf.get(last);
      if (found === undefined && counts.length > MOST_RATERS) return undefined;
      index = found ?? counts.push(0) - 1;
      if (found === undefined) indexOf.set(last, index);
    }
    counts[index] += 1;
  }
  return { values: [...indexOf.keys()], counts };
}

/** {@link levelsOf}, with a table of 256 places that the bits of a value are scattered into. */
function levelsOfFloat32(m: Float32Array): Levels | undefined {
  const bits = new Uint32Array(m.buffer, m.byteOffset, m.length);
  const keys = new Uint32Array(256);
  const counts = new Float64Array(256); // 0: a free place
  const places: number[] = [];
  for (let i = 0; i < bits.length; i++) {
    const key = bits[i];
    let place = Math.imul(key, 0x9e3779b1) >>> 24;
    while (counts[place] > 0 && keys[place] !== key) place = (place + 1) & 255;
    if (counts[place] === 0) {
      if (places.length > MOST_RATERS) return undefined;
      keys[place] = key;
      places.push(place);
    }
    counts[place] += 1;
  }
  const values = new Float32Array(keys.buffer);
  return { values: places.map((place) => values[place]), counts: places.map((place) => counts[place]) };
}

/**
 * The map with k/R in float64 in the place of each stored value, where it is one of {@link voteLevels} and storage changed
 * any of them; undefined elsewhere.
 *
 * @param m N values in [0, 1]
 * @throws SoftdiceError where memory does not suffice
 */
export function exactFractions(m: Numbers, precision?: number): Float64Array | undefined {
  const levels = voteLevels(m, precision);
  if (levels === undefined) return undefined;
  const exact = new Map(levels.values.map((value, n) => [value, levels.votes[n] / levels.raters]));
  if (levels.values.every((value) => exact.get(value) === value)) return undefined;
  askForMemory("the map", 8 * m.length);
  const out = new Float64Array(m.length);
  let [last, fraction] = [0, exact.get(0) ?? 0];
  for (let i = 0; i < m.length; i++) {
    if (m[i] !== last) {
      last = m[i];
      fraction = exact.get(last) ?? last;
    }
    out[i] = fraction;
  }
  return out;
}
