import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridFromSteps, steps, unitGrid, voxelToMm } from "../../src/image/grid.ts";
import type { Grid, Triple } from "../../src/image/grid.ts";
import { resample } from "../../src/image/resample.ts";
import type { Volume, VoxelArray } from "../../src/image/volume.ts";
import { grids, volumes } from "../support/grids.ts";

/** The same voxels with the axes in another order, some of them backwards. */
function reordered(grid: Grid, order: readonly number[], backwards: readonly boolean[]): Grid {
  const vectors = steps(grid);
  const first = grid.shape.map((n, axis) => (backwards[axis] ? n - 1 : 0)) as unknown as Triple;
  const turned = vectors.map((v, axis) => (backwards[axis] ? v.map((mm) => -mm) : v)) as unknown as Triple[];
  return gridFromSteps(
    "turned",
    order.map((axis) => grid.shape[axis]) as unknown as Triple,
    order.map((axis) => turned[axis]) as unknown as [Triple, Triple, Triple],
    voxelToMm(grid, first),
  );
}

function sorted(data: VoxelArray): number[] {
  return Array.from(data).sort((a, b) => a - b);
}

describe("resampling", () => {
  it("onto the same grid changes nothing", () => {
    fc.assert(
      fc.property(volumes, fc.constantFrom("nearest" as const, "linear" as const), (volume, how) => {
        const same = resample(volume, volume.grid, how);
        expect(Array.from(same.data)).toEqual(
          Array.from(volume.data, (v) =>
            how === "linear" && !(volume.data instanceof Float64Array) ? Math.fround(v) : v,
          ),
        );
      }),
      { seed: 5 },
    );
  });

  it("to axes in another order and direction moves every voxel unchanged, and back", () => {
    fc.assert(
      fc.property(
        volumes,
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        (volume, order, backwards) => {
          const turned = resample(volume, reordered(volume.grid, order, backwards), "nearest", -1);
          expect(sorted(turned.data)).toEqual(sorted(volume.data));
          expect(resample(turned, volume.grid, "nearest", -1).data).toEqual(volume.data);
        },
      ),
      { seed: 6 },
    );
  });

  it("of a linear function is that function between the outermost centres", () => {
    const f = ([x, y, z]: Triple): number => 3 + 0.5 * x - 2 * y + 0.25 * z;
    const grid: Grid = { ...unitGrid([6, 5, 4]), spacingMm: [2, 3, 4], originMm: [-4, 1, 9] };
    const data = new Float64Array(120);
    for (let n = 0; n < 120; n++)
      data[n] = f(voxelToMm(grid, [n % 6, Math.floor(n / 6) % 5, Math.floor(n / 30)]));
    const onto: Grid = { ...unitGrid([9, 11, 10]), originMm: [-3.75, 1.5, 9.5] };
    const result = resample({ name: "f", grid, data }, onto, "linear");
    for (const [n, value] of result.data.entries()) {
      const at = voxelToMm(onto, [n % 9, Math.floor(n / 9) % 11, Math.floor(n / 99)]);
      expect(value).toBeCloseTo(f(at), 12);
    }
  });

  it("never leaves the range of the values around", () => {
    fc.assert(
      fc.property(
        grids,
        grids,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (from, onto, numbers) => {
          const data = Float64Array.from(
            { length: from.shape[0] * from.shape[1] * from.shape[2] },
            (): number => numbers.next().value as number,
          );
          const near = { ...onto, originMm: from.originMm };
          for (const value of resample({ name: "p", grid: from, data }, near, "linear").data) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        },
      ),
      { seed: 7 },
    );
  });

  it("gives the outside value beyond the outer faces of the voxels", () => {
    const volume: Volume = { name: "two", grid: unitGrid([2, 1, 1]), data: Uint8Array.of(5, 9) };
    const onto: Grid = { ...unitGrid([9, 1, 1]), spacingMm: [0.5, 1, 1], originMm: [-1, 0, 0] };
    expect(Array.from(resample(volume, onto, "nearest", 7).data)).toEqual([7, 5, 5, 9, 9, 7, 7, 7, 7]);
    expect(Array.from(resample(volume, onto, "linear", 7).data)).toEqual([7, 5, 5, 7, 9, 7, 7, 7, 7]);
  });
});
