import type { Waves } from "../contract.ts";

/** The readable {@link Waves}. */
export class ReferenceWaves implements Waves {
  readonly n: number;
  readonly stride: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly #field: Float64Array;

  constructor(n: number, waves: number) {
    this.n = n;
    this.stride = Math.floor(n / 2) + 1;
    this.cos = new Float64Array(waves * this.stride);
    this.sin = new Float64Array(waves * this.stride);
    this.a = new Float64Array(waves * (2 * waves - 1));
    this.b = new Float64Array(waves * (2 * waves - 1));
    this.real = new Float64Array(n * waves);
    this.imaginary = new Float64Array(n * waves);
    this.#field = new Float64Array(n * n);
  }

  sumColumns(): void {
    const { n, stride, cos, sin, a, b, real, imaginary } = this;
    const waves = cos.length / stride;
    for (let y = 0; 2 * y <= n; y++) {
      const row = y * waves;
      const opposite = ((n - y) % n) * waves;
      for (let k = 0; k < waves; k++) {
        const zero = k * (2 * waves - 1) + waves - 1;
        let aCos = a[zero];
        let bCos = b[zero];
        let aSin = 0;
        let bSin = 0;
        for (let l = 1; l < waves; l++) {
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
