import type { Point } from "./camera.ts";

/** Lengths of a voxel of a plane: to the right, down, and through it, in mm. */
export type PlaneSpacing = readonly [acrossMm: number, downMm: number, throughMm: number];

/** The distance of two points of a plane, which are counted in voxels. */
export function distanceMm(a: Point, b: Point, [acrossMm, downMm]: PlaneSpacing): number {
  return Math.hypot((b[0] - a[0]) * acrossMm, (b[1] - a[1]) * downMm);
}

/**
 * The area that a closed line encloses: ½ |Σ (x_i y_{i+1} − x_{i+1} y_i)|. A line that crosses itself counts each part by
 * how often and which way it goes around it.
 */
export function areaMm2(points: readonly Point[], [acrossMm, downMm]: PlaneSpacing): number {
  const twice = points.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = points[(n + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return (Math.abs(twice) / 2) * acrossMm * downMm;
}

/** Volume of areas on slices of one plane, area × spacing of slices; two areas on one slice add up. */
export function volumeMl(areas: readonly (readonly Point[])[], spacing: PlaneSpacing): number {
  return areas.reduce((sum, points) => sum + (areaMm2(points, spacing) * spacing[2]) / 1000, 0);
}

/** The middle of the corners of a line. */
export function centreOf(points: readonly Point[]): Point {
  const mean = (axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length);
  return [mean(0), mean(1)];
}
