import type { Triple } from "../../../image/grid.ts";
import { ball, ballSlabVolume } from "./ball.ts";
import type { Shape } from "./shape.ts";

/**
 * A ball of radius r without the slab of thickness w about its middle, as contours with a slice missing draw it:
 * V = 4/3 π r³ − π (r² w − w³/12).
 */
export function ballWithoutSlab(radiusMm: number, slabMm: number, centreMm: Triple): Shape {
  const whole = ball(radiusMm, centreMm);
  const cz = centreMm[2];
  const discsMm2 = 2 * Math.PI * (radiusMm ** 2 - slabMm ** 2 / 4);
  const isOut = (z: number): boolean => Math.abs(z - cz) < slabMm / 2;
  return {
    ...whole,
    volumeMm3: whole.volumeMm3 - ballSlabVolume(radiusMm, slabMm),
    formula: "4/3 π r³ − π (r² w − w³/12)",
    surfaceMm2: whole.surfaceMm2 - 2 * Math.PI * radiusMm * slabMm + discsMm2,
    hasFaces: [false, false, true],
    contains: (x, y, z) => !isOut(z) && whole.contains(x, y, z),
    section: (z, sagittaMm) => (isOut(z) ? [] : whole.section(z, sagittaMm)),
  };
}
