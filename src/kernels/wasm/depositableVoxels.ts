import {
  bandMarginals,
  BAND_ROWS,
  GRID,
  MAX_LEVELS,
  NO_CELL,
  PADDING,
  type Deposit,
  type DepositableVoxels,
} from "../contract.ts";
import { depositOfMoments } from "../depositOfMoments.ts";
import { WasmVoxels } from "./voxels.ts";

// Bytes of what follows the voxels: sums of cells or nodes, levels, flags, cells. The list of indices takes the slopes'
// place.
const MOMENTS: number = 32 * MAX_LEVELS * GRID.bins;
const BAND_WEIGHTS: number = 8 * 2 * BAND_ROWS * GRID.nodes;
const LEVELS: number = 4 * (MAX_LEVELS + 4);
const FLAGS: number = NO_CELL + 1;

/** {@link DepositableVoxels} in the memory of a WebAssembly module. */
export class WasmDepositableVoxels extends WasmVoxels implements DepositableVoxels {
  readonly #sums: number = Math.ceil(this.end / 16) * 16;
  readonly #levels: number = this.#sums + MOMENTS;
  readonly #flags: number = this.#levels + LEVELS;
  readonly cells: Uint16Array = new Uint16Array(this.logits.buffer, this.#flags + FLAGS, this.memory.n);

  static override bytes(n: number): number {
    return super.bytes(n) + 16 + MOMENTS + LEVELS + FLAGS + 2 * (n + 16);
  }

  depositLevels(): Deposit | undefined {
    const { buffer } = this.logits;
    const { n } = this.memory;
    const moments = new Float64Array(buffer, this.#sums, MOMENTS / 8).fill(0);
    // The kernel takes four voxels at a time: as many as are missing join as copies of the first voxel at logit 0, which
    // adds 1 to the first moment of one cell and nothing else.
    const missing = (4 - (n % 4)) % 4;
    this.#pad(missing, 0, this.marginal[0]);
    const { f, m } = this;
    const strata = this.run.depositLevels(
      f,
      m,
      n + missing,
      this.#levels,
      MAX_LEVELS,
      this.#sums,
      this.cells.byteOffset,
    );
    this.#pad(missing, PADDING.logit, PADDING.marginal);
    if (strata < 0) return undefined;
    moments[4 * GRID.zeroBin] -= missing;
    const levels = new Float32Array(buffer, this.#levels, strata).slice();
    return depositOfMoments(levels, moments);
  }

  depositBands(low: number, high: number): Deposit | undefined {
    const { buffer } = this.logits;
    const { f, m, w } = this;
    const weights = new Float64Array(buffer, this.#sums, BAND_WEIGHTS / 8).fill(0);
    const counts = new Uint32Array(buffer, this.#sums + BAND_WEIGHTS, 2 * GRID.bins).fill(0);
    const others = this.run.depositBands(
      f,
      m,
      this.memory.n,
      low,
      high,
      counts.byteOffset,
      weights.byteOffset,
      this.cells.byteOffset,
      w,
    );
    if (others < 0) return undefined;
    const marginals = bandMarginals(low, high);
    return { strata: 2, rows: BAND_ROWS, marginals, counts, weights, listed: this.#list(others) };
  }

  listFlagged(flags: Uint8Array): Uint32Array {
    new Uint8Array(this.logits.buffer, this.#flags, FLAGS).fill(0).set(flags);
    return this.#list(this.run.listFlagged(this.cells.byteOffset, this.memory.n, this.#flags, this.w));
  }

  #pad(count: number, logit: number, marginal: number): void {
    const { buffer } = this.logits;
    const { n } = this.memory;
    new Float32Array(buffer, this.f + 4 * n, count).fill(logit);
    new Float32Array(buffer, this.m + 4 * n, count).fill(marginal);
  }

  #list(length: number): Uint32Array {
    return new Uint32Array(this.logits.buffer, this.w, length);
  }
}
