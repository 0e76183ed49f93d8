import { BAND_POINTS, BAND_ROWS, GRID, type Deposit, type DepositableVoxels } from "../contract.ts";

/** Marginals, and logits at the start. */
export interface Points {
  readonly marginals: Float32Array;
  readonly logits: Float32Array;
}

/** Points that stand for as many voxels as their weights say. */
export interface WeightedPoints extends Points {
  readonly weights: Float32Array;
}

/** The nodes of a deposit that weigh something. */
export interface Nodes extends WeightedPoints {
  /** Where node k of row r is, at r · GRID.nodes + k; −1 if it is not used. */
  readonly at: Int32Array;
}

/** The nodes of a deposit, with its weights or with others on the same grid; unused nodes are left out. */
export function collectNodes({ marginals }: Deposit, weights: Float64Array): Nodes {
  const at = new Int32Array(marginals.length * GRID.nodes).fill(-1);
  let count = 0;
  for (let node = 0; node < at.length; node++) if (weights[node] !== 0) at[node] = count++;
  const nodes: Nodes = {
    marginals: new Float32Array(count),
    logits: new Float32Array(count),
    weights: new Float32Array(count),
    at,
  };
  for (let node = 0; node < at.length; node++) {
    const k = at[node];
    if (k < 0) continue;
    nodes.marginals[k] = marginals[Math.floor(node / GRID.nodes)];
    nodes.logits[k] = ((node % GRID.nodes) - 3 - GRID.zeroBin) / GRID.perUnit;
    nodes.weights[k] = weights[node];
  }
  return nodes;
}

/** Some of the voxels, by themselves. */
export function collectPoints({ marginal, logits }: DepositableVoxels, indices: Uint32Array): Points {
  const points: Points = {
    marginals: new Float32Array(indices.length),
    logits: new Float32Array(indices.length),
  };
  for (let k = 0; k < indices.length; k++) {
    points.marginals[k] = marginal[indices[k]];
    points.logits[k] = logits[indices[k]];
  }
  return points;
}

/**
 * The weights that a deposit would have on every other node of every row and, in bands, on every other row: what stands
 * at a node that is dropped is spread over its neighbours by interpolation of the same kind, cubic along logits
 * (−1, 9, 9, −1)/16 and quadratic through three rows.
 */
export function coarsen({ strata, rows, weights, marginals }: Deposit): Float64Array {
  const coarse = weights.slice(0, marginals.length * GRID.nodes);
  if (rows === BAND_ROWS) {
    for (let s = 0; s < strata; s++) {
      const first = s * BAND_ROWS;
      spreadRow(coarse, first, 1);
      spreadRow(coarse, first, 3);
    }
  }
  for (let row = 0; row < marginals.length; row++) {
    const start = row * GRID.nodes;
    for (let k = 3; k < GRID.nodes - 3; k += 2) {
      const weight = coarse[start + k];
      if (weight === 0) continue;
      coarse[start + k] = 0;
      coarse[start + k - 3] -= weight / 16;
      coarse[start + k - 1] += (9 * weight) / 16;
      coarse[start + k + 1] += (9 * weight) / 16;
      coarse[start + k + 3] -= weight / 16;
    }
  }
  return coarse;
}

/** Moves the weights of one row of a band to its rows at 0, ½ and 1. */
function spreadRow(weights: Float64Array, first: number, row: number): void {
  const u = BAND_POINTS[row];
  const lagrange = [2 * (u - 0.5) * (u - 1), -4 * u * (u - 1), 2 * u * (u - 0.5)];
  const from = (first + row) * GRID.nodes;
  for (let k = 0; k < GRID.nodes; k++) {
    const weight = weights[from + k];
    if (weight === 0) continue;
    weights[from + k] = 0;
    for (const [j, share] of lagrange.entries()) {
      weights[(first + 2 * j) * GRID.nodes + k] += weight * share;
    }
  }
}
