import type { Waves } from "../contract.ts";
import { instantiate, newMemory } from "./instance.ts";
import { wavesModule } from "./waves.generated.ts";

/** What ../assembly/waves.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  sumColumns(
    n: number,
    waves: number,
    stride: number,
    cos: number,
    sin: number,
    a: number,
    b: number,
    real: number,
    imaginary: number,
  ): void;
  sumWaves(
    n: number,
    rows: number,
    waves: number,
    stride: number,
    cos: number,
    sin: number,
    real: number,
    imaginary: number,
    out: number,
  ): void;
}

/** {@link Waves} in the memory of a WebAssembly module: tables, amplitudes, factors, field. */
export class WasmWaves implements Waves {
  readonly n: number;
  readonly stride: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly #field: Float64Array;
  readonly #run: Exports;

  constructor(n: number, waves: number) {
    this.n = n;
    this.stride = 2 * Math.ceil((Math.floor(n / 2) + 1) / 2);
    const table = waves * this.stride;
    const factors = 2 * Math.ceil((n * waves) / 2);
    const amplitudes = waves * (2 * waves - 1);
    const memory = newMemory(8 * (2 * table + 2 * factors + n * n + 2 + 2 * amplitudes), false);
    const at = (start: number, length: number): Float64Array =>
      new Float64Array(memory.buffer, 8 * start, length);
    this.cos = at(0, table);
    this.sin = at(table, table);
    this.real = at(2 * table, n * waves);
    this.imaginary = at(2 * table + factors, n * waves);
    this.#field = at(2 * table + 2 * factors, n * n);
    this.a = at(2 * table + 2 * factors + n * n, amplitudes);
    this.b = at(2 * table + 2 * factors + n * n + amplitudes, amplitudes);
    this.#run = instantiate(wavesModule, memory) as unknown as Exports;
  }

  sumColumns(): void {
    const { n, stride, cos, sin, a, b, real, imaginary } = this;
    const waves = cos.length / stride;
    const addresses = [cos, sin, a, b, real, imaginary].map(({ byteOffset }) => byteOffset);
    const [cosAt, sinAt, aAt, bAt, realAt, imaginaryAt] = addresses;
    this.#run.sumColumns(n, waves, stride, cosAt, sinAt, aAt, bAt, realAt, imaginaryAt);
  }

  sum(): Float64Array {
    const { n, stride, cos, sin, real, imaginary } = this;
    const waves = cos.length / stride;
    const addresses = [cos, sin, real, imaginary, this.#field].map(({ byteOffset }) => byteOffset);
    const [cosAt, sinAt, realAt, imaginaryAt, out] = addresses;
    this.#run.sumWaves(n, n, waves, stride, cosAt, sinAt, realAt, imaginaryAt, out);
    return this.#field;
  }
}
