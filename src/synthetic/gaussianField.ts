import { cosSinTurns, exp } from "../core/elementary.ts";
import type { Random } from "../core/random.ts";
import type { Waves } from "../kernels/contract.ts";
import { fastestWaves } from "../kernels/waves.ts";

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
 * whose covariance Σ w cos 2π(k Δx + l Δy) is that of the smoothed noise. The kernels sum over l for each row and then
 * over k for each pixel. Cosines are even and sines odd in k, l, x and y: modes −k are folded into k, −l into
 * l, and both sums give the pixels at x and −x, the rows y and −y together.
 */
export class GaussianField {
  /** Modes run over k = 0 … reach and l = −reach … reach. */
  readonly #reach: number;
  readonly #amplitudes: Float64Array;
  readonly #waves: Waves;

  constructor(n: number, correlation: number) {
    const decay = 2 * Math.PI ** 2 * correlation ** 2;
    const reach = Math.min(
      Math.floor((n - 1) / 2),
      Math.ceil(Math.sqrt(-Math.log(SMALLEST_AMPLITUDE) / decay)),
    );
    const along = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => exp(-2 * decay * (i - reach) ** 2));
    const total = along.reduce((a, b) => a + b, 0) ** 2;
    const width = 2 * reach + 1;
    this.#reach = reach;
    // Modes with k > 0 stand for (k, l) and (−k, −l): twice the variance. Those with k = 0 are drawn for both signs of l.
    this.#amplitudes = Float64Array.from({ length: (reach + 1) * width }, (_, i) => {
      const k = Math.floor(i / width);
      const variance = (along[reach + k] * along[i % width]) / total;
      return Math.sqrt(k === 0 ? variance : 2 * variance);
    });
    this.#waves = fastestWaves()(n, reach + 1);
    const { stride } = this.#waves;
    for (let k = 0; k <= reach; k++) {
      for (let x = 0; 2 * x <= n; x++) {
        const [cos, sin] = cosSinTurns(((k * x) % n) / n);
        this.#waves.cos[k * stride + x] = cos;
        this.#waves.sin[k * stride + x] = sin;
      }
    }
  }

  /**
   * Draws one field, `scale` times as strong.
   *
   * @param out n × n values to write to, rows of x
   */
  sample(random: Random, scale: number, out: Float64Array): void {
    this.#draw(random);
    this.#sum(scale, out);
  }

  /** Draws one field and scales it so that its own standard deviation over the pixels is `deviation`. */
  sampleWithDeviation(random: Random, deviation: number, out: Float64Array): void {
    this.#draw(random);
    this.#sum(deviation / this.#deviation(), out);
  }

  /** Draws the amplitudes of the cosines and of the sines. */
  #draw(random: Random): void {
    for (const amplitudes of [this.#waves.a, this.#waves.b]) {
      for (let i = 0; i < amplitudes.length; i++) amplitudes[i] = random.normal() * this.#amplitudes[i];
      this.#fold(amplitudes);
    }
  }

  /** The field's standard deviation over the pixels: cosines and sines are orthogonal, with a mean square of ½ each. */
  #deviation(): number {
    const { a, b } = this.#waves;
    const reach = this.#reach;
    let squares = 0;
    for (let l = 1; l <= reach; l++) squares += a[reach + l] ** 2 + b[reach - l] ** 2;
    for (let k = 1; k <= reach; k++) {
      const zero = k * (2 * reach + 1) + reach;
      squares += a[zero] ** 2 + b[zero] ** 2;
      // Folded amplitudes: (p + q)² + (p − q)² = 2 (p² + q²).
      for (let l = 1; l <= reach; l++) {
        squares += (a[zero + l] ** 2 + a[zero - l] ** 2 + b[zero + l] ** 2 + b[zero - l] ** 2) / 2;
      }
    }
    return Math.sqrt(squares / 2);
  }

  #sum(scale: number, out: Float64Array): void {
    const { a, b } = this.#waves;
    for (let i = 0; i < a.length; i++) {
      a[i] *= scale;
      b[i] *= scale;
    }
    this.#waves.sumColumns();
    out.set(this.#waves.sum());
  }

  /** Replaces the amplitudes of l and −l, for l > 0, by their sum (at l) and their difference (at −l). */
  #fold(amplitudes: Float64Array): void {
    const reach = this.#reach;
    for (let k = 0; k <= reach; k++) {
      const zero = k * (2 * reach + 1) + reach;
      for (let l = 1; l <= reach; l++) {
        const plus = amplitudes[zero + l];
        const minus = amplitudes[zero - l];
        amplitudes[zero + l] = plus + minus;
        amplitudes[zero - l] = plus - minus;
      }
    }
  }
}
