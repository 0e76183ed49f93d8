import type { Triple } from "../../../image/grid.ts";
import { circle } from "./round.ts";
import type { Shape } from "./shape.ts";

/** The ring torus R > ρ about the axis k: V = 2 π² R ρ², S = 4 π² R ρ. A section is an annulus, two nested contours. */
export function torus(ringMm: number, tubeMm: number, [cx, cy, cz]: Triple): Shape {
  const surfaceMm2 = 4 * Math.PI ** 2 * ringMm * tubeMm;
  const volumeMm3 = 2 * Math.PI ** 2 * ringMm * tubeMm ** 2;
  return {
    volumeMm3,
    formula: "2 π² R ρ²",
    surfaceMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [ringMm + tubeMm, ringMm + tubeMm, tubeMm],
    hasFaces: [false, false, false],
    outline: "varying",
    // ∫ π (R + √(ρ² − z²))² dz = π (2 R² ρ + π R ρ² + 4/3 ρ³)
    filledVolumeMm3:
      Math.PI * (2 * ringMm ** 2 * tubeMm + Math.PI * ringMm * tubeMm ** 2 + (4 / 3) * tubeMm ** 3),
    contains: (x, y, z) => (Math.hypot(x - cx, y - cy) - ringMm) ** 2 + (z - cz) ** 2 <= tubeMm ** 2,
    section(z, sagittaMm) {
      const squared = tubeMm ** 2 - (z - cz) ** 2;
      if (!(squared > 0)) return [];
      const half = Math.sqrt(squared);
      return [ringMm + half, ringMm - half].map((radius) => circle(cx, cy, radius, sagittaMm));
    },
  };
}
