import type { Box } from "../../image/crop.ts";
import { type Grid, type Triple, voxelToMm } from "../../image/grid.ts";
import { wholeBox } from "../../image/part.ts";
import { paint, type Selection } from "../selection.ts";
import type { MarkedPart } from "../markedPart.ts";
import type { VotePatterns } from "../patterns.ts";
import type { VoteMap } from "../voteMap.ts";

/** Centres of mass of segmentations, in mm (LPS); undefined for an empty one. */
export type Centroids = (selection: Selection) => Triple | undefined;

/**
 * Prepares {@link Centroids}: sums positions by pattern, so that a segmentation costs its patterns only.
 *
 * @param wholeMap the votes on the whole grid, asked for only where voxels that nobody marked have to be found
 * @param marked the part of the map that anyone marked
 */
export function centroidsOn(
  wholeMap: () => VoteMap,
  votes: VotePatterns,
  grid: Grid,
  marked: MarkedPart | undefined,
): Centroids {
  const { counts } = votes;
  const sums = positionsByPattern(grid, counts.length, marked);
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
    const [x, y, z] = isWhole
      ? total
      : positionSums(
          votes,
          selection,
          (selection[0] > 0 ? undefined : marked) ?? { box: wholeBox(grid), map: wholeMap() },
        );
    return voxelToMm(grid, [x / voxels, y / voxels, z / voxels]);
  };
}

/** Σ i, Σ j and Σ k over the voxels of each pattern; those of pattern 0 are what the others leave of the whole grid's. */
function positionsByPattern(
  { shape }: Grid,
  patterns: number,
  marked: MarkedPart | undefined,
): readonly Float64Array[] {
  const sums = shape.map(() => new Float64Array(patterns));
  if (marked !== undefined) {
    const { map } = marked;
    overVoxels(marked.box, (at, i, j, k) => {
      const p = map.patternAt(at);
      sums[0][p] += i;
      sums[1][p] += j;
      sums[2][p] += k;
    });
  }
  const voxels = shape[0] * shape[1] * shape[2];
  sums.forEach((sum, axis) => {
    sum[0] = 0;
    sum[0] = (voxels * (shape[axis] - 1)) / 2 - sum.reduce((a, b) => a + b, 0);
  });
  return sums;
}

function positionSums(votes: VotePatterns, selection: Selection, { box, map }: MarkedPart): number[] {
  const mask = paint(map, votes, selection);
  const total = [0, 0, 0];
  overVoxels(box, (at, i, j, k) => {
    if (mask[at] === 0) return;
    total[0] += i;
    total[1] += j;
    total[2] += k;
  });
  return total;
}

/** Calls for each voxel of a box with its index there and its place on the grid. */
function overVoxels({ start, end }: Box, visit: (at: number, i: number, j: number, k: number) => void): void {
  let at = 0;
  for (let k = start[2]; k < end[2]; k++) {
    for (let j = start[1]; j < end[1]; j++) {
      for (let i = start[0]; i < end[0]; i++, at++) visit(at, i, j, k);
    }
  }
}

/** The distance of two centroids in mm; NaN where one does not exist. */
export function centroidShiftMm(a: Triple | undefined, b: Triple | undefined): number {
  return a === undefined || b === undefined ? Number.NaN : Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
