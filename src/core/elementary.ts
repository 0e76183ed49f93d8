/*
 * Elementary functions built from +, −, ×, ÷ and √ alone. IEEE 754 fixes those to the last bit, while engines are
 * free in `Math.exp` and `Math.log`; with these every engine computes the same numbers.
 */

const LOG2_E = 1.4426950408889634;
const LN2_HIGH = 6.9314718036912381649e-1; // the upper 32 bits of ln 2: k·LN2_HIGH is exact for |k| < 2^21
const LN2_LOW = 1.90821492927058770002e-10;

/** POWER[k + 1023] = 2^k for k = −1023 … 1023, the lowest a subnormal. */
const POWER = Float64Array.from({ length: 2047 }, (_, k) => 2 ** (k - 1023));

/**
 * e^x, within 1 unit in the last place for −708 ≤ x ≤ 709; 0 below, ∞ above.
 *
 * x = k·ln 2 + r with |r| ≤ ln 2 / 2, reduced in two parts (Cody & Waite 1980), and e^r by its Taylor polynomial of
 * degree 13, whose remainder is below 4e-18.
 */
export function exp(x: number): number {
  if (!(x >= -708)) return x < -708 ? 0 : x;
  if (x > 709) return Infinity;
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const p =
    1 / 2 +
    r *
      (1 / 6 +
        r *
          (1 / 24 +
            r *
              (1 / 120 +
                r *
                  (1 / 720 +
                    r *
                      (1 / 5040 +
                        r *
                          (1 / 40320 +
                            r *
                              (1 / 362880 +
                                r *
                                  (1 / 3628800 +
                                    r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800))))))))));
  return (1 + (r + r * r * p)) * POWER[k + 1023]!;
}

/** σ(x) = 1 / (1 + e^−x), without overflow on either side. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
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
