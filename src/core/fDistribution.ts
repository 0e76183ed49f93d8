/*
 * The F distribution, for intervals of ratios of variances. Press et al., "Numerical recipes", 3rd ed. 2007, chapters 6.1
 * and 6.4: Lanczos' approximation and the continued fraction of the incomplete beta function.
 */

const LANCZOS = [
  57.1562356658629235, -59.5979603554754912, 14.1360979747417471, -0.491913816097620199,
  0.339946499848118887e-4, 0.465236289270485756e-4, -0.983744753048795646e-4, 0.158088703224912494e-3,
  -0.210264441724104883e-3, 0.217439618115212643e-3, -0.16431810653676389e-3, 0.844182239838527433e-4,
  -0.261908384015814087e-4, 0.368991826595316234e-5,
];

/** ln Γ(x) for x > 0, to about 1e-14. */
function logGamma(x: number): number {
  const t = x + 671 / 128;
  const series = LANCZOS.reduce((sum, c, j) => sum + c / (x + 1 + j), 0.999999999999997092);
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310005 * series) / x);
}

/** The regularised incomplete beta function I_x(a, b), a, b > 0, x in [0, 1]. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}

/**
 * The p-quantile of the F distribution, by bisection to the last digits.
 *
 * @param p in (0, 1)
 * @param numerator, denominator degrees of freedom, positive and not necessarily whole
 */
export function fQuantile(p: number, numerator: number, denominator: number): number {
  if (p > 0.5) return 1 / fQuantile(1 - p, denominator, numerator); // the small tail keeps its digits
  // F = (denominator / numerator) · x / (1 − x), where x is beta distributed.
  const [a, b] = [numerator / 2, denominator / 2];
  let [low, high] = [0, 1];
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < p) low = middle;
    else high = middle;
  }
  const x = (low + high) / 2;
  return (denominator * x) / (numerator * (1 - x));
}
