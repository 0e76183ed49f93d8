import type { Triple } from "../../../image/grid.ts";
import { circleIfAny } from "./round.ts";
import type { Shape } from "./shape.ts";

/** The ball of radius r about a centre: V = 4/3 π r³, S = 4 π r². */
export function ball(radiusMm: number, [cx, cy, cz]: Triple): Shape {
  const surfaceMm2 = 4 * Math.PI * radiusMm ** 2;
  return {
    volumeMm3: ballVolume(radiusMm),
    formula: "4/3 π r³",
    surfaceMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [radiusMm, radiusMm, radiusMm],
    hasFaces: [false, false, false],
    outline: "varying",
    contains: (x, y, z) => (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 <= radiusMm ** 2,
    section: (z, sagittaMm) => circleIfAny(cx, cy, radiusMm ** 2 - (z - cz) ** 2, sagittaMm),
  };
}

/** 4/3 π r³. */
export function ballVolume(radiusMm: number): number {
  return (4 / 3) * Math.PI * radiusMm ** 3;
}

/** The volume that two balls of radius r with centres d apart have in common: π (4r + d)(2r − d)² / 12. */
export function lensVolume(radiusMm: number, distanceMm: number): number {
  const overlap = Math.max(0, 2 * radiusMm - distanceMm);
  return (Math.PI * (4 * radiusMm + distanceMm) * overlap ** 2) / 12;
}

/** The volume of a ball of radius r within the slab of thickness w ≤ 2r about its middle: π (r² w − w³/12). */
export function ballSlabVolume(radiusMm: number, slabMm: number): number {
  return Math.PI * (radiusMm ** 2 * slabMm - slabMm ** 3 / 12);
}
