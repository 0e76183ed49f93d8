import { cosSinTurns, exp } from "../core/elementary.ts";
import type { Random } from "../core/random.ts";

/** Fourier modes with an amplitude below this fraction of the mean's are left out. */
const SMALLEST_AMPLITUDE = 1e-8;

/**
 * Stationary periodic Gaussian fields on n × n pixels: white noise smoothed by a Gaussian of standard deviation
 * `correlation` (fraction of the side), with variance 1 at every point.
 *
 * Smoothing scales mode (k, l) of the noise by e^(−2π² correlation² (k² + l²)), so a field needs only the few modes
 * near zero: with w the squares of these factors divided by their sum,
 *
 *     ξ(x, y) = Σ_{(k,l)} √w(k,l) (A(k,l) cos 2π(kx + ly) + B(k,l) sin 2π(kx + ly)),   A, B ~ N(0, 1),
 *
 * whose covariance Σ w cos 2π(k Δx + l Δy) is that of the smoothed noise. Summed over l for each row and then over k
 * for each pixel; opposite modes are folded into k ≥ 0.
 */
export class GaussianField {
  readonly #n: number;
  /** Modes run over k = 0 … reach and l = −reach … reach. */
  readonly #reach: number;
  readonly #amplitudes: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(n: number, correlation: number) {
    const decay = 2 * Math.PI ** 2 * correlation ** 2;
    const reach = Math.min(
      Math.floor((n - 1) / 2),
      Math.ceil(Math.sqrt(-Math.log(SMALLEST_AMPLITUDE) / decay)),
    );
    const along = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => exp(-2 * decay * (i - reach) ** 2));
    const total = along.reduce((a, b) => a + b, 0) ** 2;
    const width = 2 * reach + 1;
    this.#n = n;
    this.#reach = reach;
    // Modes with k > 0 stand for (k, l) and (−k, −l): twice the variance. Those with k = 0 are drawn for both signs of l.
    this.#amplitudes = Float64Array.from({ length: (reach + 1) * width }, (_, i) => {
      const k = Math.floor(i / width);
      const variance = (along[reach + k] * along[i % width]) / total;
      return Math.sqrt(k === 0 ? variance : 2 * variance);
    });
    const table = Array.from({ length: n }, (_, i) => cosSinTurns(i / n));
    this.#cos = Float64Array.from(table, ([cos]) => cos);
    this.#sin = Float64Array.from(table, ([, sin]) => sin);
  }

  /** Draws one field: n × n values, rows of x. */
  sample(random: Random): Float64Array {
    const n = this.#n;
    const modes = this.#amplitudes.length;
    const a = random.fillNormal(new Float64Array(modes));
    const b = random.fillNormal(new Float64Array(modes));
    for (let i = 0; i < modes; i++) {
      a[i] *= this.#amplitudes[i];
      b[i] *= this.#amplitudes[i];
    }
    const field = new Float64Array(n * n);
    const real = new Float64Array(this.#reach + 1);
    const imaginary = new Float64Array(this.#reach + 1);
    for (let y = 0; y < n; y++) {
      this.#sumColumnModes(y, a, b, real, imaginary);
      this.#sumRowModes(field.subarray(y * n, (y + 1) * n), real, imaginary);
    }
    return field;
  }

  /** Σ_l (A − iB) e^(2πi l y) for each k, into real and imaginary parts. */
  #sumColumnModes(
    y: number,
    a: Float64Array,
    b: Float64Array,
    real: Float64Array,
    imaginary: Float64Array,
  ): void {
    const n = this.#n;
    const reach = this.#reach;
    let mode = 0;
    for (let k = 0; k <= reach; k++) {
      let re = 0;
      let im = 0;
      let angle = (((-reach * y) % n) + n) % n; // l·y mod n, from l = −reach
      for (let l = -reach; l <= reach; l++, mode++) {
        const cos = this.#cos[angle];
        const sin = this.#sin[angle];
        re += a[mode] * cos + b[mode] * sin;
        im += a[mode] * sin - b[mode] * cos;
        angle += y;
        if (angle >= n) angle -= n;
      }
      real[k] = re;
      imaginary[k] = im;
    }
  }

  /** Σ_k Re(c_k e^(2πi k x)) for each x of one row. */
  #sumRowModes(row: Float64Array, real: Float64Array, imaginary: Float64Array): void {
    const n = this.#n;
    for (let k = 0; k <= this.#reach; k++) {
      const re = real[k];
      const im = imaginary[k];
      let angle = 0;
      for (let x = 0; x < n; x++) {
        row[x] += re * this.#cos[angle] - im * this.#sin[angle];
        angle += k;
        if (angle >= n) angle -= n;
      }
    }
  }
}
