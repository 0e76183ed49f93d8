import { checkFinite, checkSameLength } from "../../core/check.ts";
import { checkGrid, type Grid, voxelCount, voxelToMm } from "../../image/grid.ts";
import { outlines, type Outline } from "./outline.ts";

/** A closed contour in the plane of one slice. */
export interface SliceContour {
  /** Index k of the slice. */
  readonly slice: number;
  /** x, y, z, x, y, z, … in mm (LPS). */
  readonly points: Float64Array;
}

/**
 * The closed planar contours of a mask: on each slice the outlines of its pixels, corner to corner.
 *
 * An outline runs along the borders of the voxels, half a voxel outside their centres, so that the area of the contours
 * is the area of the voxels, and every pixel centre is half a voxel away from any edge: neither the rounding of decimal
 * strings nor float32 arithmetic can move one across, and `rasterise` gives the mask back. A hole is joined to the
 * outline around it by a bridge of no width (a keyhole), as the standard asks of CLOSED_PLANAR contours (PS3.3,
 * C.8.8.6.3); contours therefore never nest, and both of the rasteriser's rules, `"union"` and `"holes"`, read the same.
 * Pixels that touch only at a corner have outlines of their own.
 *
 * @example
 * import { maskToContours } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [4, 4, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const mask = new Uint8Array(16);
 * for (const voxel of [5, 6, 9, 10]) mask[voxel] = 1;
 * const [square] = maskToContours(mask, grid);
 * square.slice; // 0
 * square.points.length; // 12, four corners of x, y, z
 *
 * @param mask one value for each voxel, finite; inside is what is not 0
 * @throws SoftdiceError for a grid that no image can have, and for another number of values or other values
 */
export function maskToContours(mask: ArrayLike<number>, grid: Grid): SliceContour[] {
  checkMask(mask, grid);
  const [nx, ny, nz] = grid.shape;
  const contours: SliceContour[] = [];
  const pixels = new Uint8Array(nx * ny);
  for (let k = 0; k < nz; k++) {
    let any = false;
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = mask[k * pixels.length + i] === 0 ? 0 : 1;
      any ||= pixels[i] === 1;
    }
    if (!any) continue;
    for (const outline of outlines(pixels, nx, ny)) {
      contours.push({ slice: k, points: toMm(outline, k, grid) });
    }
  }
  return contours;
}

/** Refuses a mask that does not fit its grid. */
export function checkMask(mask: ArrayLike<number>, grid: Grid): void {
  checkGrid("grid", grid);
  if (!(mask instanceof Uint8Array)) checkFinite("mask", mask);
  checkSameLength("mask", mask, "grid", { length: voxelCount(grid) });
}

/** Corners as points in mm, starting so that the rasteriser does not take the last for a repetition of the first. */
function toMm(outline: Outline, k: number, grid: Grid): Float64Array {
  const count = outline.length / 2;
  const corners = Array.from({ length: count }, (_, n) =>
    voxelToMm(grid, [outline[2 * n] - 0.5, outline[2 * n + 1] - 0.5, k]),
  );
  // Two points count as one if x and y agree, whatever z: in a sagittal plane that can be two different corners.
  const start = corners.findIndex((corner, n) => {
    const before = corners[(n + count - 1) % count];
    return (
      Math.fround(corner[0]) !== Math.fround(before[0]) || Math.fround(corner[1]) !== Math.fround(before[1])
    );
  });
  const points = new Float64Array(3 * count);
  for (let n = 0; n < count; n++) points.set(corners[(Math.max(0, start) + n) % count], 3 * n);
  return points;
}
