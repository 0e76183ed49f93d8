import type { Triple } from "../../../image/grid.ts";
import { circleIfAny } from "./round.ts";
import type { Shape } from "./shape.ts";

/**
 * The upright cone of radius r and height h with its centroid, a quarter of h above the base, at the given point:
 * V = 1/3 π r² h, S = π r (r + √(r² + h²)).
 */
export function cone(radiusMm: number, heightMm: number, [cx, cy, cz]: Triple): Shape {
  const baseMm2 = Math.PI * radiusMm ** 2;
  const sideMm2 = Math.PI * radiusMm * Math.hypot(radiusMm, heightMm);
  const apex = cz + 0.75 * heightMm;
  /** Radius at height z; negative where there is nothing. */
  const radiusAt = (z: number): number =>
    z >= apex - heightMm && z <= apex ? (radiusMm * (apex - z)) / heightMm : -1;
  return {
    volumeMm3: (baseMm2 * heightMm) / 3,
    formula: "1/3 π r² h",
    surfaceMm2: baseMm2 + sideMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [radiusMm, radiusMm, 0.75 * heightMm],
    hasFaces: [false, false, true],
    outline: "varying",
    contains: (x, y, z) => Math.hypot(x - cx, y - cy) <= radiusAt(z),
    section: (z, sagittaMm) => circleIfAny(cx, cy, Math.max(0, radiusAt(z)) ** 2, sagittaMm),
  };
}
