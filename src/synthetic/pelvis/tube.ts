import { cosSinTurns, exp, log } from "../../core/elementary.ts";
import type { Triple } from "../../image/grid.ts";
import { circle } from "./circle.ts";
import { type Relief, reliefAt } from "./relief.ts";

/**
 * A closed smooth surface that every axial plane cuts in at most one star-shaped curve: an ellipse swept along a curved
 * axis, closed by rounded caps, with a relief on it. With u = −1 … 1 from the lower to the upper end, the section at u is
 *
 *     centre(u) + cap(u) · taper(u) · (1 + ε(φ, u)) · R(tilt) (a cos φ, b sin φ),   cap(u) = (1 − |u|^p)^(1/p).
 */
export interface Tube {
  /** z of the lower and of the upper end. */
  readonly endsMm: readonly [number, number];
  /** x of the centre, c₀ + c₁ u + c₂ u². */
  readonly xMm: Triple;
  /** y of the centre, likewise. */
  readonly yMm: Triple;
  /** Half axes a and b of the ellipse. */
  readonly halfAxesMm: readonly [number, number];
  /** Angle from +x to the half axis a, positive towards +y, in turns. */
  readonly tiltTurns: number;
  /** Linear and quadratic coefficient of taper(u) = 1 + t₁ u + t₂ u². */
  readonly taper: readonly [number, number];
  /** p: 2 for an ellipsoid; the larger, the more of a cylinder. */
  readonly capExponent: number;
  /** ε, relative to the section's radius; kept in −0.6 … 1 where it is used. */
  readonly relief: Relief;
}

/** Distance of neighbouring vertices of a section. */
const VERTEX_SPACING_MM = 2;

/** The section of a tube by the plane at height z: x, y of its vertices in mm, or undefined where it misses the tube. */
export function section(tube: Tube, zMm: number): Float64Array | undefined {
  const [from, to] = tube.endsMm;
  const u = (2 * zMm - from - to) / (to - from);
  if (!(Math.abs(u) < 1)) return undefined;
  const [a, b] = tube.halfAxesMm;
  const [t1, t2] = tube.taper;
  const scale = cap(Math.abs(u), tube.capExponent) * (1 + t1 * u + t2 * u * u);
  const count = Math.min(400, Math.max(12, Math.round((Math.PI * (a + b) * scale) / VERTEX_SPACING_MM)));
  const relief = reliefAt(tube.relief, u, count);
  const [x, y] = [polynomial(tube.xMm, u), polynomial(tube.yMm, u)];
  const [cosTilt, sinTilt] = cosSinTurns(tube.tiltTurns);
  const { cos, sin } = circle(count);
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const radius = scale * (1 + Math.min(1, Math.max(-0.6, relief[i])));
    const alongA = radius * a * cos[i];
    const alongB = radius * b * sin[i];
    points[2 * i] = x + cosTilt * alongA - sinTilt * alongB;
    points[2 * i + 1] = y + sinTilt * alongA + cosTilt * alongB;
  }
  return points;
}

/** (1 − u^p)^(1/p) for u in [0, 1). */
function cap(u: number, p: number): number {
  return u < 1e-9 ? 1 : exp(log(1 - exp(p * log(u))) / p);
}

function polynomial([c0, c1, c2]: Triple, u: number): number {
  return c0 + c1 * u + c2 * u * u;
}
