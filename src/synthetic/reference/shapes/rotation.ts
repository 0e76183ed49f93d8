import type { Triple } from "../../../image/grid.ts";

/** A rotation as its three rows. */
export type Rotation = readonly [Triple, Triple, Triple];

/** No rotation. */
export const UPRIGHT: Rotation = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The rotation by `degrees` about an axis through the origin (Rodrigues). */
export function rotation(axis: Triple, degrees: number): Rotation {
  const length = Math.hypot(...axis);
  const [x, y, z] = axis.map((part) => part / length) as [number, number, number];
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const t = 1 - c;
  return [
    [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
    [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
    [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
  ];
}

/** R p. */
export function rotate([a, b, c]: Rotation, p: Triple): Triple {
  return [dot(a, p), dot(b, p), dot(c, p)];
}

/** Rᵀ p, the rotation back. */
export function rotateBack([a, b, c]: Rotation, [x, y, z]: Triple): Triple {
  const at = (d: 0 | 1 | 2): number => a[d] * x + b[d] * y + c[d] * z;
  return [at(0), at(1), at(2)];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
