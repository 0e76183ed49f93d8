import { cornersOf, sameGridToleranceVoxels } from "./compare.ts";
import { type Grid, mmToVoxel, type Triple, voxelToMm } from "./grid.ts";
import { resample } from "./resample.ts";
import type { Volume } from "./volume.ts";

/**
 * A volume on a grid of which its own voxels are a part, be it with other order or direction of the axes: they keep their
 * place and value, and the others are 0. Voxels outside the grid are left out.
 * @returns `undefined` when the voxels of the two do not coincide to a tenth of a voxel, so that values would have to be interpolated
 */
export function placeOn(volume: Volume, grid: Grid): Volume | undefined {
  return coincide(volume.grid, grid) ? resample(volume, grid, "nearest") : undefined;
}

/** Whether every voxel centre of `part` is one of `whole`, continued beyond its borders, and neighbours are neighbours. */
export function coincide(part: Grid, whole: Grid): boolean {
  const at = (position: Triple): Triple => mmToVoxel(whole, voxelToMm(part, position));
  const first = at([0, 0, 0]);
  const corners = cornersOf(part.shape).map(at);
  const steps = [at([1, 0, 0]), at([0, 1, 0]), at([0, 0, 1])];
  const isUnit = (end: Triple): boolean =>
    end.reduce((sum, value, axis) => sum + Math.abs(Math.round(value - first[axis])), 0) === 1;
  return steps.every(isUnit) && corners.every(isCentre);
}

function isCentre(position: Triple): boolean {
  return position.every((value) => Math.abs(value - Math.round(value)) <= sameGridToleranceVoxels);
}
