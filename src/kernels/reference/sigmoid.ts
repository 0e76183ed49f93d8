const { fround, max, min } = Math;

const LOG2_E = fround(Math.LOG2E);
const MAGIC = 12582912; // 1.5 · 2^23: adding it rounds a float32 of magnitude below 2^22 to an integer

/**
 * 2^x on |x| ≤ 1/2 as 1 + x (C1 + x (C2 + … )): the coefficients minimise the largest relative error, 1.1e-7 once they
 * are rounded to float32.
 */
const C1 = fround(0.6931470036506653);
const C2 = fround(0.24022242426872253);
const C3 = fround(0.05550733581185341);
const C4 = fround(0.009671512991189957);
const C5 = fround(0.001326472731307149);

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * exp(−f) in float32, kept within 2^±125.5. Relative error below 4e-7 + 9e-8 |f|; the second part is what rounding f
 * itself costs, and σ inherits e / (1 + e)² of it, which is below 2e-7 everywhere (docs/kernels.md).
 *
 * −f log2 e = k + x with k the nearest integer; 2^k goes into the exponent of the polynomial's value.
 */
export function expOfMinus(f: number): number {
  const t = min(max(fround(f * -LOG2_E), -125), 125);
  const shifted = fround(t + MAGIC);
  const x = fround(t - fround(shifted - MAGIC));
  const x2 = fround(x * x);
  const low = fround(fround(x * C1) + 1);
  const middle = fround(fround(x * C3) + C2);
  const high = fround(fround(x * C5) + C4);
  const p = fround(fround(fround(fround(high * x2) + middle) * x2) + low);
  float[0] = shifted;
  const exponent = bits[0] << 23;
  float[0] = p;
  bits[0] += exponent;
  return float[0];
}

/**
 * 1 / (1 + e) = σ(f) for e = exp(−f). Then σ(−f) = e σ(f) and the slope σ(f) σ(−f) = e σ(f)²: nothing cancels, so all
 * three are accurate relatively on either side of 0.
 */
export function sigmoidOf(e: number): number {
  return fround(1 / fround(1 + e));
}
