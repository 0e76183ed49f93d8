import type { RandomWords } from "../core/random.ts";

/**
 * What the hot loops need, done twice: readably in `reference/`, fast in `wasm/` (sources in `assembly/`). Both compute
 * the same bits, so a run does not depend on which of them an engine can use. Arithmetic is float32 with round to
 * nearest, operation by operation as written in `reference/`; docs/kernels.md derives the error bounds.
 */
export interface Kernels {
  readonly name: "wasm-simd" | "reference";
  /** Why these are not the fastest kernels; empty if they are. */
  readonly note: string;
  /** Room for a descent of n voxels, all logits 0; `shared` makes it visible to other workers. */
  openVoxels(n: number, shared: boolean): Voxels;
  /** The same room in another worker: `memory` is the {@link Voxels.memory} of shared voxels. */
  joinVoxels(memory: VoxelMemory): Voxels;
  /** One pass over a map. */
  scan(m: Float32Array | Float64Array, band: Band): Scan;
}

/** Voxels of a block. Sums are float32 in four lanes within a block and float64, in the order of blocks, beyond it. */
export const BLOCK = 1024;

/** A number of voxels that every kernel's inner loop divides; arrays are padded to its multiples. */
export const GROUP = 16;

/** What padding holds: it never moves, weighs 0 (σ(−∞) < 1e-37) and lies outside every {m ≥ t}. */
export const PADDING: { readonly logit: number; readonly marginal: number } = {
  logit: -Infinity,
  marginal: -1,
};

/** Structured-cloneable handle of shared voxels. */
export interface VoxelMemory {
  readonly memory: WebAssembly.Memory | SharedArrayBuffer;
  readonly n: number;
}

/**
 * The state of one descent. With w the slopes σ(F) σ(−F) of the current logits; step and measure work on blocks
 * first … last − 1, so that workers can share them out.
 */
export interface Voxels {
  readonly memory: VoxelMemory;
  /** Number of blocks. */
  readonly blocks: number;
  /** M, n values. */
  readonly marginal: Float32Array;
  /** F, n values. After writing to it, call {@link step} with gain and pull 0. */
  readonly logits: Float32Array;
  /** Two sums for each block. */
  readonly sums: Float64Array;
  /** F ← F + (gain · M − pull) · w and w ← σ(F) σ(−F); sums: Σ σ(F) and Σ σ(F) M of the new F. */
  step(first: number, last: number, gain: number, pull: number): void;
  /** Sums: Σ |σ(F) − S| and Σ |{F ≥ 0} − S| with S = {M ≥ threshold}, a float32. */
  measure(first: number, last: number, threshold: number): void;
  /** F of the blocks ← the normal deviates of `words`, voxel i from word i; the bits of `Random.fillNormal`. */
  fillNormal(first: number, last: number, words: RandomWords): void;
}

/**
 * The values in (low, high], sorted into buckets: bucket b ≥ 0 holds the values from low + (b · 2^shift + 1) to
 * low + (b + 1) · 2^shift units in the last place, counted in representable numbers of the map's own kind. Both ends are
 * such numbers, 0 ≤ low ≤ high, at most {@link MAX_BUCKETS} buckets apart. For float32 maps the shift is 0.
 */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly shift: number;
}

export const MAX_BUCKETS: number = 2 ** 20;

/**
 * Bytes of a map whose sums are plain float64, 4096 additions in each of two lanes, which lose less than 2^-40 of them.
 * Value i goes to lane i mod 2; in a float32 map two values are added before they go there. Chunks are added by `Sum`.
 */
export const CHUNK_BYTES = 65536;

/** What a pass finds. */
export interface Scan {
  /** Whether every value is a number in [0, 1]. May be false for −0, which is; else, if false, the rest means nothing. */
  readonly valid: boolean;
  /** Σ m. */
  readonly total: number;
  /** Σ m over {m > high}, and the number of these voxels. */
  readonly aboveSum: number;
  readonly aboveCount: number;
  /** Voxels in each bucket; valid until the next scan. */
  readonly counts: Uint32Array;
  /**
   * Σ (m − e) in each bucket, with e its lower end low + b · 2^shift ulp; valid until the next scan. Empty for float32
   * maps, whose bands have shift 0: there a bucket holds one value.
   */
  readonly sums: Float64Array;
}
