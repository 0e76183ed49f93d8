import { normalQuantile } from "../../core/random.ts";

/** How one sample's error varies about its mean. */
export interface Spread {
  /** Standard deviation σ. */
  readonly deviation: number;
  /** Third central moment over σ³. */
  readonly skewness: number;
}

/** Of how many tables one may have a figure beyond its allowance, where both were drawn from the same experiment: 1 %. */
export const FALSE_ALARMS = 0.01;

/** Both tables' rounding to three decimals, and a little for what lies between two readings of the method. */
const ROUNDING = 0.0006;

/** The standard error σ √(1/n + 1/k) of the difference between the means of n and of k samples. */
export function standardErrorOfDifference({ deviation }: Spread, n: number, k: number): number {
  return deviation * Math.sqrt(1 / n + 1 / k);
}

/**
 * By how much the means of n and of k samples of one distribution may differ, so that of `figures` figures together any is
 * beyond its allowance in at most {@link FALSE_ALARMS} of the tables:
 *
 *     (z + |γ| (z² − 1) / 6) · σ √(1/n + 1/k) + 0.0006,   z = Φ⁻¹(1 − FALSE_ALARMS / (2 · figures)),
 *
 * with γ the skewness of the difference, (sample skewness) · (1/n² − 1/k²) / (1/n + 1/k)^(3/2). The first term of z is
 * Bonferroni's correction for the number of figures. The second is the Cornish–Fisher expansion of the quantile
 * (E. A. Cornish and R. A. Fisher, Revue de l'Institut International de Statistique 5, 1938) on its longer side, for both
 * sides: means of few heavy-tailed errors are skewed themselves.
 *
 * σ is that of the distribution, not the sample's own: few samples of heavy tails mostly miss the tail, so their mean and
 * their standard error are too small together, and intervals from the sample alone are too short just when they miss.
 */
export function allowedDifference(spread: Spread, n: number, k: number, figures: number): number {
  const z = normalQuantile(1 - FALSE_ALARMS / (2 * figures));
  const skewness = (spread.skewness * Math.abs(1 / n ** 2 - 1 / k ** 2)) / (1 / n + 1 / k) ** 1.5;
  const quantile = z + (Math.abs(skewness) * (z * z - 1)) / 6;
  return quantile * standardErrorOfDifference(spread, n, k) + ROUNDING;
}
