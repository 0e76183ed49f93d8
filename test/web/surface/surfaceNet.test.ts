import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitGrid } from "../../../src/image/grid.ts";
import { SurfaceSpace } from "../../../src/raters/agreement/surfaceSpace.ts";
import { smoothed, smoothedAlong, surfaceNet } from "../../../web/surface/surfaceNet.ts";

const masks = fc.uint8Array({ minLength: 60, maxLength: 60, max: 1 });
const shape = [5, 4, 3] as const;

/** ⅙ Σ a · (b × c): the volume inside triangles that turn counter-clockwise seen from outside. */
function volume(vertices: Float32Array, triangles: Uint32Array): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((n) => vertices.subarray(3 * triangles[t + n], 3 * triangles[t + n] + 3));
    sum +=
      a[0] * (b[1] * c[2] - b[2] * c[1]) +
      a[1] * (b[2] * c[0] - b[0] * c[2]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return sum / 6;
}

describe("the surface of a mask", () => {
  it("has its vertices at the elements of the surface that distances are measured on", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const space = new SurfaceSpace(unitGrid(shape), { start: [0, 0, 0], end: shape });
        const { positions } = space.surface(space.codes(mask));
        expect([...surfaceNet(mask, shape).lattice].sort((a, b) => a - b)).toEqual([...positions]);
      }),
    );
  });

  it("is closed: every edge is run along as often one way as the other", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const { triangles } = surfaceNet(mask, shape);
        const runs = new Map<string, number>();
        for (let t = 0; t < triangles.length; t++) {
          const from = triangles[t];
          const to = triangles[t % 3 === 2 ? t - 2 : t + 1];
          const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
          runs.set(key, (runs.get(key) ?? 0) + (from < to ? 1 : -1));
        }
        expect([...runs.values()].every((sum) => sum === 0)).toBe(true);
      }),
    );
  });

  it("encloses a box less what its blunted corners take, seen from outside", () => {
    const side = 12;
    const mask = new Uint8Array(side ** 3).fill(1);
    const { vertices, triangles } = surfaceNet(mask, [side, side, side]);
    const found = volume(vertices, triangles);
    expect(found).toBeLessThan(side ** 3);
    expect(found).toBeGreaterThan(0.95 * side ** 3);
  });

  it("moves no vertex by more than half a voxel when it is smoothed", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const net = surfaceNet(mask, shape);
        smoothed(net, 5).forEach((position, n) =>
          expect(Math.abs(position - net.vertices[n])).toBeLessThanOrEqual(0.5 + 1e-6),
        );
      }),
    );
  });

  it("smooths values along itself: a constant stays, steps from voxel to voxel nearly vanish, and nothing leaves its range", () => {
    const side = 10;
    const { lattice, triangles } = surfaceNet(new Uint8Array(side ** 3).fill(1), [side, side, side]);
    const constant = new Float32Array(lattice.length).fill(1.5);
    expect(smoothedAlong(constant, triangles, 8)).toEqual(constant);
    const steps = Float32Array.from(lattice, (at) => ((at % (side + 1)) + Math.floor(at / (side + 1))) % 2);
    const found = smoothedAlong(steps, triangles, 8);
    expect(Math.min(...found)).toBeGreaterThan(0.3);
    expect(Math.max(...found)).toBeLessThan(0.7);
    const unknown = Float32Array.from(constant, (value, n) => (n === 0 ? Number.NaN : value));
    expect(
      smoothedAlong(unknown, triangles, 8).every((value, n) =>
        n === 0 ? Number.isNaN(value) : value === 1.5,
      ),
    ).toBe(true);
  });
});
