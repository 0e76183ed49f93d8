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

/** The voxel of `whole` that the first of `part` is, where voxels {@link coincide} and the axes agree in order and direction. */
export function shiftBetween(part: Grid, whole: Grid): Triple | undefined {
  const at = (position: Triple): Triple => mmToVoxel(whole, voxelToMm(part, position));
  const first = at([0, 0, 0]);
  const agree = [at([1, 0, 0]), at([0, 1, 0]), at([0, 0, 1])].every(
    (end, axis) => Math.round(end[axis] - first[axis]) === 1,
  );
  if (!agree || !coincide(part, whole)) return undefined;
  return [Math.round(first[0]), Math.round(first[1]), Math.round(first[2])];
}

function isCentre(position: Triple): boolean {
  return position.every((value) => Math.abs(value - Math.round(value)) <= sameGridToleranceVoxels);
}
