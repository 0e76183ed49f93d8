import {
  BAND_POINTS,
  bandMarginals,
  BAND_ROWS,
  GRID,
  MAX_LEVELS,
  NO_CELL,
  type Deposit,
  type DepositableVoxels,
} from "../contract.ts";
import { depositOfMoments } from "../depositOfMoments.ts";
import { ReferenceVoxels } from "./voxels.ts";

/** The readable {@link DepositableVoxels}. */
export class ReferenceDepositableVoxels extends ReferenceVoxels implements DepositableVoxels {
  readonly cells: Uint16Array = new Uint16Array(this.logits.length);

  depositLevels(): Deposit | undefined {
    const moments = new Float64Array(4 * MAX_LEVELS * GRID.bins);
    const levels: number[] = [];
    for (const [i, m] of this.marginal.entries()) {
      let level = levels.indexOf(m);
      if (level < 0) level = levels.push(m) - 1;
      const { bin, d } = gridPosition(this.logits[i]);
      if (level >= MAX_LEVELS || !(bin >= 0 && bin < GRID.bins)) return undefined;
      const cell = level * GRID.bins + bin;
      this.cells[i] = cell;
      const p = d * d - d;
      for (const [k, moment] of [1, d, p, p * d].entries()) moments[4 * cell + k] += moment;
    }
    return depositOfMoments(Float32Array.from(levels), moments);
  }

  depositBands(low: number, high: number): Deposit | undefined {
    const weights = new Float64Array(2 * BAND_ROWS * GRID.nodes);
    const counts = new Uint32Array(2 * GRID.bins);
    const listed: number[] = [];
    for (const [i, m] of this.marginal.entries()) {
      const { bin, d } = gridPosition(this.logits[i]);
      if (!(bin >= 0 && bin < GRID.bins)) return undefined;
      const band = m <= low ? 0 : 1;
      const distance = band === 0 ? m : 1 - m;
      const width = band === 0 ? low : high;
      if (distance > width) {
        this.cells[i] = NO_CELL;
        listed.push(i);
        continue;
      }
      this.cells[i] = band * GRID.bins + bin;
      counts[this.cells[i]] += 1;
      const node = band * BAND_ROWS * GRID.nodes + bin + 2;
      const rows = distance === 0 ? [1] : rowWeights(distance / width);
      for (const [j, weight] of rows.entries()) spread(weights, node + j * GRID.nodes, d, weight);
    }
    const marginals = bandMarginals(low, high);
    return { strata: 2, rows: BAND_ROWS, marginals, counts, weights, listed: Uint32Array.from(listed) };
  }

  listFlagged(flags: Uint8Array): Uint32Array {
    const listed: number[] = [];
    for (const [i, cell] of this.cells.entries()) if (flags[cell] === 1) listed.push(i);
    return Uint32Array.from(listed);
  }
}

/** The bin of a logit and where in it, as a fraction of its width: exact in float32 but for d next to 1. */
function gridPosition(logit: number): { bin: number; d: number } {
  const x = Math.fround(logit * GRID.perUnit);
  const floor = Math.floor(x);
  return { bin: floor + GRID.zeroBin, d: Math.fround(x - floor) };
}

/**
 * Adds `scale` times the weights of cubic interpolation at fraction d between the second and the third of four
 * neighbouring nodes: a cubic g has Σ weight · g(node) = scale · g(there).
 */
function spread(weights: Float64Array, node: number, d: number, scale: number): void {
  const p = d * d - d;
  const q = p - 2;
  weights[node] += (2 - d) * p * (1 / 6) * scale;
  weights[node + 1] += (d - 1) * q * 0.5 * scale;
  weights[node + 2] += -d * q * 0.5 * scale;
  weights[node + 3] += (d + 1) * p * (1 / 6) * scale;
}

/** Lagrange's polynomials of the nodes {@link BAND_POINTS}, at u. */
function rowWeights(u: number): readonly number[] {
  const [u1, u2, u3, u4] = BAND_POINTS.slice(1).map((point) => u - point);
  return [
    u1 * u2 * u3 * u4 * 16,
    -32 * u * u2 * u3 * u4,
    32 * u * u1 * u3 * u4,
    -32 * u * u1 * u2 * u4,
    16 * u * u1 * u2 * u3,
  ];
}
