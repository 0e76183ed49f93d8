import { cosSinTurns, exp } from "../core/elementary.ts";
import type { Random } from "../core/random.ts";
import type { Waves } from "../kernels/contract.ts";
import { fastestWaves } from "../kernels/waves.ts";

/** Fourier modes with an amplitude below this fraction of the mean's are left out. */
const SMALLEST_AMPLITUDE = 1e-8;

/** Amplitudes of the cosines and of the sines of one field, those of l and −l folded. */
interface Modes {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/**
 * Stationary periodic Gaussian fields on n × n pixels: white noise smoothed by a Gaussian of standard deviation
 * `correlation` (fraction of the side), with variance 1 at every point.
 *
 * Smoothing scales mode (k, l) of the noise by e^(−2π² correlation² (k² + l²)), so a field needs only the few modes
 * near zero: with w the squares of these factors divided by their sum,
 *
 *     ξ(x, y) = Σ_{(k,l)} √w(k,l) (A(k,l) cos 2π(kx + ly) + B(k,l) sin 2π(kx + ly)),   A, B ~ N(0, 1),
 *
 * whose covariance Σ w cos 2π(k Δx + l Δy) is that of the smoothed noise. Summed over l for each row and then, by the
 * kernels, over k for each pixel. Cosines are even and sines odd in k, l, x and y: modes −k are folded into k, −l into
 * l, and both sums give the pixels at x and −x, the rows y and −y together.
 */
export class GaussianField {
  readonly #n: number;
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
    this.#n = n;
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

  /** Draws one field, `scale` times as strong: n × n values, rows of x. */
  sample(random: Random, scale: number): Float64Array {
    return this.#sum(this.#draw(random), scale);
  }

  /** Draws one field and scales it so that its own standard deviation over the pixels is `deviation`. */
  sampleWithDeviation(random: Random, deviation: number): Float64Array {
    const modes = this.#draw(random);
    return this.#sum(modes, deviation / this.#deviation(modes));
  }

  #draw(random: Random): Modes {
    const draw = () =>
      this.#fold(
        random
          .fillNormal(new Float64Array(this.#amplitudes.length))
          .map((value, i) => value * this.#amplitudes[i]),
      );
    return { a: draw(), b: draw() };
  }

  /** The field's standard deviation over the pixels: cosines and sines are orthogonal, with a mean square of ½ each. */
  #deviation({ a, b }: Modes): number {
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

  #sum({ a, b }: Modes, scale: number): Float64Array {
    for (let i = 0; i < a.length; i++) {
      a[i] *= scale;
      b[i] *= scale;
    }
    for (let y = 0; 2 * y <= this.#n; y++) this.#sumColumnModes(y, a, b);
    return this.#waves.sum().slice();
  }

  /** Replaces the amplitudes of l and −l, for l > 0, by their sum (at l) and their difference (at −l). */
  #fold(amplitudes: Float64Array): Float64Array {
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
    return amplitudes;
  }

  /** Σ_l (A − iB) e^(2πi l y) for each k, at y and at −y, from folded amplitudes. */
  #sumColumnModes(y: number, a: Float64Array, b: Float64Array): void {
    const reach = this.#reach;
    const { stride, cos, sin, real, imaginary } = this.#waves;
    const row = y * (reach + 1);
    const opposite = ((this.#n - y) % this.#n) * (reach + 1);
    for (let k = 0; k <= reach; k++) {
      const zero = k * (2 * reach + 1) + reach;
      let aCos = a[zero];
      let bCos = b[zero];
      let aSin = 0;
      let bSin = 0;
      for (let l = 1; l <= reach; l++) {
        aCos += a[zero + l] * cos[l * stride + y];
        bCos += b[zero + l] * cos[l * stride + y];
        aSin += a[zero - l] * sin[l * stride + y];
        bSin += b[zero - l] * sin[l * stride + y];
      }
      real[opposite + k] = aCos - bSin;
      imaginary[opposite + k] = -aSin - bCos;
      real[row + k] = aCos + bSin;
      imaginary[row + k] = aSin - bCos;
    }
  }
}
