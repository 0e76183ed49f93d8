import { SoftdiceError } from "../core/errors.ts";
import { describeGridDifference } from "../image/compare.ts";
import type { Grid } from "../image/grid.ts";
import type { Volume } from "../image/volume.ts";

/**
 * The grid of a map whose file holds none: that of an image of as many voxels along each axis, such as the mask that nnU-Net
 * writes beside it.
 *
 * @param file the map's, for errors
 * @param image what errors call the image
 * @throws SoftdiceError for an image of other voxels
 */
export function placeOfMap(
  file: string,
  { grid: own }: Pick<Volume, "grid">,
  image: string,
  { grid }: Pick<Volume, "grid">,
): Grid {
  if (own.shape.every((n, axis) => n === grid.shape[axis])) return grid;
  throw new SoftdiceError({
    subject: file,
    problem: `lies on other voxels than ${image}: ${describeGridDifference(own, grid) ?? ""}`,
    expected: "the same voxels",
    remedy:
      "nnU-Net 1 saves maps of the cropped image, whose place only its pickle says: save them at full size, as version 2 does",
  });
}
