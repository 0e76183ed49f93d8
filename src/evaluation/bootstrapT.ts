import { checkNumber } from "../core/check.ts";
import { Random } from "../core/random.ts";

/** The mean over cases with an interval that holds the expected one with probability `level`. */
export interface MeanWithInterval {
  readonly mean: number;
  /** NaN where no interval is stated: for fewer than {@link FEWEST_CASES} cases. */
  readonly lower: number;
  readonly upper: number;
  /** Cases in which the figure exists. */
  readonly cases: number;
}

/** Below this many cases no interval is stated. */
export const FEWEST_CASES = 6;

/** Probability with which an interval holds the expected mean. */
export const INTERVAL_LEVEL = 0.95;

const SAMPLES = 1999;

/**
 * The mean of independent cases with its bootstrap-t interval (Efron & Tibshirani, "An introduction to the bootstrap", 1993,
 * section 12.5): each resample gives t* = (x̄* − x̄) / se*, and the interval is [x̄ − t*₀.₉₇₅ se, x̄ − t*₀.₀₂₅ se]. Unlike
 * the percentile interval, which holds in 82 to 86 % with six cases, it keeps its level within five points from six cases on
 * where they are spread normally, skewed (log-normal) or with heavy tails: `bench/coverage.ts` simulates it. Where one case
 * in ten fails altogether no interval over few cases holds; this one does in 84 to 90 %.
 *
 * @param values a figure a case; NaN, which does not exist, is left out
 * @param range in which the figure lies: what of the interval lies outside is cut off, which leaves its level as it is
 * @throws SoftdiceError for infinite values
 */
export function bootstrapMean(
  values: readonly number[],
  seed: number = 1,
  [least, most]: readonly [least: number, most: number] = [-Infinity, Infinity],
): MeanWithInterval {
  const x = values.filter((value) => !Number.isNaN(value));
  x.forEach((value, n) => checkNumber(`values[${n}]`, value, Number.isFinite, "a finite number"));
  const cases = x.length;
  const mean = x.reduce((a, b) => a + b, 0) / cases;
  if (cases < FEWEST_CASES) return { mean, lower: Number.NaN, upper: Number.NaN, cases };
  const error = standardError(x, mean);
  if (error === 0) return { mean, lower: mean, upper: mean, cases };
  const draw = new Float64Array(cases);
  const ratios = Float64Array.from({ length: SAMPLES }, (_, sample) => {
    const random = new Random(seed, STREAM, sample);
    for (let n = 0; n < cases; n++) draw[n] = x[random.integer(cases)];
    const drawn = draw.reduce((a, b) => a + b, 0) / cases;
    const spread = standardError(draw, drawn);
    return spread > 0 ? (drawn - mean) / spread : Math.sign(drawn - mean) * Infinity || 0;
  }).sort();
  const rank = Math.floor(((SAMPLES + 1) * (1 - INTERVAL_LEVEL)) / 2);
  return {
    mean,
    lower: Math.max(least, mean - ratios[SAMPLES - rank] * error),
    upper: Math.min(most, mean - ratios[rank - 1] * error),
    cases,
  };
}

/** The first word of the path of the random streams that this file draws from. */
const STREAM = 0x65766c74;

function standardError(x: ArrayLike<number>, mean: number): number {
  let squares = 0;
  for (let n = 0; n < x.length; n++) squares += (x[n] - mean) ** 2;
  return Math.sqrt(squares / (x.length - 1) / x.length);
}
