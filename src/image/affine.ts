import { gridFromSteps, steps } from "./grid.ts";
import type { Grid, Triple } from "./grid.ts";

/**
 * The upper three rows of a 4×4 matrix that takes (i, j, k, 1) to a point in mm. Column a is the step along axis a,
 * column 3 the centre of voxel (0, 0, 0).
 */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];

/** One row of an {@link Affine}. */
export type AffineRow = readonly [number, number, number, number];

/** Voxels to mm in LPS, the frame of DICOM and ITK. */
export function gridToAffineLps(grid: Grid): Affine {
  const [a, b, c] = steps(grid);
  const row = (d: 0 | 1 | 2): AffineRow => [a[d], b[d], c[d], grid.originMm[d]];
  return [row(0), row(1), row(2)];
}

/**
 * The grid of an LPS matrix.
 * @param subject the file and field that errors name
 * @throws SoftdiceError when the matrix is singular or not finite.
 */
export function gridFromAffineLps(subject: string, shape: Triple, affine: Affine): Grid {
  const column = (a: 0 | 1 | 2 | 3): Triple => [affine[0][a], affine[1][a], affine[2][a]];
  return gridFromSteps(subject, shape, [column(0), column(1), column(2)], column(3));
}

/** Voxels to mm in RAS, the frame of NIfTI and Slicer. */
export function gridToAffineRas(grid: Grid): Affine {
  return swapLpsRas(gridToAffineLps(grid));
}

/** The grid of a RAS matrix; see {@link gridFromAffineLps}. */
export function gridFromAffineRas(subject: string, shape: Triple, affine: Affine): Grid {
  return gridFromAffineLps(subject, shape, swapLpsRas(affine));
}

/** LPS to RAS, or back: x and y change sign. */
export function swapLpsRas([x, y, z]: Affine): Affine {
  return [negate(x), negate(y), z];
}

function negate([a, b, c, d]: AffineRow): AffineRow {
  return [0 - a, 0 - b, 0 - c, 0 - d];
}
