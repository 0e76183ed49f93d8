import { GROUP, type SlowVoxels } from "../contract.ts";
import { giveBackMemory, instantiate, takeMemory } from "./instance.ts";

/** What ../assembly/slow.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  startSlow(q: number, n: number): void;
  stepSlow(q: number, m: number, n: number, sums: number, gain: number, pull: number): void;
}

const SUMS = 0;
const VALUES = 32;

/** {@link SlowVoxels} in the memory of a WebAssembly module: sums, then values, then marginals. */
export class WasmSlowVoxels implements SlowVoxels {
  readonly values: Float32Array;
  readonly marginal: Float32Array;
  readonly sums: Float64Array;
  readonly #memory: WebAssembly.Memory;
  readonly #padded: number;
  readonly #run: Exports;

  constructor(n: number, module: string) {
    this.#padded = Math.ceil(n / GROUP) * GROUP;
    this.#memory = takeMemory(VALUES + 8 * this.#padded);
    const { buffer } = this.#memory;
    new Float32Array(buffer, VALUES, 2 * this.#padded).fill(0);
    this.sums = new Float64Array(buffer, SUMS, 3);
    this.values = new Float32Array(buffer, VALUES, n);
    this.marginal = new Float32Array(buffer, VALUES + 4 * this.#padded, n);
    this.#run = instantiate(module, this.#memory) as unknown as Exports;
  }

  start(): void {
    this.#run.startSlow(VALUES, this.#padded);
    new Float32Array(this.values.buffer, VALUES, this.#padded).fill(0, this.values.length);
  }

  step(gain: number, pull: number): void {
    this.#run.stepSlow(VALUES, this.marginal.byteOffset, this.#padded, SUMS, gain, pull);
  }

  close(): void {
    giveBackMemory(this.#memory);
  }
}
