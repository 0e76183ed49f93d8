import { SoftdiceError } from "../core/errors.ts";
import { type Grid, voxelCount } from "../image/grid.ts";
import { MOST_VOXELS } from "../image/mostVoxels.ts";

/** @throws SoftdiceError for a grid of more voxels than a structure may have */
export function checkVoxels(subject: string, grid: Grid): void {
  if (voxelCount(grid) <= MOST_VOXELS) return;
  throw new SoftdiceError({
    subject,
    problem: `needs a grid of ${grid.shape.join(" × ")} voxels`,
    expected: `at most ${MOST_VOXELS} a structure`,
    remedy: "crop the images, or leave out the observer whose image reaches so far",
  });
}
