import { type Grid, type Triple, voxelToMm } from "../../image/grid.ts";
import { paint, type Selection } from "../selection.ts";
import type { VotePatterns } from "../patterns.ts";
import type { VoteMap } from "../voteMap.ts";

/** Centres of mass of segmentations, in mm (LPS); undefined for an empty one. */
export type Centroids = (selection: Selection) => Triple | undefined;

/** Prepares {@link Centroids}: sums positions by pattern, so that a segmentation costs its patterns only. */
export function centroidsOn(map: VoteMap, votes: VotePatterns, grid: Grid): Centroids {
  const { counts } = votes;
  const sums = [0, 1, 2].map(() => new Float64Array(counts.length));
  const [nx, ny] = grid.shape;
  for (let i = 0; i < map.voxels; i++) {
    const p = map.patternAt(i);
    const row = Math.floor(i / nx);
    sums[0][p] += i - nx * row;
    sums[1][p] += row % ny;
    sums[2][p] += Math.floor(row / ny);
  }
  return (selection) => {
    let voxels = 0;
    let isWhole = true;
    const total = [0, 0, 0];
    for (let p = 0; p < selection.length; p++) {
      if (selection[p] === 0) continue;
      voxels += selection[p];
      if (selection[p] < counts[p]) isWhole = false;
      for (let axis = 0; axis < 3; axis++) total[axis] += sums[axis][p];
    }
    if (voxels === 0) return undefined;
    const [x, y, z] = isWhole ? total : positionSums(paint(map, votes, selection), nx, ny);
    return voxelToMm(grid, [x / voxels, y / voxels, z / voxels]);
  };
}

function positionSums(mask: Uint8Array, nx: number, ny: number): number[] {
  const total = [0, 0, 0];
  mask.forEach((inside, i) => {
    if (inside === 0) return;
    const row = Math.floor(i / nx);
    total[0] += i - nx * row;
    total[1] += row % ny;
    total[2] += Math.floor(row / ny);
  });
  return total;
}

/** The distance of two centroids in mm; NaN where one does not exist. */
export function centroidShiftMm(a: Triple | undefined, b: Triple | undefined): number {
  return a === undefined || b === undefined ? Number.NaN : Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
