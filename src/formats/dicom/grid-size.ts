import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import { MOST_VOXELS } from "../../image/mostVoxels.ts";

/** @throws SoftdiceError for a grid of more voxels than a mask may have */
export function checkSize(subject: string, grid: Grid): Grid {
  if (voxelCount(grid) <= MOST_VOXELS) return grid;
  throw new SoftdiceError({
    subject,
    problem: `needs ${grid.shape.join(" × ")} voxels a structure`,
    expected: `at most ${MOST_VOXELS}`,
    remedy: "choose a smaller series with --series, or another grid with --grid",
  });
}
