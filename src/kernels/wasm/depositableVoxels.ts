import {
  bandMarginals,
  BAND_ROWS,
  GRID,
  MAX_LEVELS,
  NO_CELL,
  type Deposit,
  type DepositableVoxels,
} from "../contract.ts";
import { WasmVoxels } from "./voxels.ts";

// Bytes of what follows the voxels: weights, counts, levels, flags, cells. The list of indices takes the slopes' place.
const WEIGHTS: number = 8 * MAX_LEVELS * GRID.nodes;
const COUNTS: number = 4 * MAX_LEVELS * GRID.bins;
const LEVELS: number = 4 * MAX_LEVELS;
const FLAGS: number = NO_CELL + 1;

/** {@link DepositableVoxels} in the memory of a WebAssembly module. */
export class WasmDepositableVoxels extends WasmVoxels implements DepositableVoxels {
  static override bytes(n: number): number {
    return super.bytes(n) + WEIGHTS + COUNTS + LEVELS + FLAGS + 2 * n;
  }

  depositLevels(): Deposit | undefined {
    const { weights, counts, levels, cells } = this.#room();
    const { f, m } = this;
    const strata = this.run.depositLevels(
      f,
      m,
      this.memory.n,
      levels.byteOffset,
      MAX_LEVELS,
      counts.byteOffset,
      weights.byteOffset,
      cells,
    );
    if (strata < 0) return undefined;
    return { strata, rows: 1, marginals: levels.slice(0, strata), counts, weights, listed: this.#list(0) };
  }

  depositBands(low: number, high: number): Deposit | undefined {
    const { weights, counts, cells } = this.#room();
    const { f, m, w } = this;
    const { n } = this.memory;
    const others = this.run.depositBands(f, m, n, low, high, counts.byteOffset, weights.byteOffset, cells, w);
    if (others < 0) return undefined;
    const marginals = bandMarginals(low, high);
    return { strata: 2, rows: BAND_ROWS, marginals, counts, weights, listed: this.#list(others) };
  }

  listFlagged(flags: Uint8Array): Uint32Array {
    const room = this.end + WEIGHTS + COUNTS + LEVELS;
    new Uint8Array(this.logits.buffer, room, FLAGS).fill(0).set(flags);
    return this.#list(this.run.listFlagged(room + FLAGS, this.memory.n, room, this.w));
  }

  #room(): { weights: Float64Array; counts: Uint32Array; levels: Float32Array; cells: number } {
    const { buffer } = this.logits;
    const { end } = this;
    return {
      weights: new Float64Array(buffer, end, WEIGHTS / 8).fill(0),
      counts: new Uint32Array(buffer, end + WEIGHTS, COUNTS / 4).fill(0),
      levels: new Float32Array(buffer, end + WEIGHTS + COUNTS, MAX_LEVELS),
      cells: end + WEIGHTS + COUNTS + LEVELS + FLAGS,
    };
  }

  #list(length: number): Uint32Array {
    return new Uint32Array(this.logits.buffer, this.w, length);
  }
}
