import { GRID, type Deposit } from "./contract.ts";

/**
 * A deposit by level from what its cells sum: Σ 1, Σ d, Σ d (d − 1) and Σ d² (d − 1) over the fractions d of each cell's
 * voxels. The weights of cubic interpolation at d between the nodes −1, 0, 1 and 2 are combinations of these, with
 * p = d (d − 1):
 *
 *     (2p − pd)/6,   (pd − p − 2d + 2)/2,   (2d − pd)/2,   (p + pd)/6
 */
export function depositOfMoments(levels: Float32Array, moments: Float64Array): Deposit {
  const counts = new Uint32Array(levels.length * GRID.bins);
  const weights = new Float64Array(levels.length * GRID.nodes);
  for (let cell = 0; cell < counts.length; cell++) {
    const count = moments[4 * cell];
    if (count === 0) continue;
    const d = moments[4 * cell + 1];
    const p = moments[4 * cell + 2];
    const pd = moments[4 * cell + 3];
    const node = Math.floor(cell / GRID.bins) * GRID.nodes + (cell % GRID.bins) + 2;
    counts[cell] = count;
    weights[node] += (2 * p - pd) / 6;
    weights[node + 1] += (pd - p - 2 * d + 2 * count) / 2;
    weights[node + 2] += (2 * d - pd) / 2;
    weights[node + 3] += (p + pd) / 6;
  }
  return { strata: levels.length, rows: 1, marginals: levels, counts, weights, listed: new Uint32Array() };
}
