import { exp } from "../core/elementary.ts";

/**
 * A square image convolved with a Gaussian, zero outside the image.
 *
 * @param image n × n values
 * @param sigma standard deviation in pixels; 0 returns a copy
 */
export function blur(image: Float64Array, n: number, sigma: number): Float64Array {
  if (sigma === 0) return image.slice();
  const kernel = gaussianKernel(sigma);
  return blurRowsIntoColumns(blurRowsIntoColumns(image, n, kernel), n, kernel);
}

/** Weights at distances 0, 1, … up to 8 σ, scaled so that the two-sided kernel sums to 1. */
function gaussianKernel(sigma: number): Float64Array {
  const kernel = Float64Array.from({ length: Math.ceil(8 * sigma) + 1 }, (_, d) =>
    exp((-d * d) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight, d) => total + (d === 0 ? weight : 2 * weight), 0);
  return kernel.map((weight) => weight / sum);
}

/**
 * Convolves along rows and transposes, so that calling it twice convolves both axes. Each value is spread over its
 * neighbours, so empty pixels cost nothing.
 */
function blurRowsIntoColumns(image: Float64Array, n: number, kernel: Float64Array): Float64Array {
  const out = new Float64Array(n * n);
  const row = new Float64Array(n);
  const reach = kernel.length - 1;
  for (let y = 0; y < n; y++) {
    row.fill(0);
    for (let u = 0; u < n; u++) {
      const value = image[y * n + u];
      if (value === 0) continue;
      const last = Math.min(n - 1, u + reach);
      for (let x = Math.max(0, u - reach); x <= last; x++) row[x] += value * kernel[Math.abs(u - x)];
    }
    for (let x = 0; x < n; x++) out[x * n + y] = row[x];
  }
  return out;
}
