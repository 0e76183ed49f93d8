import { Random } from "../../core/random.ts";
import { quantile } from "../../core/spread.ts";

/** An intraclass correlation with its interval. */
export interface Correlation {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** How much of the variation of a figure lies between patients rather than observers. */
export interface IntraclassCorrelation {
  /** ICC(2,1): absolute agreement of a single observer. */
  readonly single: Correlation;
  /** ICC(2,k): absolute agreement of the mean of the k observers. */
  readonly average: Correlation;
  /** Probability with which the intervals hold, for normal effects. */
  readonly level: number;
  readonly patients: number;
  readonly observers: number;
}

/**
 * ICC(2,1) and ICC(2,k) of n patients by k observers: two-way random effects, absolute agreement (Shrout & Fleiss,
 * Psychological Bulletin 86, 1979). With the mean squares of patients (B), observers (J) and residuals (E),
 *
 *     ICC(2,1) = (B − E) / (B + (k − 1) E + k (J − E) / n),     ICC(2,k) = (B − E) / (B + (J − E) / n)
 *
 * The intervals are generalised confidence intervals (Tian & Cappelleri, Journal of Biopharmaceutical Statistics 14, 2004):
 * each sum of squares over a χ² deviate with its degrees of freedom stands for an expected mean square, variances below 0
 * are 0, and the quantiles of the correlations so drawn are the bounds. They hold as often as they say, also with few
 * observers (`npm run bench:observers`), where the intervals of 1979 do not.
 *
 * @param rows n arrays of k values, complete
 * @param options.level probability of the intervals; 0.95
 * @param options.seed of the draws; 1
 * @returns undefined for fewer than two patients or observers, and where nothing varies
 */
export function intraclassCorrelation(
  rows: readonly (readonly number[])[],
  { level = 0.95, seed = 1 }: { readonly level?: number; readonly seed?: number } = {},
): IntraclassCorrelation | undefined {
  const n = rows.length;
  const k = rows[0]?.length ?? 0;
  if (n < 2 || k < 2) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const grand = mean(rows.flat());
  const ofPatients = rows.map(mean);
  const ofObservers = rows[0].map((_, j) => mean(rows.map((row) => row[j])));
  const squares = (values: readonly number[], around: number): number =>
    values.reduce((sum, value) => sum + (value - around) ** 2, 0);
  const between = (k * squares(ofPatients, grand)) / (n - 1);
  const judges = (n * squares(ofObservers, grand)) / (k - 1);
  const residual =
    rows.reduce(
      (sum, row, i) =>
        sum + row.reduce((s, value, j) => s + (value - ofPatients[i] - ofObservers[j] + grand) ** 2, 0),
      0,
    ) /
    ((n - 1) * (k - 1));
  if (!(between > 0) && !(judges > 0) && !(residual > 0)) return undefined;

  const single = (between - residual) / (between + (k - 1) * residual + (k * (judges - residual)) / n);
  const average = (between - residual) / (between + (judges - residual) / n);
  const drawn = Array.from({ length: DRAWS }, (_, draw) => {
    const random = new Random(seed, ICC_STREAM, draw);
    const b = ((n - 1) * between) / chiSquare(n - 1, random);
    const j = ((k - 1) * judges) / chiSquare(k - 1, random);
    const e = ((n - 1) * (k - 1) * residual) / chiSquare((n - 1) * (k - 1), random);
    const ofPatientsAlone = Math.max(0, (b - e) / k);
    return ofPatientsAlone / (ofPatientsAlone + Math.max(0, (j - e) / n) + e);
  }).sort((x, y) => x - y);
  const lower = quantile(drawn, (1 - level) / 2);
  const upper = quantile(drawn, (1 + level) / 2);
  const ofMean = (one: number): number => (k * one) / (1 + (k - 1) * one);
  return {
    single: { value: single, lower, upper },
    average: { value: average, lower: ofMean(lower), upper: ofMean(upper) },
    level,
    patients: n,
    observers: k,
  };
}

const DRAWS = 20_000;

/** The first word of the path of the random streams that this file draws from. */
const ICC_STREAM = 0x69636300;

/** Degrees of freedom up to which squares of normal deviates are added up. */
const MOST_SUMMED = 50;

/**
 * A χ² deviate: a sum of squares, or for many degrees of freedom the cube of a normal deviate (Wilson & Hilferty,
 * Proceedings of the National Academy of Sciences 17, 1931), which is then right to three digits.
 */
function chiSquare(freedom: number, random: Random): number {
  if (freedom > MOST_SUMMED) {
    const c = 2 / (9 * freedom);
    return freedom * (1 - c + Math.sqrt(c) * random.normal()) ** 3;
  }
  let sum = 0;
  for (let d = 0; d < freedom; d++) sum += random.normal() ** 2;
  return sum;
}
