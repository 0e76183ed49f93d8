import { fQuantile } from "../../core/fDistribution.ts";

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
 * and the interval by Satterthwaite's degrees of freedom (ibid.; McGraw & Wong, Psychological Methods 1, 1996, case 2A).
 *
 * @param rows n arrays of k values, complete
 * @returns undefined for fewer than two patients or observers, and where nothing varies
 */
export function intraclassCorrelation(
  rows: readonly (readonly number[])[],
  level: number = 0.95,
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
  const alpha = (1 - level) / 2;
  const a = (k * single) / (n * (1 - single));
  const b = 1 + (k * single * (n - 1)) / (n * (1 - single));
  const freedom =
    (a * judges + b * residual) ** 2 /
    ((a * judges) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1)));
  const noise = k * judges + (k * n - k - n) * residual;
  const isDefined = freedom > 0 && single < 1;
  const fLower = isDefined ? fQuantile(1 - alpha, n - 1, freedom) : Number.NaN;
  const fUpper = isDefined ? fQuantile(1 - alpha, freedom, n - 1) : Number.NaN;
  const lower = (n * (between - fLower * residual)) / (fLower * noise + n * between);
  const upper = (n * (fUpper * between - residual)) / (noise + n * fUpper * between);
  const ofMean = (one: number): number => (k * one) / (1 + (k - 1) * one);
  return {
    single: { value: single, lower, upper },
    average: { value: average, lower: ofMean(lower), upper: ofMean(upper) },
    level,
    patients: n,
    observers: k,
  };
}
