import { GRID } from "../contract.ts";
import type { Points, WeightedPoints } from "./nodes.ts";

/** Cells of the probes' grid to the unit, of marginals and of starts. */
const PER_MARGINAL = 16;
const PER_START = 4;

const COLUMNS: number = (GRID.bins / GRID.perUnit) * PER_START;

/**
 * A few hundred weighted points that stand for others where only the small difference between two runs of them is wanted:
 * each counts at the middle of its cell of a coarse grid of marginals and starts.
 *
 * @param points with marginals in [0, 1] and logits on the grid of starts
 */
export function collectProbes({ marginals, logits }: Points): WeightedPoints {
  const counts = new Uint32Array(PER_MARGINAL * COLUMNS);
  for (let i = 0; i < marginals.length; i++) {
    const row = Math.min(PER_MARGINAL - 1, Math.floor(marginals[i] * PER_MARGINAL));
    counts[row * COLUMNS + Math.floor((logits[i] + GRID.zeroBin / GRID.perUnit) * PER_START)] += 1;
  }
  const cells = new Uint32Array(counts.length);
  let used = 0;
  for (let cell = 0; cell < counts.length; cell++) if (counts[cell] > 0) cells[used++] = cell;
  const probes: WeightedPoints = {
    marginals: new Float32Array(used),
    logits: new Float32Array(used),
    weights: new Float32Array(used),
  };
  for (let k = 0; k < used; k++) {
    const column = cells[k] % COLUMNS;
    probes.marginals[k] = ((cells[k] - column) / COLUMNS + 0.5) / PER_MARGINAL;
    probes.logits[k] = (column + 0.5) / PER_START - GRID.zeroBin / GRID.perUnit;
    probes.weights[k] = counts[cells[k]];
  }
  return probes;
}
