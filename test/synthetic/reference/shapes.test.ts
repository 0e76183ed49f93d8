import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import type { Triple } from "../../../src/image/grid.ts";
import { ball, ballSlabVolume, lensVolume } from "../../../src/synthetic/reference/shapes/ball.ts";
import { box } from "../../../src/synthetic/reference/shapes/box.ts";
import { cone } from "../../../src/synthetic/reference/shapes/cone.ts";
import { cylinder } from "../../../src/synthetic/reference/shapes/cylinder.ts";
import { ellipsoid } from "../../../src/synthetic/reference/shapes/ellipsoid.ts";
import { islands } from "../../../src/synthetic/reference/shapes/islands.ts";
import { keyhole } from "../../../src/synthetic/reference/shapes/keyhole.ts";
import { rotation } from "../../../src/synthetic/reference/shapes/rotation.ts";
import { polygonArea, type Polygon, type Shape } from "../../../src/synthetic/reference/shapes/shape.ts";
import { shell } from "../../../src/synthetic/reference/shapes/shell.ts";
import { torus } from "../../../src/synthetic/reference/shapes/torus.ts";
import { ballWithoutSlab } from "../../../src/synthetic/reference/shapes/withoutSlab.ts";
import { integrate } from "../../support/quadrature.ts";

const centre: Triple = [1.3, -2.1, 0.7];
const turn = rotation([1, 2, 3], 35);
const shapes: Readonly<Record<string, Shape>> = {
  ball: ball(15, centre),
  ellipsoid: ellipsoid([18, 12, 9], turn, centre),
  box: box([20, 16, 12], centre),
  "turned box": box([20, 16, 12], centre, turn),
  cylinder: cylinder(12, 20, centre),
  cone: cone(14, 24, centre),
  torus: torus(14, 5, centre),
  shell: shell(16, 8, centre),
  islands: islands(ball(7, [-11, 0, 1]), ball(5, [13, 2, 0])),
  keyhole: keyhole(15, 6, 16, centre),
  "ball without a slab": ballWithoutSlab(12, 3, centre),
};

/** Whether a point is in an odd number of polygons, by crossings of the ray to the right. */
function isInside(polygons: readonly Polygon[], x: number, y: number): boolean {
  let crossings = 0;
  for (const polygon of polygons) {
    for (let a = 0, b = polygon.length - 2; a < polygon.length; b = a, a += 2) {
      const [xa, ya, xb, yb] = [polygon[a], polygon[a + 1], polygon[b], polygon[b + 1]];
      if (ya > y !== yb > y && x < xa + ((y - ya) / (yb - ya)) * (xb - xa)) crossings += 1;
    }
  }
  return crossings % 2 === 1;
}

