import type { Grid, Triple } from "../../image/grid.ts";
import { voxelCount } from "../../image/grid.ts";
import { allocate } from "../data.ts";
import { type Edges, edgesOf, fillEdges } from "./scanline.ts";
import { projectionOf, toIndices } from "./project.ts";

/** A closed contour as x, y, z, x, y, z, … in mm (LPS); the last point is joined to the first. */
export type ClosedContour = ArrayLike<number>;

/**
 * What contours of one structure that share a slice make together.
 * - `"union"`: a voxel in any of them; a contour inside another has no effect. Plastimatch's rule.
 * - `"holes"`: a voxel in an odd number of them (even-odd); a contour inside another cuts a hole, as planning systems
 *   mean it.
 */
export type Nested = "union" | "holes";

/** What was done with the contours of one structure. */
export interface Rasterised {
  /** One value, 0 or 1, for each voxel of the grid. */
  readonly mask: Uint8Array;
  /** Slice index of each contour, in the order given; −1 if it has no point or its slice is outside the grid. */
  readonly slices: Int32Array;
  /** Index k of each contour's first point along the slice axis, not rounded; NaN for a contour without points. */
  readonly positions: Float32Array;
  /** Slices on which "union" and "holes" differ, ascending. */
  readonly nestedSlices: readonly number[];
  /** Number of voxels that are 1. */
  readonly voxels: number;
}

/**
 * The voxels inside closed contours, by the rule of plastimatch 1.9.4, voxel for voxel:
 *
 * 1. Points become indices of the grid in float32 arithmetic ({@link toIndices}).
 * 2. A contour belongs as a whole to the slice of its first point, k rounded half away from zero; outside the grid it
 *    is ignored. Nothing is interpolated between slices.
 * 3. One contour is filled row by row with the even-odd rule ({@link fillEdges}), so a keyhole cuts a hole.
 * 4. Contours on one slice are joined as `nested` says.
 *
 * @param spare masks of earlier calls that are no longer needed, one of which is written over where it fits
 */
export function rasterise(
  contours: readonly ClosedContour[],
  grid: Grid,
  { nested, spare }: { readonly nested: Nested; readonly spare?: Uint8Array[] | undefined },
): Rasterised {
  const [nx, ny, nz] = grid.shape;
  const projection = projectionOf(grid);
  const mask = emptyMask(voxelCount(grid), spare);
  const indices = contours.map((contour) => toIndices(withoutClosingPoint(contour), projection));
  const positions = Float32Array.from(indices, ({ z }) => z);
  const slices = Int32Array.from(positions, (z) => sliceOf(z, nz));
  const sharing = new Map<number, number>();
  for (const slice of slices) sharing.set(slice, (sharing.get(slice) ?? 0) + 1);
  const rows = new RowRange(grid.shape);
  let voxels = 0;
  indices.forEach(({ x, y }, c) => {
    const slice = slices[c];
    if (slice < 0) return;
    const edges: Edges = edgesOf(x, y, ny);
    const isAlone = sharing.get(slice) === 1;
    if (!isAlone) rows.add(slice, edges);
    fillEdges(edges, nx, (row, from, to) => {
      const start = nx * (slice * ny + row);
      if (isAlone) {
        mask.fill(1, start + from, start + to);
        voxels += to - from;
        return;
      }
      // Bit 0: in an odd number of contours; bit 1: in any.
      for (let i = start + from; i < start + to; i++) mask[i] = (mask[i] ^ 1) | 2;
    });
  });
  const joined = rows.settle(mask, nested);
  return {
    mask,
    slices,
    positions,
    nestedSlices: joined.nestedSlices,
    voxels: voxels + joined.voxels,
  };
}

function emptyMask(voxels: number, spare?: Uint8Array[]): Uint8Array {
  const fits = spare?.at(-1)?.length === voxels;
  return (fits ? spare?.pop()?.fill(0) : undefined) ?? allocate("mask", voxels);
}

/** Slice of a fractional index: rounded half away from zero, −1 outside [0, depth). */
function sliceOf(k: number, depth: number): number {
  const slice = k < 0 ? -Math.floor(0.5 - k) : Math.floor(k + 0.5);
  return slice >= 0 && slice < depth ? slice : -1;
}

/** A contour whose last point repeats the first (in float32) has one point less. */
function withoutClosingPoint(contour: ClosedContour): ClosedContour {
  const n = contour.length - (contour.length % 3);
  const repeats = (d: 0 | 1 | 2): boolean => Math.fround(contour[n - 3 + d]) === Math.fround(contour[d]);
  const closed = n > 0 && repeats(0) && repeats(1) && repeats(2);
  const end = closed && n > 3 ? n - 3 : n;
  return end === contour.length ? contour : Array.prototype.slice.call(contour, 0, end);
}

/** The rows that hold anything of each slice with several contours, so that joining looks at no more. */
class RowRange {
  readonly #shape: Triple;
  readonly #first = new Map<number, number>();
  readonly #last = new Map<number, number>();

  constructor(shape: Triple) {
    this.#shape = shape;
  }

  add(slice: number, edges: Edges): void {
    if (edges.count === 0) return;
    this.#first.set(slice, Math.min(edges.firstRow, this.#first.get(slice) ?? Infinity));
    this.#last.set(slice, Math.max(edges.lastRow, this.#last.get(slice) ?? -Infinity));
  }

  /** Turns the two bits of every voxel into 0 or 1, counts the ones, and finds the slices where the two rules differ. */
  settle(mask: Uint8Array, nested: Nested): { nestedSlices: number[]; voxels: number } {
    const [nx, ny] = this.#shape;
    const value = nested === "union" ? [0, 0, 1, 1] : [0, 0, 0, 1];
    const nestedSlices: number[] = [];
    let voxels = 0;
    for (const [slice, first] of [...this.#first].sort(([a], [b]) => a - b)) {
      const start = nx * (slice * ny + first);
      const end = nx * (slice * ny + this.#last.get(slice)! + 1);
      let differs = false;
      for (let i = start; i < end; i++) {
        const bits = mask[i];
        if (bits === 0) continue;
        if (bits === 2) differs = true;
        mask[i] = value[bits];
        voxels += value[bits];
      }
      if (differs) nestedSlices.push(slice);
    }
    return { nestedSlices, voxels };
  }
}
