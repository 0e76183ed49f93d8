import {
  bandMarginals,
  BAND_ROWS,
  GRID,
  MAX_LEVELS,
  NO_CELL,
  type Deposit,
  type DepositableVoxels,
} from "../contract.ts";
import { ReferenceVoxels } from "./voxels.ts";

/** The readable {@link DepositableVoxels}. */
export class ReferenceDepositableVoxels extends ReferenceVoxels implements DepositableVoxels {
  readonly #cells: Uint16Array = new Uint16Array(this.logits.length);

  depositLevels(): Deposit | undefined {
    const { weights, counts } = newDeposit();
    const levels: number[] = [];
    for (const [i, m] of this.marginal.entries()) {
      let level = levels.indexOf(m);
      if (level < 0) level = levels.push(m) - 1;
      const x = gridPosition(this.logits[i]);
      if (level >= MAX_LEVELS || !(x >= 0 && x < GRID.bins)) return undefined;
      const bin = Math.floor(x);
      this.#cells[i] = level * GRID.bins + bin;
      counts[this.#cells[i]] += 1;
      spread(weights, level * GRID.nodes + bin + 2, x - bin, 1);
    }
    const marginals = Float32Array.from(levels);
    return { strata: levels.length, rows: 1, marginals, counts, weights, listed: new Uint32Array() };
  }

  depositBands(low: number, high: number): Deposit | undefined {
    const { weights, counts } = newDeposit();
    const listed: number[] = [];
    for (const [i, m] of this.marginal.entries()) {
      const x = gridPosition(this.logits[i]);
      if (!(x >= 0 && x < GRID.bins)) return undefined;
      const band = m <= low ? 0 : 1;
      const distance = band === 0 ? m : 1 - m;
      const width = band === 0 ? low : high;
      if (distance > width) {
        this.#cells[i] = NO_CELL;
        listed.push(i);
        continue;
      }
      const bin = Math.floor(x);
      this.#cells[i] = band * GRID.bins + bin;
      counts[this.#cells[i]] += 1;
      const node = band * BAND_ROWS * GRID.nodes + bin + 2;
      const rows = distance === 0 ? [1] : rowWeights(distance / width);
      for (const [j, weight] of rows.entries()) spread(weights, node + j * GRID.nodes, x - bin, weight);
    }
    const marginals = bandMarginals(low, high);
    return { strata: 2, rows: BAND_ROWS, marginals, counts, weights, listed: Uint32Array.from(listed) };
  }

  listFlagged(flags: Uint8Array): Uint32Array {
    const listed: number[] = [];
    for (const [i, cell] of this.#cells.entries()) if (flags[cell] === 1) listed.push(i);
    return Uint32Array.from(listed);
  }
}

function newDeposit(): { weights: Float64Array; counts: Uint32Array } {
  return {
    weights: new Float64Array(MAX_LEVELS * GRID.nodes),
    counts: new Uint32Array(MAX_LEVELS * GRID.bins),
  };
}

function gridPosition(logit: number): number {
  return (logit - GRID.lowest) * GRID.perUnit;
}

/**
 * Adds `scale` times the weights of cubic interpolation at fraction d between the second and the third of four
 * neighbouring nodes: a cubic g has Σ weight · g(node) = scale · g(there).
 */
function spread(weights: Float64Array, node: number, d: number, scale: number): void {
  weights[node] += ((-d * (d - 1) * (d - 2)) / 6) * scale;
  weights[node + 1] += (((d + 1) * (d - 1) * (d - 2)) / 2) * scale;
  weights[node + 2] += ((-(d + 1) * d * (d - 2)) / 2) * scale;
  weights[node + 3] += (((d + 1) * d * (d - 1)) / 6) * scale;
}

/** Lagrange's polynomials of the nodes (1 − cos(jπ/4)) / 2, j = 0 … 4, at u. */
function rowWeights(u: number): readonly number[] {
  const u1 = u - 0.14644660940672624;
  const u2 = u - 0.5;
  const u3 = u - 0.8535533905932737;
  const u4 = u - 1;
  return [
    u1 * u2 * u3 * u4 * 16,
    -32 * u * u2 * u3 * u4,
    32 * u * u1 * u3 * u4,
    -32 * u * u1 * u2 * u4,
    16 * u * u1 * u2 * u3,
  ];
}
