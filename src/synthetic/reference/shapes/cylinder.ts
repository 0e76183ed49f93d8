import type { Triple } from "../../../image/grid.ts";
import { circleIfAny } from "./round.ts";
import type { Shape } from "./shape.ts";

/** The upright cylinder of radius r and height h: V = π r² h, S = 2 π r (r + h). */
export function cylinder(radiusMm: number, heightMm: number, [cx, cy, cz]: Triple): Shape {
  const baseMm2 = Math.PI * radiusMm ** 2;
  const isWithin = (z: number): boolean => Math.abs(z - cz) <= heightMm / 2;
  return {
    volumeMm3: baseMm2 * heightMm,
    formula: "π r² h",
    surfaceMm2: 2 * Math.PI * radiusMm * (radiusMm + heightMm),
    centroidMm: [cx, cy, cz],
    halfExtentMm: [radiusMm, radiusMm, heightMm / 2],
    hasFaces: [false, false, true],
    outline: "repeated",
    contains: (x, y, z) => isWithin(z) && (x - cx) ** 2 + (y - cy) ** 2 <= radiusMm ** 2,
    section: (z, sagittaMm) => (isWithin(z) ? circleIfAny(cx, cy, radiusMm ** 2, sagittaMm) : []),
  };
}
