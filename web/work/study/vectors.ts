import { type Grid, mmToVoxel, type Triple } from "../../../src/image/grid.ts";

/**
 * Closed contours in voxels of a grid, as an observer drew them; a voxel's centre is at whole numbers. Contour n has the
 * points `starts[n]` up to `starts[n + 1]`, three numbers each, and lies across an axis of the grid or across none.
 */
export interface Vectors {
  /** i, j, k of each point. */
  readonly points: Float32Array;
  /** One more than there are contours. */
  readonly starts: Uint32Array;
  /** The axis that each contour is across: 0, 1, 2, or 255 for one that is oblique to the grid. */
  readonly axes: Uint8Array;
}

/** How far a contour's points may be from its plane, in voxels: coordinates are written with two decimals or so. */
const FLATNESS = 0.1;

/** @param contoursMm x, y, z, x, y, z, … of each contour in mm (LPS) */
export function vectorsOn(grid: Grid, contoursMm: readonly Float64Array[]): Vectors {
  const count = contoursMm.reduce((sum, { length }) => sum + length, 0);
  const points = new Float32Array(count);
  const starts = new Uint32Array(contoursMm.length + 1);
  const axes = new Uint8Array(contoursMm.length);
  let at = 0;
  for (const [n, contour] of contoursMm.entries()) {
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let p = 0; p + 2 < contour.length; p += 3) {
      const voxel = mmToVoxel(grid, [contour[p], contour[p + 1], contour[p + 2]]);
      for (const axis of [0, 1, 2] as const) {
        points[at++] = voxel[axis];
        low[axis] = Math.min(low[axis], voxel[axis]);
        high[axis] = Math.max(high[axis], voxel[axis]);
      }
    }
    starts[n + 1] = at / 3;
    axes[n] = flatAxis(low, high);
  }
  return { points: points.subarray(0, at), starts, axes };
}

function flatAxis(low: readonly number[], high: readonly number[]): number {
  const spans = ([0, 1, 2] as const).map((axis) => high[axis] - low[axis]) as unknown as Triple;
  const axis = spans.indexOf(Math.min(...spans));
  return spans[axis] <= FLATNESS ? axis : 255;
}
