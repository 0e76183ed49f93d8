import {
  checkGrid,
  checkTriple,
  type Grid,
  mmToVoxel,
  type Triple,
  voxelToMm,
  voxelVolumeMl,
} from "./grid.ts";

/*
 * The conversions of grid.ts as the library has them: of grids that nobody has looked at.
 */

/**
 * The point in mm (LPS) at a voxel position (i, j, k), which need not be an integer: origin + Σ_a position_a · step_a.
 *
 * @example
 * import { gridFromAffine, voxelToMm } from "softdice";
 *
 * const grid = gridFromAffine([1, 0, 0, 10, 0, 1, 0, 20, 0, 0, 3, 30], [4, 4, 2], { frame: "LPS" });
 * voxelToMm(grid, [1, 0, 1]); // [11, 20, 33]
 *
 * @returns x, y, z in mm
 * @throws SoftdiceError for a grid that no image can have, and for what is no three finite numbers
 */
export function checkedVoxelToMm(grid: Grid, position: Triple): Triple {
  checkGrid("grid", grid);
  checkTriple("position", position);
  return voxelToMm(grid, position);
}

/**
 * The voxel position (i, j, k), not rounded, of a point in mm (LPS): the inverse of {@link checkedVoxelToMm}.
 *
 * @example
 * import { gridFromAffine, mmToVoxel } from "softdice";
 *
 * const grid = gridFromAffine([1, 0, 0, 10, 0, 1, 0, 20, 0, 0, 3, 30], [4, 4, 2], { frame: "LPS" });
 * mmToVoxel(grid, [11, 20, 31.5]); // [1, 0, 0.5]
 *
 * @returns i, j, k in voxels; outside 0 … shape − 1 where the point lies outside the image
 * @throws SoftdiceError for a grid that no image can have, and for what is no three finite numbers
 */
export function checkedMmToVoxel(grid: Grid, pointMm: Triple): Triple {
  checkGrid("grid", grid);
  checkTriple("pointMm", pointMm);
  return mmToVoxel(grid, pointMm);
}

/**
 * Volume of one voxel in millilitres (cm³): |det(step vectors)| / 1000.
 *
 * @example
 * import { gridFromAffine, voxelVolumeMl } from "softdice";
 *
 * voxelVolumeMl(gridFromAffine([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0], [4, 4, 2])); // 0.003
 *
 * @returns a positive number of mL
 * @throws SoftdiceError for a grid that no image can have
 */
export function checkedVoxelVolumeMl(grid: Grid): number {
  checkGrid("grid", grid);
  return voxelVolumeMl(grid);
}
