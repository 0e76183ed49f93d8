import { SoftdiceError } from "../core/errors.ts";
import { describeGridDifference } from "../image/compare.ts";
import type { Grid } from "../image/grid.ts";

/** The grid of an image, and what errors call it. */
export interface Lender {
  readonly name: string;
  readonly grid: Grid;
}

/** Remarks of readers that no longer hold once an image has lent its grid. */
export function withoutGeometryRemarks(remarks: readonly string[]): string[] {
  return remarks.filter((text) => !/: (?:holds no geometry|has no orientation)/u.test(text));
}

/**
 * The grid of a map or mask: its own, or, where its file holds no geometry, that of the image that lends it one.
 *
 * @throws SoftdiceError naming the file where the image has other numbers of voxels along the axes
 */
export function placedGrid(file: string, own: Grid, lender: Lender | undefined): Grid {
  if (own.isUnplaced !== true || lender === undefined) return own;
  if (own.shape.every((n, axis) => n === lender.grid.shape[axis])) return lender.grid;
  const isReversed = own.shape.every((n, axis) => n === lender.grid.shape[2 - axis]);
  throw new SoftdiceError({
    subject: file,
    problem: `has ${describeGridDifference(own, lender.grid) ?? "other voxels"} of ${lender.name}`,
    expected: "the same voxels",
    remedy: isReversed
      ? "NumPy arrays are read as (z, y, x): save its transpose"
      : file.toLowerCase().endsWith(".npz")
        ? "save it at the image's full size, axes (class, z, y, x); nnU-Net 1 saves maps of the cropped image, whose place only its " +
          "pickle says"
        : "save it at the image's full size, axes (z, y, x)",
  });
}
