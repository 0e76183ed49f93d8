import { cornersOf, outerCornersOf } from "./compare.ts";
import { type Grid, mmToVoxel, type Triple, voxelCount, voxelToMm, voxelVolumeMl } from "./grid.ts";
import { coincide } from "./place.ts";

/** A grid that covers others, and whether all voxels of those are voxels of it. */
export interface Cover {
  readonly grid: Grid;
  /** Of the grids given, those whose voxels lie between its voxels; none where nothing has to be interpolated. */
  readonly apart: readonly Grid[];
}

/**
 * One grid that covers several images, whatever their order: the voxels of the finest of them (of several, the largest),
 * continued as far as any reaches. Images on one lattice, with any order or direction of axes, any whole-voxel offset and
 * any extent, lie on it voxel for voxel; those that do not are `apart`.
 *
 * @param grids at least one
 */
export function coveringGrid(grids: readonly Grid[]): Cover {
  const [reference] = [...grids].sort(byFineness);
  const apart = grids.filter((grid) => !coincide(grid, reference));
  const low = [0, 0, 0];
  const high = reference.shape.map((count) => count - 1);
  for (const grid of grids) {
    const isApart = apart.includes(grid);
    // Of voxels between the grid's own, the outer faces count, not the centres.
    for (const corner of (isApart ? outerCornersOf : cornersOf)(grid.shape)) {
      mmToVoxel(reference, voxelToMm(grid, corner)).forEach((value, axis) => {
        low[axis] = Math.min(low[axis], isApart ? Math.ceil(value - TOUCH) : Math.round(value));
        high[axis] = Math.max(high[axis], isApart ? Math.floor(value + TOUCH) : Math.round(value));
      });
    }
  }
  const start = low as unknown as Triple;
  if (
    start.every((value) => value === 0) &&
    high.every((value, axis) => value === reference.shape[axis] - 1)
  ) {
    return { grid: reference, apart };
  }
  const shape = high.map((value, axis) => value - low[axis] + 1) as unknown as Triple;
  return { grid: { ...reference, shape, originMm: voxelToMm(reference, start) }, apart };
}

/** A centre this near to an outer face, in voxels, counts as inside it. */
const TOUCH = 1e-3;

/** Smaller voxels first, then more of them, then by the numbers themselves, so that the order of images does not matter. */
function byFineness(a: Grid, b: Grid): number {
  const finer = voxelVolumeMl(a) - voxelVolumeMl(b);
  if (Math.abs(finer) > 1e-3 * voxelVolumeMl(a)) return finer;
  if (voxelCount(a) !== voxelCount(b)) return voxelCount(b) - voxelCount(a);
  const [first, second] = [numbersOf(a), numbersOf(b)];
  const n = first.findIndex((value, index) => value !== second[index]);
  return n < 0 ? 0 : first[n] - second[n];
}

function numbersOf({ shape, spacingMm, directions, originMm }: Grid): number[] {
  // Axes along the patient's come first where several grids are alike.
  const turned = directions
    .flat()
    .reduce((sum, value, n) => sum + Math.abs(value - (n % 4 === 0 ? 1 : 0)), 0);
  return [turned, ...originMm, ...shape, ...spacingMm, ...directions.flat()];
}
