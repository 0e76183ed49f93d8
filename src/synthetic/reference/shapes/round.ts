import type { Polygon } from "./shape.ts";

/**
 * The number of vertices for which a regular polygon in a circle is nowhere farther than `sagittaMm` from it:
 * r (1 − cos(π/n)) ≤ sagitta, and at least 16.
 */
export function vertexCount(radiusMm: number, sagittaMm: number): number {
  const half = Math.acos(Math.max(0, 1 - sagittaMm / radiusMm));
  return Math.max(16, Math.ceil(Math.PI / half));
}

/** A circle as a polygon inside it, from angle 0 on. */
export function circle(x: number, y: number, radiusMm: number, sagittaMm: number): Polygon {
  return ellipse([x, y], [radiusMm, 0], [0, radiusMm], sagittaMm);
}

/** The ellipse centre + cos φ · a + sin φ · b as a polygon inside it; a and b are its half axes as vectors. */
export function ellipse(
  [x, y]: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
  sagittaMm: number,
): Polygon {
  const n = vertexCount(Math.max(Math.hypot(...a), Math.hypot(...b)), sagittaMm);
  const polygon = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [cos, sin] = [Math.cos((2 * Math.PI * i) / n), Math.sin((2 * Math.PI * i) / n)];
    polygon[2 * i] = x + cos * a[0] + sin * b[0];
    polygon[2 * i + 1] = y + cos * a[1] + sin * b[1];
  }
  return polygon;
}

/** A section's outline if its radius is positive. */
export function circleIfAny(x: number, y: number, squaredRadiusMm2: number, sagittaMm: number): Polygon[] {
  return squaredRadiusMm2 > 0 ? [circle(x, y, Math.sqrt(squaredRadiusMm2), sagittaMm)] : [];
}
