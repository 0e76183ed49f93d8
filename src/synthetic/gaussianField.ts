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
 * for each pixel. Cosines are even and sines odd in k, l, x and y: modes −k are folded into k, −l into l, and both sums
 * give the pixels at x and −x, the rows y and −y together.
 */
export class GaussianField {
  readonly #n: number;
  /** Modes run over k = 0 … reach and l = −reach … reach. */
  readonly #reach: number;
  readonly #amplitudes: Float64Array;
  /** cos and sin 2πkx/n for x = 0 … ⌊n/2⌋, k = 0 … reach, k fastest. */
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
    const table = Array.from({ length: (Math.floor(n / 2) + 1) * (reach + 1) }, (_, i) =>
      cosSinTurns(((Math.floor(i / (reach + 1)) * (i % (reach + 1))) % n) / n),
    );
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
    this.#fold(a);
    this.#fold(b);
    const field = new Float64Array(n * n);
    const row = { real: new Float64Array(this.#reach + 1), imaginary: new Float64Array(this.#reach + 1) };
    const opposite = {
      real: new Float64Array(this.#reach + 1),
      imaginary: new Float64Array(this.#reach + 1),
    };
    for (let y = 0; 2 * y <= n; y++) {
      this.#sumColumnModes(y, a, b, row, opposite);
      this.#sumRowModes(field, y * n, row);
      if (y > 0 && 2 * y < n) this.#sumRowModes(field, (n - y) * n, opposite);
    }
    return field;
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

  /** Σ_l (A − iB) e^(2πi l y) for each k, at y and at −y, from folded amplitudes. */
  #sumColumnModes(y: number, a: Float64Array, b: Float64Array, row: ComplexRow, opposite: ComplexRow): void {
    const reach = this.#reach;
    const start = y * (reach + 1);
    for (let k = 0; k <= reach; k++) {
      const zero = k * (2 * reach + 1) + reach;
      let aCos = a[zero];
      let bCos = b[zero];
      let aSin = 0;
      let bSin = 0;
      for (let l = 1; l <= reach; l++) {
        const cos = this.#cos[start + l];
        const sin = this.#sin[start + l];
        aCos += a[zero + l] * cos;
        bCos += b[zero + l] * cos;
        aSin += a[zero - l] * sin;
        bSin += b[zero - l] * sin;
      }
      row.real[k] = aCos + bSin;
      row.imaginary[k] = aSin - bCos;
      opposite.real[k] = aCos - bSin;
      opposite.imaginary[k] = -aSin - bCos;
    }
  }

  /** Σ_k Re(c_k e^(2πi k x)) for each x of the row that begins at `start`. */
  #sumRowModes(field: Float64Array, start: number, { real, imaginary }: ComplexRow): void {
    const n = this.#n;
    const reach = this.#reach;
    let i = 0;
    for (let x = 0; 2 * x <= n; x++) {
      let even = 0;
      let odd = 0;
      for (let k = 0; k <= reach; k++, i++) {
        even += real[k] * this.#cos[i];
        odd += imaginary[k] * this.#sin[i];
      }
      field[start + x] = even - odd;
      if (x > 0) field[start + n - x] = even + odd;
    }
  }
}

/** The factors of e^(2πi k x) in one row, k = 0 … reach. */
interface ComplexRow {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}
