import type { Grid } from "../../image/grid.ts";
import { unitGrid } from "../../image/grid.ts";
import type { ClosedContour } from "./rasterise.ts";

const f32 = Math.fround;

const PIXELS = 512;

/** Two planes less than this apart, in mm, count as one when the slice distance is found. */
const SAME_PLANE_MM = 0.2;

/**
 * The grid that plastimatch makes up for a structure set without its images, as the paper's experiment used it: 512 × 512
 * pixels over 1.05 times the larger of the x and y extents of all closed contours, one slice for each contour plane.
 *
 * With x, y, z the coordinates in float32 over the points of all structures: R = 1.05·max(x_max − x_min, y_max − y_min);
 * pixels of R/512; origin ½(x_min + x_max − R) and y alike, z_min; slice distance from z_min to the first z at least
 * 0.2 mm above it; round((z_max − z_min) / distance) slices, so the top plane is lost; a single plane makes one slice
 * and a distance of 1 mm. The axes are those of the patient.
 *
 * @param contours the closed contours of all structures of the set
 * @returns `undefined` if there is no point, or no extent in the plane
 */
export function paperGrid(contours: Iterable<ClosedContour>): Grid | undefined {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const planes = new Set<number>();
  for (const contour of contours) {
    for (let i = 0; i + 2 < contour.length; i += 3) {
      for (let d = 0; d < 3; d++) {
        const value = f32(contour[i + d]);
        if (value < low[d]) low[d] = value;
        if (value > high[d]) high[d] = value;
        if (d === 2) planes.add(value);
      }
    }
  }
  const [xMin, yMin, zMin] = low as [number, number, number];
  const [xMax, yMax, zMax] = high as [number, number, number];
  const extent = f32(1.05 * Math.max(f32(xMax - xMin), f32(yMax - yMin)));
  if (!(extent > 0 && Number.isFinite(extent))) return undefined;
  const spacing = f32(extent / PIXELS);
  const second = [...planes].sort((a, b) => a - b).find((z) => f32(z - zMin) >= SAME_PLANE_MM);
  const distance = second === undefined ? 1 : f32(second - zMin);
  const slices = second === undefined ? 1 : Math.max(1, Math.round(f32(zMax - zMin) / distance));
  return {
    ...unitGrid([PIXELS, PIXELS, slices]),
    spacingMm: [spacing, spacing, distance],
    originMm: [f32(0.5 * f32(f32(xMax + xMin) - extent)), f32(0.5 * f32(f32(yMax + yMin) - extent)), zMin],
  };
}
