import { checkList, checkObject, shown } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { type Affine, type AffineRow, gridFromAffineLps, gridFromAffineRas } from "./affine.ts";
import { checkShape, type Grid, type Triple } from "./grid.ts";

/** The frame that an affine leads to. */
export interface AffineOptions {
  /** "RAS", as of NIfTI, nibabel and Slicer (default), or "LPS", as of DICOM, ITK and SimpleITK. */
  readonly frame?: "RAS" | "LPS" | undefined;
}

/**
 * The grid of a voxel-to-mm matrix, as image libraries give it: (x, y, z, 1)ᵀ = A (i, j, k, 1)ᵀ in mm.
 *
 * @example
 * import { gridFromAffine, voxelToMm } from "softdice";
 *
 * const affine = [
 *   [-0.5, 0, 0, 60],
 *   [0, -0.5, 0, 50],
 *   [0, 0, 3, -90],
 *   [0, 0, 0, 1],
 * ];
 * const grid = gridFromAffine(affine, [240, 200, 30]);
 * grid.spacingMm; // [0.5, 0.5, 3]
 * voxelToMm(grid, [0, 0, 0]); // [-60, -50, -90], as grids are in LPS
 *
 * @param affine 4 × 4 or 3 × 4, rows of numbers, or the 16 or 12 numbers of its rows one after the other
 * @param shape voxels along i, j, k, the first axis fastest in arrays
 * @throws SoftdiceError for another shape of matrix, a last row other than 0 0 0 1, one that is singular or not finite, and
 * a shape that is not three positive integers
 */
export function gridFromAffine(
  affine: readonly ArrayLike<number>[] | ArrayLike<number>,
  shape: Triple,
  options: AffineOptions = {},
): Grid {
  checkObject("options", options);
  const { frame = "RAS" } = options;
  checkList("affine", affine, "4 × 4 or 3 × 4 numbers");
  checkList("shape", shape, "voxels along three axes");
  if (shape.length !== 3) {
    throw new SoftdiceError({
      subject: "shape",
      problem: `has ${(shape as readonly number[]).length} numbers`,
      expected: "voxels along three axes",
      remedy: "pass 1 for an axis that is not there",
    });
  }
  if (frame !== "RAS" && frame !== "LPS") {
    throw new SoftdiceError({
      subject: "frame",
      problem: `is ${typeof frame === "string" ? JSON.stringify(frame) : shown(frame)}`,
      expected: '"RAS" or "LPS"',
      remedy: "see where the matrix comes from",
    });
  }
  checkShape("shape", shape);
  const from = frame === "RAS" ? gridFromAffineRas : gridFromAffineLps;
  return from("affine", shape, rowsOf(affine));
}

function rowsOf(affine: ArrayLike<number | ArrayLike<number>>): Affine {
  const rows = Array.from(affine);
  const isNested = rows.some((row) => typeof row !== "number");
  const values = rows.flatMap((row) => (hasFour(row) ? Array.from(row) : [row]));
  const isMatrix =
    values.every((value) => typeof value === "number") &&
    (isNested ? [3, 4].includes(rows.length) && rows.every(hasFour) : [12, 16].includes(rows.length));
  if (!isMatrix) {
    throw new SoftdiceError({
      subject: "affine",
      problem: isNested ? `has ${rows.length} rows, not all of four numbers` : `has ${rows.length} numbers`,
      expected: "4 × 4 or 3 × 4 numbers",
      remedy: "pass the voxel-to-mm matrix of the image",
    });
  }
  const last = values.slice(12);
  if (last.length > 0 && !last.every((value, n) => value === (n === 3 ? 1 : 0))) {
    throw new SoftdiceError({
      subject: "affine[3]",
      problem: `is (${last.join(", ")})`,
      expected: "0, 0, 0, 1",
      remedy: "pass the matrix itself, not its transpose",
    });
  }
  const row = (n: number): AffineRow => [
    values[4 * n],
    values[4 * n + 1],
    values[4 * n + 2],
    values[4 * n + 3],
  ];
  return [row(0), row(1), row(2)];
}

function hasFour(row: number | ArrayLike<number>): row is ArrayLike<number> {
  return typeof row === "object" && row?.length === 4;
}
