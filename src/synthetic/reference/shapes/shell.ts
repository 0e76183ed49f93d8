import type { Triple } from "../../../image/grid.ts";
import { ballVolume } from "./ball.ts";
import { circleIfAny } from "./round.ts";
import type { Shape } from "./shape.ts";

/** The ball of radius R without the open ball of radius ρ in its middle: V = 4/3 π (R³ − ρ³). Sections are nested contours. */
export function shell(outerMm: number, innerMm: number, [cx, cy, cz]: Triple): Shape {
  const surfaceMm2 = 4 * Math.PI * (outerMm ** 2 + innerMm ** 2);
  return {
    volumeMm3: ballVolume(outerMm) - ballVolume(innerMm),
    formula: "4/3 π (R³ − ρ³)",
    surfaceMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [outerMm, outerMm, outerMm],
    hasFaces: [false, false, false],
    outline: "varying",
    filledVolumeMm3: ballVolume(outerMm),
    contains(x, y, z) {
      const squared = (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2;
      return squared <= outerMm ** 2 && squared >= innerMm ** 2;
    },
    section: (z, sagittaMm) =>
      [outerMm, innerMm].flatMap((radius) => circleIfAny(cx, cy, radius ** 2 - (z - cz) ** 2, sagittaMm)),
  };
}
