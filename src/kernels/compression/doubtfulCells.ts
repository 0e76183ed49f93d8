import { GRID, type Deposit } from "../contract.ts";
import type { Nodes } from "./nodes.ts";

/** Neither side of 0 for sure. */
export const UNDECIDED = 2;

/**
 * Which side of 0 the logits of each cell are on, at one iteration: 1 if F ≥ 0 for all its voxels, 0 if F < 0, and
 * {@link UNDECIDED} if 0 lies within what interpolation between the nodes around it may miss. With the four nodes of each of
 * the cell's rows,
 *
 *     margin = ½ max |second difference along the row| + (max − min over rows at one node) + tolerance
 *
 * and the sign is decided if every node next to the cell has it and is farther from 0 than the margin. Between two nodes
 * a function departs from their chord by an eighth of its largest second difference, between the rows of a band from
 * their values by less than their spread (docs/kernels.md).
 *
 * @param logits of the nodes, at this iteration
 * @param sides written to, one for each cell; cells without voxels stay as they are
 */
export function decideCells(
  { strata, rows, counts }: Deposit,
  { at }: Nodes,
  logits: Float32Array,
  tolerance: number,
  sides: Uint8Array,
): void {
  for (let s = 0; s < strata; s++) {
    for (let bin = 0; bin < GRID.bins; bin++) {
      const cell = s * GRID.bins + bin;
      if (counts[cell] > 0)
        sides[cell] = sideOf(at, logits, s * rows * GRID.nodes + bin + 2, rows, tolerance);
    }
  }
}

function sideOf(at: Int32Array, logits: Float32Array, node: number, rows: number, tolerance: number): number {
  let nearest = Infinity;
  let positive = 0;
  let bend = 0;
  let [lowB, highB, lowC, highC] = [Infinity, -Infinity, Infinity, -Infinity];
  let used = 0;
  for (let j = 0; j < rows; j++) {
    const start = node + j * GRID.nodes;
    if (at[start] < 0 || at[start + 1] < 0 || at[start + 2] < 0 || at[start + 3] < 0) continue;
    const a = logits[at[start]];
    const b = logits[at[start + 1]];
    const c = logits[at[start + 2]];
    const d = logits[at[start + 3]];
    bend = Math.max(bend, Math.abs(a - 2 * b + c), Math.abs(b - 2 * c + d));
    nearest = Math.min(nearest, Math.abs(b), Math.abs(c));
    positive += (b >= 0 ? 1 : 0) + (c >= 0 ? 1 : 0);
    lowB = Math.min(lowB, b);
    highB = Math.max(highB, b);
    lowC = Math.min(lowC, c);
    highC = Math.max(highC, c);
    used += 2;
  }
  const margin = bend / 2 + Math.max(highB - lowB, highC - lowC) + tolerance;
  if (used === 0 || !(nearest > margin) || (positive > 0 && positive < used)) return UNDECIDED;
  return positive > 0 ? 1 : 0;
}

/**
 * Which side of 0 the logit of one voxel is on, by cubic interpolation between the four nodes around its start, whose
 * error is taken to be an eighth of their third difference; undecided in a band, and where 0 is nearer than that.
 */
export function interpolatedSide(
  { rows }: Deposit,
  { at }: Nodes,
  logits: Float32Array,
  cell: number,
  start: number,
  tolerance: number,
): number {
  const node = Math.floor(cell / GRID.bins) * GRID.nodes + (cell % GRID.bins) + 2;
  if (rows > 1 || at[node] < 0 || at[node + 1] < 0 || at[node + 2] < 0 || at[node + 3] < 0) return UNDECIDED;
  const a = logits[at[node]];
  const b = logits[at[node + 1]];
  const c = logits[at[node + 2]];
  const e = logits[at[node + 3]];
  const x = start * GRID.perUnit;
  const d = x - Math.floor(x);
  const p = d * d - d;
  const value = (p * ((2 - d) * a + (d + 1) * e)) / 6 + ((p - 2) * ((d - 1) * b - d * c)) / 2;
  if (!(Math.abs(value) > Math.abs(e - 3 * c + 3 * b - a) / 8 + tolerance)) return UNDECIDED;
  return value > 0 ? 1 : 0;
}
