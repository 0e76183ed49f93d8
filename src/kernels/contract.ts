import type { RandomWords } from "../core/random.ts";

/*
 * What the hot loops need, done twice: readably in `reference/`, fast in `wasm/` (sources in `assembly/`). Both compute
 * the same bits, so a run does not depend on which of them an engine can use. Arithmetic is float32 with round to
 * nearest, operation by operation as written in `reference/`; docs/kernels.md derives the error bounds. Each job (the
 * descent of voxels, that of shared voxels, scans, waves, warping) has a module of its own, so that a program carries only what it
 * uses.
 */

/** The descent of voxels on one thread. */
export interface Kernels {
  readonly name: "wasm-simd" | "reference";
  /** Why these are not the fastest kernels; empty if they are. */
  readonly note: string;
  /** Room for n voxels on this thread. */
  openVoxels(n: number): DepositableVoxels;
  /** Room for n voxels with a weight each. */
  openWeightedVoxels(n: number): WeightedVoxels;
}

/** The descent of voxels that several workers share. */
export interface SharedKernels {
  /** Room for n voxels that other workers can join. */
  openVoxels(n: number): Voxels;
  /** The same room in another worker: `memory` is the {@link Voxels.memory} of shared voxels. */
  joinVoxels(memory: VoxelMemory): Voxels;
}

/** Room for fields of n × n values made of `waves` waves along each row; the same for the same n and waves. */
export type OpenWaves = (n: number, waves: number) => Waves;

/** Room for images of n × n values and their displacements; the same for the same n. */
export type OpenWarp = (n: number) => Warp;

/** One pass over a map. */
export type Scanner = (m: Float32Array | Float64Array, band: Band) => Scan;

/** Voxels of a block. Sums are float32 in four lanes within a block and float64, in the order of blocks, beyond it. */
export const BLOCK = 1024;

/** A number of voxels that every kernel's inner loop divides; arrays are padded to its multiples. */
export const GROUP = 16;

/** What padding holds: it never moves, weighs 0 (σ(−∞) < 1e-37) and lies outside every {m ≥ t}. */
export const PADDING: { readonly logit: number; readonly marginal: number } = {
  logit: -Infinity,
  marginal: -1,
};

/** Voxels that stand for others: σ(F), σ(F) M and |σ(F) − S| count with a weight in all sums. */
export interface WeightedVoxels extends Voxels {
  /** n values. */
  readonly weights: Float32Array;
}

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
  /** Hands the room back for the next voxels that are opened; nothing of these may be used afterwards. */
  close(): void;
  /** F of the blocks ← the normal deviates of `words`, voxel i from word i; the bits of `Random.fillNormal`. */
  fillNormal(first: number, last: number, words: RandomWords): void;
}

/**
 * The grid of starting logits that voxels are deposited on (docs/kernels.md): bin b holds the logits from
 * (b − zeroBin) / perUnit to the next, and node k stands at (k − 3 − zeroBin) / perUnit, so that bin b lies between the
 * nodes b + 3 and b + 4 and its voxels spread over b + 2 … b + 5.
 */
export const GRID: {
  readonly perUnit: number;
  readonly bins: number;
  readonly zeroBin: number;
  readonly nodes: number;
} = { perUnit: 32, bins: 416, zeroBin: 208, nodes: 424 };

/** Where the rows of nodes of a band of marginals are, as fractions of its width: (1 − cos(jπ/4)) / 2, j = 0 … 4. */
export const BAND_POINTS: readonly number[] = [0, 0.14644660940672624, 0.5, 0.8535533905932737, 1];

export const BAND_ROWS = 5;

/** Marginals of the rows of both bands of {@link DepositableVoxels.depositBands}, stratum by stratum. */
export function bandMarginals(low: number, high: number): Float32Array {
  return Float32Array.of(...BAND_POINTS.map((u) => u * low), ...BAND_POINTS.map((u) => 1 - u * high));
}

/** Levels that a map may have to be deposited by level. */
export const MAX_LEVELS = 32;

/** The cell of a voxel that was not deposited. */
export const NO_CELL = 65535;

/** Voxels sorted into cells, a bin of a stratum (a level or a band) each, and spread over rows of nodes. */
export interface Deposit {
  /** Number of strata, and rows of nodes of each. */
  readonly strata: number;
  readonly rows: 1 | typeof BAND_ROWS;
  /** Marginals of the rows, stratum by stratum. */
  readonly marginals: Float32Array;
  /** Voxels in each cell: bin b of stratum s is cell s · bins + b. */
  readonly counts: Uint32Array;
  /** What the voxels weigh at each node: node k of row r is r · nodes + k. Σ g over voxels is Σ weight · g over nodes. */
  readonly weights: Float64Array;
  /** Indices of the voxels that belong to no stratum; valid until the first step. */
  readonly listed: Uint32Array;
}

export interface DepositableVoxels extends Voxels {
  /** By level; undefined if there are more than {@link MAX_LEVELS} or a logit lies off the grid. */
  depositLevels(): Deposit | undefined;
  /** By the bands M ≤ low and M ≥ 1 − high; undefined if a logit lies off the grid. */
  depositBands(low: number, high: number): Deposit | undefined;
  /** After a deposit, the cell of each voxel, {@link NO_CELL} for those that were listed. */
  readonly cells: Uint16Array;
  /** After a deposit, the indices of the voxels in the cells whose flag is 1; valid until the first step. */
  listFlagged(flags: Uint8Array): Uint32Array;
}

/** Fields ξ(x, y) = Σ_k (real(y, k) cos 2πkx/n − imaginary(y, k) sin 2πkx/n), k = 0 … waves − 1, in float64. */
export interface Waves {
  /** Values of one wave in the tables: x = 0 … ⌊n/2⌋, and perhaps one that is not used. */
  readonly stride: number;
  /** cos 2πkx/n at k · stride + x, to be filled once. */
  readonly cos: Float64Array;
  /** sin 2πkx/n, likewise. */
  readonly sin: Float64Array;
  /**
   * Amplitudes of cosines along y at k · (2 · waves − 1) + waves − 1 + l, those of l and −l folded: for l > 0 their sum at l
   * and their difference at −l.
   */
  readonly a: Float64Array;
  /** Amplitudes of sines, likewise. */
  readonly b: Float64Array;
  /** real(y, k) at y · waves + k. */
  readonly real: Float64Array;
  /** imaginary(y, k), likewise. */
  readonly imaginary: Float64Array;
  /** real + i imaginary ← Σ_l (a − i b) e^(2πi l y / n) for each y and k. */
  sumColumns(): void;
  /** ξ, n × n values, rows of x; valid until the next call. */
  sum(): Float64Array;
}

/** An image of n × n values seen through a displacement: out(x) = image(x + d(x)), bilinear between pixel centres, zero outside. */
export interface Warp {
  /** Displacement along x in pixels, n × n values. */
  readonly dx: Float64Array;
  /** Displacement along y, likewise. */
  readonly dy: Float64Array;
  /**
   * @param image n × n values, rows of x, each at least 0; they must not change as long as the same image is passed
   * @param out n × n values to write to
   */
  run(image: Float64Array, out: Float32Array): void;
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
