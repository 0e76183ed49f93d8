import { checkNumber } from "../../core/check.ts";
import { type Grid, type Triple, voxelCount } from "../../image/grid.ts";
import { boxShape } from "../../image/part.ts";
import type { Observed } from "./observed.ts";

/** A structure's marginal in a patch of every slice: one sample of the experiment. */
export interface Patch {
  /** First column and row of the patch in the grid. */
  readonly start: readonly [column: number, row: number];
  /** Columns, rows and slices; the grid's own where it is smaller than the patch. */
  readonly shape: Triple;
  /** k/R: the part of the R observers who marked each voxel; first axis fastest. */
  readonly marginal: Float32Array;
  /** Part of Σ m that lies outside the patch, in [0, 1). */
  readonly outside: number;
}

/** Columns, rows and slices of the patches of a grid. */
export function patchShape({ shape }: Pick<Grid, "shape">, size: number): Triple {
  checkNumber("patch", size, (n) => Number.isInteger(n) && n >= 1, "an integer of at least 1");
  return [Math.min(size, shape[0]), Math.min(size, shape[1]), shape[2]];
}

/**
 * Cuts `size` × `size` pixels out of every slice, the same in all of them, centred in the structure: the middle of the
 * patch is as near to the centroid of the marginal, its mean (column, row), as whole pixels and the image's border
 * allow.
 */
export function cutPatch({ grid, box, votes }: Observed, size: number): Patch {
  const shape = patchShape(grid, size);
  const [width, height] = boxShape(box);
  const bits = bitCounts(votes.raters);
  let sum = 0;
  const moments = [0, 0];
  for (let i = 0; i < votes.voxels; i++) {
    const count = bits(votes.at(i));
    if (count === 0) continue;
    sum += count;
    moments[0] += count * (box.start[0] + (i % width));
    moments[1] += count * (box.start[1] + (Math.floor(i / width) % height));
  }
  const place = (axis: 0 | 1): number => {
    const centred = Math.round(moments[axis] / sum - (shape[axis] - 1) / 2);
    return Math.min(grid.shape[axis] - shape[axis], Math.max(0, centred));
  };
  const [column, row] = [place(0), place(1)];
  const [columns, rows] = shape;
  const marginal = new Float32Array(voxelCount({ shape }));
  let inside = 0;
  for (let i = 0; i < votes.voxels; i++) {
    const count = bits(votes.at(i));
    if (count === 0) continue;
    const x = box.start[0] + (i % width) - column;
    const y = box.start[1] + (Math.floor(i / width) % height) - row;
    if (x < 0 || x >= columns || y < 0 || y >= rows) continue;
    const z = box.start[2] + Math.floor(i / (width * height));
    marginal[x + columns * (y + rows * z)] = count / votes.raters;
    inside += count;
  }
  return { start: [column, row], shape, marginal, outside: 1 - inside / sum };
}

/** The number of bits set in an integer of at most `width` bits. */
function bitCounts(width: number): (pattern: number) => number {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => {
    let count = 0;
    for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
    return count;
  });
  if (width <= 8) return (pattern) => table[pattern];
  return (pattern) =>
    table[pattern & 255] +
    table[(pattern >> 8) & 255] +
    table[(pattern >> 16) & 255] +
    table[(pattern >> 24) & 255];
}
