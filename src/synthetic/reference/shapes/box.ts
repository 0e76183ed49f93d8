import type { Triple } from "../../../image/grid.ts";
import { type Rotation, rotate, rotateBack, UPRIGHT } from "./rotation.ts";
import type { Polygon, Shape } from "./shape.ts";

/** The box with sides a, b, c, turned about its centre: V = abc, S = 2 (ab + bc + ca). A section is a convex polygon. */
export function box(sidesMm: Triple, [cx, cy, cz]: Triple, turn: Rotation = UPRIGHT): Shape {
  const [a, b, c] = sidesMm;
  const surfaceMm2 = 2 * (a * b + b * c + c * a);
  const isUpright = turn === UPRIGHT;
  const extent = (row: 0 | 1 | 2): number =>
    turn[row].reduce((sum, part, axis) => sum + (Math.abs(part) * sidesMm[axis]) / 2, 0);
  return {
    volumeMm3: a * b * c,
    formula: "a b c",
    surfaceMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [extent(0), extent(1), extent(2)],
    hasFaces: [isUpright, isUpright, isUpright],
    outline: isUpright ? "along the grid" : "varying",
    contains(x, y, z) {
      const [u, v, w] = rotateBack(turn, [x - cx, y - cy, z - cz]);
      return Math.abs(u) <= a / 2 && Math.abs(v) <= b / 2 && Math.abs(w) <= c / 2;
    },
    section(z) {
      const corners = CORNERS.map((signs): Triple => {
        const [u, v, w] = rotate(turn, [(signs[0] * a) / 2, (signs[1] * b) / 2, (signs[2] * c) / 2]);
        return [u + cx, v + cy, w + cz];
      });
      return convexSection(corners, z);
    },
  };
}

const CORNERS: readonly Triple[] = Array.from({ length: 8 }, (_, n) => [
  (n & 1) * 2 - 1,
  (n & 2) - 1,
  (n & 4) / 2 - 1,
]);

/** Where the plane cuts the twelve edges, in order around their middle. */
function convexSection(corners: readonly Triple[], z: number): Polygon[] {
  const points: [number, number][] = [];
  corners.forEach((from, n) => {
    for (const bit of [1, 2, 4]) {
      const to = corners[n | bit];
      if ((n & bit) !== 0 || from[2] < z === to[2] < z) continue;
      const t = (z - from[2]) / (to[2] - from[2]);
      points.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
    }
  });
  if (points.length < 3) return [];
  const middle = (d: 0 | 1): number => points.reduce((sum, p) => sum + p[d], 0) / points.length;
  const [mx, my] = [middle(0), middle(1)];
  points.sort((p, q) => Math.atan2(p[1] - my, p[0] - mx) - Math.atan2(q[1] - my, q[0] - mx));
  return [Float64Array.from(points.flat())];
}
