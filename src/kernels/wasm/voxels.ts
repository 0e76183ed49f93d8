import type { RandomWords } from "../../core/random.ts";
import { BLOCK, GROUP, PADDING, type VoxelMemory, type Voxels, type WeightedVoxels } from "../contract.ts";
import { giveBackMemory, instantiate } from "./instance.ts";

/** What ../assembly/voxels.ts exports; arguments are documented there. Pointers are in bytes. */
interface Exports {
  step(
    f: number,
    w: number,
    m: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    gain: number,
    pull: number,
  ): void;
  stepWeighted(
    f: number,
    w: number,
    m: number,
    weights: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    gain: number,
    pull: number,
  ): void;
  measure(
    f: number,
    m: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    threshold: number,
  ): void;
  measureWeighted(
    f: number,
    m: number,
    weights: number,
    n: number,
    sums: number,
    first: number,
    last: number,
    threshold: number,
  ): void;
  depositLevels(
    f: number,
    m: number,
    n: number,
    levels: number,
    capacity: number,
    moments: number,
    cells: number,
  ): number;
  depositBands(
    f: number,
    m: number,
    n: number,
    low: number,
    high: number,
    counts: number,
    weights: number,
    cells: number,
    listed: number,
  ): number;
  listFlagged(cells: number, n: number, flags: number, listed: number): number;
  fillNormal(
    out: number,
    n: number,
    position: number,
    c1: number,
    c2: number,
    c3: number,
    k0: number,
    k1: number,
    scratch: number,
  ): void;
}

const SUMS = 0;

/**
 * {@link Voxels} in the memory of a WebAssembly module: sums, then logits, slopes and marginal. There are slopes for whole
 * blocks: before the first step they are the room that drawing needs, each worker's its own. The module is that for memory of
 * the kind given, shared or not.
 */
export class WasmVoxels implements Voxels {
  readonly memory: VoxelMemory;
  readonly blocks: number;
  readonly marginal: Float32Array;
  readonly logits: Float32Array;
  readonly sums: Float64Array;
  protected readonly run: Exports;
  protected readonly padded: number;
  // Addresses of logits, slopes, marginal, and of what follows them.
  protected readonly f: number;
  protected readonly w: number;
  protected readonly m: number;
  protected readonly end: number;

  constructor(n: number, memory: WebAssembly.Memory, module: string) {
    const { buffer } = memory;
    this.memory = { memory, n };
    this.blocks = Math.ceil(n / BLOCK);
    this.padded = Math.ceil(n / GROUP) * GROUP;
    this.f = SUMS + 16 * this.blocks;
    this.w = this.f + 4 * this.padded;
    this.m = this.w + 4 * BLOCK * this.blocks;
    this.end = WasmVoxels.bytes(n);
    this.run = instantiate(module, memory) as unknown as Exports;
    this.sums = new Float64Array(buffer, SUMS, 2 * this.blocks);
    this.logits = new Float32Array(buffer, this.f, n);
    this.marginal = new Float32Array(buffer, this.m, n);
  }

  static bytes(n: number): number {
    return SUMS + (16 + 4 * BLOCK) * Math.ceil(n / BLOCK) + 8 * Math.ceil(n / GROUP) * GROUP;
  }

  /** Clears a room that is used for the first time or again. */
  clear(): this {
    const { buffer } = this.logits;
    const { n } = this.memory;
    new Float32Array(buffer, this.f, this.padded).fill(PADDING.logit, n);
    new Float32Array(buffer, this.w, BLOCK * this.blocks).fill(0);
    new Float32Array(buffer, this.m, this.padded).fill(PADDING.marginal, n);
    return this;
  }

  step(first: number, last: number, gain: number, pull: number): void {
    this.run.step(this.f, this.w, this.m, this.padded, SUMS, first, last, gain, pull);
  }

  measure(first: number, last: number, threshold: number): void {
    this.run.measure(this.f, this.m, this.padded, SUMS, first, last, threshold);
  }

  fillNormal(first: number, last: number, { key, path, position }: RandomWords): void {
    const start = first * BLOCK;
    const count = Math.min(this.memory.n, last * BLOCK) - start;
    if (count <= 0) return;
    const scratch = new Float32Array(this.logits.buffer, this.w + 4 * start, BLOCK);
    this.run.fillNormal(this.f + 4 * start, count, position + start, ...path, ...key, scratch.byteOffset);
    scratch.fill(0);
  }

  close(): void {
    if (this.logits.buffer instanceof ArrayBuffer) giveBackMemory(this.memory.memory as WebAssembly.Memory);
  }
}

/** {@link WeightedVoxels}: the weights follow the rest. */
export class WasmWeightedVoxels extends WasmVoxels implements WeightedVoxels {
  readonly weights: Float32Array;

  constructor(n: number, memory: WebAssembly.Memory, module: string) {
    super(n, memory, module);
    this.weights = new Float32Array(memory.buffer, this.end, n);
    new Float32Array(memory.buffer, this.end, this.padded).fill(0);
  }

  static override bytes(n: number): number {
    return super.bytes(n) + 4 * Math.ceil(n / GROUP) * GROUP;
  }

  override step(first: number, last: number, gain: number, pull: number): void {
    const { f, w, m, end, padded } = this;
    this.run.stepWeighted(f, w, m, end, padded, SUMS, first, last, gain, pull);
  }

  override measure(first: number, last: number, threshold: number): void {
    this.run.measureWeighted(this.f, this.m, this.end, this.padded, SUMS, first, last, threshold);
  }
}