describe.each(Object.entries(shapes))("the reference %s", (_, shape) => {
  it("has the volume and centroid that random points find, to five standard errors", () => {
    const random = new Random(22);
    const n = 60_000;
    const extents = shape.halfExtentMm;
    const boxMm3 = 8 * extents[0] * extents[1] * extents[2];
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const [x, y, z] = extents.map(
        (extent, axis) => shape.centroidMm[axis] + extent * (2 * random.uniform() - 1),
      ) as [number, number, number];
      if (!shape.contains(x, y, z)) continue;
      [1, x, y, z].forEach((value, d) => (sums[d] += value));
    }
    const share = shape.volumeMm3 / boxMm3;
    expect(Math.abs(sums[0] / n - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n) + 1e-12);
    shape.centroidMm.forEach((exact, axis) =>
      expect(Math.abs(sums[axis + 1] / sums[0] - exact)).toBeLessThan(
        (5 * extents[axis]) / Math.sqrt(sums[0]),
      ),
    );
  });

  it("is nothing outside its extent", () => {
    for (const axis of [0, 1, 2] as const) {
      for (const sign of [-1, 1]) {
        for (let a = -20; a <= 20; a += 2.3) {
          for (let b = -20; b <= 20; b += 2.3) {
            const point: [number, number, number] = [
              shape.centroidMm[0] + a,
              shape.centroidMm[1] + b,
              shape.centroidMm[2] + a,
            ];
            if (axis === 0) point[1] = shape.centroidMm[1] + a;
            point[axis] = shape.centroidMm[axis] + sign * (shape.halfExtentMm[axis] + 1e-6);
            expect(shape.contains(...point)).toBe(false);
          }
        }
      }
    }
  });

  it("has sections that hold the points it contains", () => {
    const random = new Random(23);
    for (let i = 0; i < 40; i++) {
      const z = shape.centroidMm[2] + shape.halfExtentMm[2] * (2.2 * random.uniform() - 1.1);
      const polygons = shape.section(z, 1e-5);
      for (let j = 0; j < 20; j++) {
        const x = shape.centroidMm[0] + shape.halfExtentMm[0] * (2 * random.uniform() - 1);
        const y = shape.centroidMm[1] + shape.halfExtentMm[1] * (2 * random.uniform() - 1);
        expect(isInside(polygons, x, y)).toBe(shape.contains(x, y, z));
      }
    }
  });

  it("has vertices on its surface, and edges no farther from it than the sagitta", () => {
    const sagitta = 0.01;
    for (const part of [-0.61, -0.13, 0.37, 0.83]) {
      const z = shape.centroidMm[2] + part * shape.halfExtentMm[2];
      const [fine, coarse] = [1e-6, sagitta].map((mm) =>
        shape
          .section(z, mm)
          .reduce(
            (sum, polygon, n) =>
              sum + (n === 1 && shape.filledVolumeMm3 !== undefined ? -1 : 1) * polygonArea(polygon),
            0,
          ),
      );
      const length = shape
        .section(z, sagitta)
        .reduce(
          (sum, polygon) =>
            sum +
            polygon.reduce(
              (l, _v, n) =>
                n % 2 === 0
                  ? l + Math.hypot(polygon[n] - polygon.at(n - 2)!, polygon[n + 1] - polygon.at(n - 1)!)
                  : l,
              0,
            ),
          0,
        );
      expect(Math.abs(fine - coarse)).toBeLessThanOrEqual(sagitta * length);
    }
  });
});

describe("closed forms", () => {
  it("agree with quadrature to 1e-9: lens, slab, cone, torus and its filled volume", () => {
    const [r, d] = [12, 9];
    const cap = integrate((z) => Math.PI * (r * r - z * z), d / 2, r);
    expect(lensVolume(r, d) / (2 * cap)).toBeCloseTo(1, 12);
    expect(lensVolume(r, 0)).toBeCloseTo(shapes.ball.volumeMm3 * (r / 15) ** 3, 8);
    expect(lensVolume(r, 2 * r + 1)).toBe(0);
    expect(ballSlabVolume(r, 3) / integrate((z) => Math.PI * (r * r - z * z), -1.5, 1.5)).toBeCloseTo(1, 12);
    expect(shapes.cone.volumeMm3 / integrate((z) => Math.PI * ((14 * z) / 24) ** 2, 0, 24)).toBeCloseTo(
      1,
      12,
    );
    // z = 5 sin φ takes the root out of the integrand.
    const [ring, tube] = [14, 5];
    const overTube = (area: (half: number) => number): number =>
      integrate((phi) => area(tube * Math.cos(phi)) * tube * Math.cos(phi), -Math.PI / 2, Math.PI / 2);
    const annulus = overTube((half) => Math.PI * ((ring + half) ** 2 - (ring - half) ** 2));
    expect(shapes.torus.volumeMm3 / annulus).toBeCloseTo(1, 12);
    const filled = overTube((half) => Math.PI * (ring + half) ** 2);
    expect((shapes.torus.filledVolumeMm3 ?? 0) / filled).toBeCloseTo(1, 12);
  });
});
