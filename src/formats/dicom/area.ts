import { isClosed, type Contour } from "./rtstruct.ts";
import type { Nested } from "./rasterise.ts";

/** More contours than this on one slice are not compared pair by pair. */
const MOST_COMPARED = 1000;

/**
 * The area inside closed planar contours of one slice in mm², by what each contributes: its own area if it lies in no
 * other, and, if it lies in d others, the area times (−1)^d for "holes" and nothing for "union". Contours that overlap
 * without lying inside each other are not told apart; `undefined` beyond 1000 contours.
 */
export function areaMm2(contours: readonly Contour[], nested: Nested): number | undefined {
  const closed = contours.filter((contour) => isClosed(contour) && contour.points.length >= 9);
  if (closed.length > MOST_COMPARED) return undefined;
  const plane = projectionPlane(closed);
  const outlines = closed.map(({ points }) => ({
    points,
    area: polygonAreaMm2(points),
    box: boxOf(points, plane),
  }));
  let total = 0;
  for (const one of outlines) {
    const depth = outlines.filter(
      (other) =>
        other !== one &&
        within(one.box, other.box) &&
        isInside(one.points[plane[0]], one.points[plane[1]], other.points, plane),
    ).length;
    if (nested === "holes") total += depth % 2 === 0 ? one.area : -one.area;
    else if (depth === 0) total += one.area;
  }
  return total;
}

/** Area of a planar polygon in space: ½ |Σ p_i × p_{i+1}|. */
export function polygonAreaMm2(points: Float64Array): number {
  const normal = [0, 0, 0];
  const n = points.length;
  const [x0, y0, z0] = points;
  for (let i = 0; i < n; i += 3) {
    const j = i + 3 === n ? 0 : i + 3;
    const [ax, ay, az] = [points[i] - x0, points[i + 1] - y0, points[i + 2] - z0];
    const [bx, by, bz] = [points[j] - x0, points[j + 1] - y0, points[j + 2] - z0];
    normal[0] += ay * bz - az * by;
    normal[1] += az * bx - ax * bz;
    normal[2] += ax * by - ay * bx;
  }
  return Math.hypot(...normal) / 2;
}

/** Length of the outline of a closed polygon in space. */
export function perimeterMm(points: Float64Array): number {
  let length = 0;
  for (let j = points.length - 3, i = 0; i < points.length; j = i, i += 3) {
    length += Math.hypot(points[i] - points[j], points[i + 1] - points[j + 1], points[i + 2] - points[j + 2]);
  }
  return length;
}

/** Two of the coordinates x, y, z (0, 1, 2) in which the contours spread most. */
type Plane = readonly [number, number];

function projectionPlane(contours: readonly Contour[]): Plane {
  const extent = [0, 1, 2].map((d) => {
    let low = Infinity;
    let high = -Infinity;
    for (const { points } of contours) {
      for (let i = d; i < points.length; i += 3) {
        low = Math.min(low, points[i]);
        high = Math.max(high, points[i]);
      }
    }
    return high - low;
  });
  const flattest = extent.indexOf(Math.min(...extent));
  return [flattest === 0 ? 1 : 0, flattest === 2 ? 1 : 2];
}

type Box = readonly [number, number, number, number];

function boxOf(points: Float64Array, [u, v]: Plane): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    box[0] = Math.min(box[0], points[i + u]);
    box[1] = Math.min(box[1], points[i + v]);
    box[2] = Math.max(box[2], points[i + u]);
    box[3] = Math.max(box[3], points[i + v]);
  }
  return box;
}

function within(a: Box, b: Box): boolean {
  return a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
}

/** Even-odd: whether a ray from (x, y) to the right crosses the polygon an odd number of times. */
function isInside(x: number, y: number, points: Float64Array, [u, v]: Plane): boolean {
  let inside = false;
  const n = points.length;
  for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
    const [yi, yj] = [points[i + v], points[j + v]];
    if (yi > y === yj > y) continue;
    if (x < points[i + u] + ((y - yi) / (yj - yi)) * (points[j + u] - points[i + u])) inside = !inside;
  }
  return inside;
}
