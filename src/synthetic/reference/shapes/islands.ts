import type { Triple } from "../../../image/grid.ts";
import type { Shape } from "./shape.ts";

/** Two bodies without anything in common as one: volumes, surfaces and moments add up. */
export function islands(one: Shape, other: Shape): Shape {
  const volumeMm3 = one.volumeMm3 + other.volumeMm3;
  const middle = (d: 0 | 1 | 2): number =>
    (one.volumeMm3 * one.centroidMm[d] + other.volumeMm3 * other.centroidMm[d]) / volumeMm3;
  const centroidMm: Triple = [middle(0), middle(1), middle(2)];
  const reach = (d: 0 | 1 | 2): number =>
    Math.max(
      ...[one, other].map((shape) => Math.abs(shape.centroidMm[d] - centroidMm[d]) + shape.halfExtentMm[d]),
    );
  return {
    volumeMm3,
    formula: `${one.formula} + ${other.formula}`,
    surfaceMm2: one.surfaceMm2 + other.surfaceMm2,
    centroidMm,
    halfExtentMm: [reach(0), reach(1), reach(2)],
    hasFaces: [
      one.hasFaces[0] || other.hasFaces[0],
      one.hasFaces[1] || other.hasFaces[1],
      one.hasFaces[2] || other.hasFaces[2],
    ],
    outline: one.outline,
    contains: (x, y, z) => one.contains(x, y, z) || other.contains(x, y, z),
    section: (z, sagittaMm) => [...one.section(z, sagittaMm), ...other.section(z, sagittaMm)],
  };
}
