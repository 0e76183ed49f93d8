/** How a figure is spread over those who have it. */
export interface Spread {
  /** How many have it. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation with divisor n − 1; NaN for n < 2. */
  readonly sd: number;
  readonly median: number;
  /** The quartiles, by linear interpolation (type 7 of Hyndman & Fan, The American Statistician 50, 1996). */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly min: number;
  readonly max: number;
}

/** The spread of those values that exist: NaN, and null where NaN went through JSON, do not. NaN for none. */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread {
  const there = values
    .filter((value): value is number => typeof value === "number" && !Number.isNaN(value))
    .sort((a, b) => a - b);
  const n = there.length;
  const mean = there.reduce((a, b) => a + b, 0) / n;
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    sd: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)),
    median: quantile(there, 0.5),
    lowerQuartile: quantile(there, 0.25),
    upperQuartile: quantile(there, 0.75),
    min: there[0] ?? Number.NaN,
    max: there[n - 1] ?? Number.NaN,
  };
}

/**
 * The q-quantile of ascending values, by linear interpolation between order statistics; NaN for none.
 * @param q in [0, 1]
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const at = (n - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(n - 1, low + 1);
  return ascending[low] + (at - low) * (ascending[high] - ascending[low]);
}
