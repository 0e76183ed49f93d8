import type { Triple } from "../../../image/grid.ts";
import { type Rotation, rotateBack } from "./rotation.ts";
import { ellipse } from "./round.ts";
import type { Shape } from "./shape.ts";

/**
 * The ellipsoid with half axes a, b, c, turned about its centre: V = 4/3 π abc. Its surface, which only tolerances use, is
 * Thomsen's approximation with p = 1.6075, good to 1.1 %.
 *
 * A section is an ellipse: with M = R diag(a⁻², b⁻², c⁻²) Rᵀ in blocks A (2 × 2), b and μ, the points with
 * (q − q₀)ᵀ A (q − q₀) = 1 − z² (μ − bᵀ A⁻¹ b), q₀ = −z A⁻¹ b.
 */
export function ellipsoid(halfAxesMm: Triple, turn: Rotation, [cx, cy, cz]: Triple): Shape {
  const [a, b, c] = halfAxesMm;
  const p = 1.6075;
  const surfaceMm2 = 4 * Math.PI * (((a * b) ** p + (a * c) ** p + (b * c) ** p) / 3) ** (1 / p);
  const m = (row: 0 | 1 | 2, column: 0 | 1 | 2): number =>
    halfAxesMm.reduce((sum, half, axis) => sum + (turn[row][axis] * turn[column][axis]) / half ** 2, 0);
  const extent = (row: 0 | 1 | 2): number =>
    Math.hypot(...turn[row].map((part, axis) => part * halfAxesMm[axis]));
  return {
    volumeMm3: (4 / 3) * Math.PI * a * b * c,
    formula: "4/3 π a b c",
    surfaceMm2,
    centroidMm: [cx, cy, cz],
    halfExtentMm: [extent(0), extent(1), extent(2)],
    hasFaces: [false, false, false],
    outline: "varying",
    contains(x, y, z) {
      const [u, v, w] = rotateBack(turn, [x - cx, y - cy, z - cz]);
      return (u / a) ** 2 + (v / b) ** 2 + (w / c) ** 2 <= 1;
    },
    section(z, sagittaMm) {
      const [p00, p01, p11] = [m(0, 0), m(0, 1), m(1, 1)];
      const det = p00 * p11 - p01 * p01;
      const h = z - cz;
      const [qx, qy] = [(p11 * m(0, 2) - p01 * m(1, 2)) / det, (p00 * m(1, 2) - p01 * m(0, 2)) / det];
      const level = 1 - h * h * (m(2, 2) - m(0, 2) * qx - m(1, 2) * qy);
      if (!(level > 0)) return [];
      // Eigenvalues and eigenvectors of the symmetric A.
      const angle = Math.atan2(2 * p01, p00 - p11) / 2;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const first = p00 * cos * cos + 2 * p01 * cos * sin + p11 * sin * sin;
      const second = p00 + p11 - first;
      const [long, wide] = [Math.sqrt(level / first), Math.sqrt(level / second)];
      return [
        ellipse([cx - h * qx, cy - h * qy], [long * cos, long * sin], [-wide * sin, wide * cos], sagittaMm),
      ];
    },
  };
}
