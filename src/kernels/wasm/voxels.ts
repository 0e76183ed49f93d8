import type { RandomWords } from "../../core/random.ts";
import { BLOCK, GROUP, PADDING, type VoxelMemory, type Voxels } from "../contract.ts";
import { instantiate, type Exports } from "./instance.ts";

const SCRATCH = 0; // 64 bytes for fillNormal
const SUMS = 64;

/** {@link Voxels} in the memory of a WebAssembly module: sums, then logits, slopes and marginal. */
export class WasmVoxels implements Voxels {
  readonly memory: VoxelMemory;
  readonly blocks: number;
  readonly marginal: Float32Array;
  readonly logits: Float32Array;
  readonly sums: Float64Array;
  readonly #run: Exports;
  readonly #padded: number;
  readonly #f: number;
  readonly #w: number;
  readonly #m: number;

  constructor(n: number, memory: WebAssembly.Memory) {
    const { buffer } = memory;
    this.memory = { memory, n };
    this.blocks = Math.ceil(n / BLOCK);
    this.#padded = Math.ceil(n / GROUP) * GROUP;
    this.#f = SUMS + 16 * this.blocks;
    this.#w = this.#f + 4 * this.#padded;
    this.#m = this.#w + 4 * this.#padded;
    this.#run = instantiate(memory);
    this.sums = new Float64Array(buffer, SUMS, 2 * this.blocks);
    this.logits = new Float32Array(buffer, this.#f, n);
    this.marginal = new Float32Array(buffer, this.#m, n);
    new Float32Array(buffer, this.#f, this.#padded).fill(PADDING.logit, n);
    new Float32Array(buffer, this.#m, this.#padded).fill(PADDING.marginal, n);
  }

  static bytes(n: number): number {
    return SUMS + 16 * Math.ceil(n / BLOCK) + 12 * Math.ceil(n / GROUP) * GROUP;
  }

  step(first: number, last: number, gain: number, pull: number): void {
    this.#run.step(this.#f, this.#w, this.#m, this.#padded, SUMS, first, last, gain, pull);
  }

  measure(first: number, last: number, threshold: number): void {
    this.#run.measure(this.#f, this.#m, this.#padded, SUMS, first, last, threshold);
  }

  fillNormal(first: number, last: number, { key, path, position }: RandomWords): void {
    const start = first * BLOCK;
    const count = Math.min(this.memory.n, last * BLOCK) - start;
    this.#run.fillNormal(this.#f + 4 * start, count, position + start, ...path, ...key, SCRATCH);
  }
}
