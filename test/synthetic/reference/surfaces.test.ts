import { describe, expect, it } from "vitest";
import type { Triple } from "../../../src/image/grid.ts";
import {
  concentricSpheres,
  hausdorffMm,
  hausdorffShareMm,
  meanDistanceMm,
  quantileMm,
  shiftedBoxes,
  shiftedSpheres,
  sphereAndSlab,
  surfaceDice,
  type SurfaceDistances,
} from "../../../src/synthetic/reference/surfaces.ts";
import { integrate } from "../../support/quadrature.ts";

/** A surface in small pieces: their middles and areas. */
type Pieces = readonly { readonly point: Triple; readonly area: number }[];

/** A sphere in n × 2n pieces between two heights, as fractions of the radius. */
function sphere(r: number, [cx, cy, cz]: Triple, n: number, from = -1, to = 1): Pieces {
  return Array.from({ length: 2 * n * n }, (_, i) => {
    const z = from + ((to - from) * (Math.floor(i / (2 * n)) + 0.5)) / n; // equal heights are equal areas
    const phi = (Math.PI * ((i % (2 * n)) + 0.5)) / n;
    const ring = Math.sqrt(1 - z * z);
    return {
      point: [cx + r * ring * Math.cos(phi), cy + r * ring * Math.sin(phi), cz + r * z],
      area: (2 * Math.PI * r * r * (to - from)) / (2 * n * n),
    };
  });
}

function disc(r: number, z: number, n: number): Pieces {
  return Array.from({ length: n * n }, (_, i) => {
    const radius = r * Math.sqrt((Math.floor(i / n) + 0.5) / n);
    const phi = (2 * Math.PI * ((i % n) + 0.5)) / n;
    return { point: [radius * Math.cos(phi), radius * Math.sin(phi), z], area: (Math.PI * r * r) / (n * n) };
  });
}

/** The surface of a box about (0, 0, 0) in n × n pieces a face. */
function boxSurface(sides: Triple, n: number): Pieces {
  return [0, 1, 2].flatMap((axis) =>
    [-0.5, 0.5].flatMap((side) =>
      Array.from({ length: n * n }, (_, i) => {
        const [u, v] = [0, 1, 2].filter((other) => other !== axis);
        const point: [number, number, number] = [0, 0, 0];
        point[axis] = side * sides[axis];
        point[u] = sides[u] * (((i % n) + 0.5) / n - 0.5);
        point[v] = sides[v] * ((Math.floor(i / n) + 0.5) / n - 0.5);
        return { point, area: (sides[u] * sides[v]) / (n * n) };
      }),
    ),
  );
}

/** The distance of a point to the surface of a box about the origin, inside or outside. */
function toBox(sides: Triple, point: Triple): number {
  const beyond = point.map((value, axis) => Math.abs(value) - sides[axis] / 2);
  return Math.max(...beyond) <= 0
    ? -Math.max(...beyond)
    : Math.hypot(...beyond.map((value) => Math.max(0, value)));
}

/** Compares a closed form with pieces of the surface and their distances; `grain` is the largest error of a piece. */
function expectLike(
  exact: SurfaceDistances,
  pieces: Pieces,
  distance: (p: Triple) => number,
  grain: number,
): void {
  const found = pieces.map(({ point, area }) => ({ mm: distance(point), area }));
  const area = found.reduce((sum, one) => sum + one.area, 0);
  expect(area / exact.areaMm2).toBeCloseTo(1, 9);
  const moment = found.reduce((sum, one) => sum + one.area * one.mm, 0);
  expect(moment / exact.momentMm3).toBeCloseTo(1, 3);
  expect(Math.abs(Math.max(...found.map(({ mm }) => mm)) - exact.maxMm)).toBeLessThan(grain);
  for (const part of [0.05, 0.3, 0.5, 0.77, 0.95]) {
    const mm = part * exact.maxMm;
    const within = found.reduce((sum, one) => (one.mm <= mm ? sum + one.area : sum), 0);
    expect(Math.abs(within - exact.within(mm)) / exact.areaMm2).toBeLessThan(0.01);
  }
}

