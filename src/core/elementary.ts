/*
 * Elementary functions built from +, −, ×, ÷ and √ alone. IEEE 754 fixes those to the last bit, while engines are
 * free in `Math.exp` and `Math.log`; with these every engine computes the same numbers.
 */

const LN2_HIGH = 6.9314718036912381649e-1; // the upper 32 bits of ln 2: k·LN2_HIGH is exact for |k| < 2^21
const LN2_LOW = 1.90821492927058770002e-10;
const STEPS = 64; // steps of the table per factor of 2

/** POWER[k + 1023] = 2^k for k = −1023 … 1023. */
const POWER = new Float64Array(2047);
POWER[1023] = 1;
for (let k = 1; k <= 1023; k++) {
  POWER[1023 + k] = POWER[1022 + k] * 2;
  POWER[1023 - k] = POWER[1024 - k] / 2;
}

/** ROOT[j] = 2^(j / STEPS) for j = 0 … STEPS − 1, by the Taylor polynomial of e^r in |r| ≤ ln 2 / 2. */
const ROOT = Float64Array.from({ length: STEPS }, (_, j) => {
  const upper = j > STEPS / 2 ? 1 : 0;
  const r = ((j - upper * STEPS) / STEPS) * (LN2_HIGH + LN2_LOW);
  let series = 0;
  for (let n = 18; n >= 2; n--) series = ((1 + series) * r) / n;
  return (1 + (r + r * series)) * (1 + upper);
});

/** Adding and subtracting 1.5·2^52 rounds a double to the nearest integer. */
const ROUND = 6755399441055744;

/**
 * e^x, within 1.5 units in the last place for −708 ≤ x ≤ 709; outside, the value at the nearer end.
 *
 * x = k·ln 2 / 64 + r with |r| ≤ ln 2 / 128, reduced in two parts (Cody & Waite, "Software manual for the elementary
 * functions", 1980); 2^(k/64) comes from tables, e^r from its Taylor polynomial of degree 5, whose remainder is below
 * 4e-17. There is no branch, so that loops over voxels run at full speed.
 */
export function exp(x: number): number {
  const y = Math.min(709, Math.max(-708, x));
  const k = y * (STEPS / (LN2_HIGH + LN2_LOW)) + ROUND - ROUND;
  const r = y - k * (LN2_HIGH / STEPS) - k * (LN2_LOW / STEPS);
  const p = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const index = k | 0;
  const root = ROOT[index & (STEPS - 1)];
  return (root + root * p) * POWER[(index >> 6) + 1023];
}

/** σ(x) = 1 / (1 + e^−x), in [1e-308, 1]. */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

const bits = new DataView(new ArrayBuffer(8));

/**
 * ln x for a positive normal x, within 2 units in the last place.
 *
 * x = 2^k·f with f in [√½, √2), and ln f = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (f − 1)/(f + 1), |s| ≤ 0.172;
 * eleven terms leave a remainder below 1e-18.
 */
export function log(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let k = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let f = bits.getFloat64(0);
  if (f > Math.SQRT2) {
    f /= 2;
    k += 1;
  }
  const s = (f - 1) / (f + 1);
  const z = s * s;
  let series = 0;
  for (let n = 21; n >= 3; n -= 2) series = (series + 1 / n) * z;
  return k * LN2_HIGH + (2 * s + (2 * s * series + k * LN2_LOW));
}

/**
 * cos and sin of 2πx for a finite x, within 2e-16: x is reduced to |r| ≤ 1/8 turn about the nearest quarter turn, where
 * the Taylor polynomials of degree 16 and 17 leave a remainder below 1e-17.
 */
export function cosSinTurns(x: number): readonly [cos: number, sin: number] {
  const quarter = Math.round(4 * x);
  const r = 2 * Math.PI * (x - quarter / 4);
  const z = -r * r;
  let cos = 0;
  let sin = 0;
  for (let n = 16; n >= 2; n -= 2) {
    cos = ((1 + cos) * z) / (n * (n - 1));
    sin = ((1 + sin) * z) / (n * (n + 1));
  }
  cos += 1;
  sin = r * (1 + sin);
  const turned = ((quarter % 4) + 4) % 4;
  if (turned === 0) return [cos, sin];
  if (turned === 1) return [-sin, cos];
  if (turned === 2) return [-cos, -sin];
  return [sin, -cos];
}
