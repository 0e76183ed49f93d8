import type { Waves } from "../contract.ts";

/** The readable {@link Waves}. */
export class ReferenceWaves implements Waves {
  readonly n: number;
  readonly stride: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly #field: Float64Array;

  constructor(n: number, waves: number) {
    this.n = n;
    this.stride = Math.floor(n / 2) + 1;
    this.cos = new Float64Array(waves * this.stride);
    this.sin = new Float64Array(waves * this.stride);
    this.real = new Float64Array(n * waves);
    this.imaginary = new Float64Array(n * waves);
    this.#field = new Float64Array(n * n);
  }

  sum(): Float64Array {
    const { n, stride, cos, sin, real, imaginary } = this;
    const waves = cos.length / stride;
    for (let row = 0; row < n; row++) {
      for (let x = 0; 2 * x <= n; x++) {
        let even = 0;
        let odd = 0;
        for (let k = 0; k < waves; k++) {
          even += real[row * waves + k] * cos[k * stride + x];
          odd += imaginary[row * waves + k] * sin[k * stride + x];
        }
        this.#field[row * n + x] = even - odd;
        if (x > 0) this.#field[row * n + n - x] = even + odd;
      }
    }
    return this.#field;
  }
}
