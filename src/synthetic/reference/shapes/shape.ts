import type { Triple } from "../../../image/grid.ts";

/**
 * A body whose figures are known in closed form. Coordinates are mm along the axes i, j, k of the grid that it is drawn
 * on, from the middle of that grid; planes of constant z are slices.
 */
export interface Shape {
  readonly volumeMm3: number;
  /** The formula behind `volumeMm3`. */
  readonly formula: string;
  readonly surfaceMm2: number;
  readonly centroidMm: Triple;
  /** Half of the extent of a box about the centroid that holds the body. */
  readonly halfExtentMm: Triple;
  /** Whether it has flat faces at right angles to i, j, k. */
  readonly hasFaces: readonly [boolean, boolean, boolean];
  readonly outline: Outline;
  /** Its volume without holes, where it has some. */
  readonly filledVolumeMm3?: number;
  /** Whether a point is in the closed body. */
  contains(x: number, y: number, z: number): boolean;
  /**
   * The cross-section at height z as closed polygons, x, y, x, y, … in mm; one inside another is a hole. Vertices are on the
   * outline, and the outline is nowhere farther than `sagittaMm` from an edge. None where the section has no area.
   */
  section(z: number, sagittaMm: number): readonly Polygon[];
}

/**
 * How the outlines of its sections lie among the pixels: different ones from slice to slice, one that all slices repeat, or
 * a rectangle with sides along i and j.
 */
export type Outline = "varying" | "repeated" | "along the grid";

/** x, y, x, y, … in mm; the last vertex is joined to the first. */
export type Polygon = Float64Array;

/** The area of a polygon by the shoelace formula, positive. */
export function polygonArea(polygon: Polygon): number {
  let twice = 0;
  for (let a = 0, b = polygon.length - 2; a < polygon.length; b = a, a += 2)
    twice += polygon[b] * polygon[a + 1] - polygon[a] * polygon[b + 1];
  return Math.abs(twice) / 2;
}

/** The length of a polygon's sides. */
export function polygonLength(polygon: Polygon): number {
  let length = 0;
  for (let a = 0, b = polygon.length - 2; a < polygon.length; b = a, a += 2)
    length += Math.hypot(polygon[a] - polygon[b], polygon[a + 1] - polygon[b + 1]);
  return length;
}
