import type { Triple } from "../../../image/grid.ts";
import { circle } from "./round.ts";
import type { Polygon, Shape } from "./shape.ts";

/**
 * An upright tube, R > ρ, of height h: V = π (R² − ρ²) h. Each section is one contour, a keyhole: around the outside, in
 * along a bridge of no width, around the hole the other way, and back (DICOM PS3.3, C.8.8.6.3).
 */
export function keyhole(outerMm: number, innerMm: number, heightMm: number, [cx, cy, cz]: Triple): Shape {
  const annulusMm2 = Math.PI * (outerMm ** 2 - innerMm ** 2);
  const perimeterMm = 2 * Math.PI * (outerMm + innerMm);
  const isWithin = (z: number): boolean => Math.abs(z - cz) <= heightMm / 2;
  return {
    volumeMm3: annulusMm2 * heightMm,
    formula: "π (R² − ρ²) h",
    surfaceMm2: perimeterMm * heightMm + 2 * annulusMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [outerMm, outerMm, heightMm / 2],
    hasFaces: [false, false, true],
    outline: "repeated",
    filledVolumeMm3: Math.PI * outerMm ** 2 * heightMm,
    contains(x, y, z) {
      const squared = (x - cx) ** 2 + (y - cy) ** 2;
      return isWithin(z) && squared <= outerMm ** 2 && squared >= innerMm ** 2;
    },
    section: (z, sagittaMm) =>
      isWithin(z) ? [joined(circle(cx, cy, outerMm, sagittaMm), circle(cx, cy, innerMm, sagittaMm))] : [],
  };
}

/** Two outlines as one: the outer from its first vertex back to it, then the inner one backwards from its own. */
function joined(outer: Polygon, inner: Polygon): Polygon {
  const polygon = new Float64Array(outer.length + inner.length + 4);
  polygon.set(outer);
  polygon.set(outer.subarray(0, 2), outer.length);
  for (let n = 0; n <= inner.length / 2; n++) {
    const from = (inner.length - 2 * n) % inner.length;
    polygon.set(inner.subarray(from, from + 2), outer.length + 2 + 2 * n);
  }
  return polygon;
}
