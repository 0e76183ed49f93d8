import type { CurvePoint } from "../core/thresholdCurve.ts";

/** The volume and the Dice of every step of a map's threshold: `a,dice,voxels`. */
export function curveCsv(curve: readonly CurvePoint[]): string {
  return `a,dice,voxels\n${curve.map(({ a, dice, voxels }) => `${a},${dice.toFixed(9)},${voxels}\n`).join("")}`;
}
