import { describeGridDifference } from "./compare.ts";
import { type Grid, mmToVoxel, type Triple, voxelToMm } from "./grid.ts";
import { resample } from "./resample.ts";
import type { Volume } from "./volume.ts";

/**
 * A volume on a grid of which its own voxels are a part: they keep their place, and the others are 0. Voxels outside the
 * grid are left out.
 * @returns `undefined` when the voxels of the two do not coincide, so that values would have to be interpolated
 */
export function placeOn(volume: Volume, grid: Grid): Volume | undefined {
  const [i, j, k] = mmToVoxel(grid, volume.grid.originMm);
  const start: Triple = [Math.round(i), Math.round(j), Math.round(k)];
  const box: Grid = { ...grid, shape: volume.grid.shape, originMm: voxelToMm(grid, start) };
  if (describeGridDifference(box, volume.grid) !== undefined) return undefined;
  return resample(volume, grid, "nearest");
}