const radius = 12;

describe("surface distances in closed form", () => {
  it("of concentric spheres are the difference of their radii everywhere", () => {
    const { there, back } = concentricSpheres(10, 16);
    const toOther = (r: number) => (p: Triple) => Math.abs(Math.hypot(...p) - r);
    expectLike(there, sphere(10, [0, 0, 0], 60), toOther(16), 1e-9);
    expectLike(back, sphere(16, [0, 0, 0], 60), toOther(10), 1e-9);
  });

  it("of shifted spheres are spread evenly up to the shift", () => {
    const pair = shiftedSpheres(radius, 9);
    const shift: Triple = [1, 4, 8];
    expectLike(pair.there, sphere(radius, shift, 200), (p) => Math.abs(Math.hypot(...p) - radius), 0.01);
    expect(hausdorffMm(pair)).toBe(9);
    expect(hausdorffShareMm(pair, 0.95)).toBeCloseTo(0.95 * 9, 12);
    expect(meanDistanceMm(pair)).toBeCloseTo(4.5, 12);
    expect(surfaceDice(pair, 2)).toBeCloseTo(2 / 9, 12);
  });

  it("of shifted boxes agree with pieces of their surface", () => {
    const sides: Triple = [20, 16, 12];
    expectLike(
      shiftedBoxes(sides, 6).there,
      boxSurface(sides, 120),
      ([x, y, z]) => toBox(sides, [x - 6, y, z]),
      0.2,
    );
  });

  it("of a ball and itself without a slab agree with pieces of both surfaces", () => {
    const slab = 3;
    const h = slab / 2;
    const { there, back } = sphereAndSlab(radius, slab);
    const rim = Math.sqrt(radius ** 2 - h ** 2);
    const toRest = ([x, y, z]: Triple): number => {
      if (Math.abs(z) >= h) return 0;
      const fromAxis = Math.hypot(x, y);
      return Math.hypot(Math.max(0, fromAxis - rim), h - Math.abs(z));
    };
    expectLike(there, sphere(radius, [0, 0, 0], 240), toRest, 0.1);
    const caps = [
      ...sphere(radius, [0, 0, 0], 60, -1, -h / radius),
      ...sphere(radius, [0, 0, 0], 60, h / radius, 1),
    ];
    const discs = [...disc(rim, -h, 200), ...disc(rim, h, 200)];
    expectLike(back, [...caps, ...discs], (p) => Math.max(0, radius - Math.hypot(...p)), 0.2);
  });

  it("have the moment that their distribution has, ∫ (area − within) dx, to 1e-9", () => {
    const pairs = [
      shiftedSpheres(radius, 9),
      shiftedBoxes([20, 16, 12], 6),
      sphereAndSlab(radius, 3),
      sphereAndSlab(radius, 1),
    ];
    for (const { there, back } of pairs) {
      for (const { areaMm2, maxMm, momentMm3, within } of [there, back]) {
        // x = max (1 − u²) takes out the root with which the area of the last rim grows.
        const moment = integrate((u) => 2 * u * maxMm * (areaMm2 - within(maxMm * (1 - u * u))), 0, 1, 400);
        expect(Math.abs(moment / momentMm3 - 1)).toBeLessThan(1e-9);
        expect(within(maxMm)).toBeCloseTo(areaMm2, 8);
        expect(within(-1e-9)).toBe(0);
      }
    }
  });

  it("have quantiles that the share of the area reaches, and not before", () => {
    for (const one of [shiftedBoxes([20, 16, 12], 6).there, sphereAndSlab(radius, 3).back]) {
      for (const share of [0.9, 0.95, 1]) {
        const mm = quantileMm(one, share);
        expect(one.within(mm)).toBeGreaterThanOrEqual(share * one.areaMm2 * (1 - 1e-12));
        expect(one.within(mm * (1 - 1e-9))).toBeLessThanOrEqual(share * one.areaMm2 * (1 + 1e-12));
      }
    }
  });
});
