import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundingBox, crop, growBox } from "../../src/image/crop.ts";
import { unitGrid, voxelToMm } from "../../src/image/grid.ts";
import type { Triple } from "../../src/image/grid.ts";
import type { Volume } from "../../src/image/volume.ts";
import { volumes } from "../support/grids.ts";

function maskOf(shape: Triple, ...voxels: Triple[]): Volume<Uint8Array> {
  const data = new Uint8Array(shape[0] * shape[1] * shape[2]);
  for (const [i, j, k] of voxels) data[i + shape[0] * (j + shape[1] * k)] = 1;
  return { name: "mask", grid: unitGrid(shape), data };
}

describe("cropping", () => {
  it("finds the smallest box around what is not 0", () => {
    expect(boundingBox(maskOf([9, 8, 7], [2, 5, 1], [4, 3, 6]))).toEqual({
      start: [2, 3, 1],
      end: [5, 6, 7],
    });
    expect(boundingBox(maskOf([9, 8, 7], [0, 0, 0]))).toEqual({ start: [0, 0, 0], end: [1, 1, 1] });
    expect(boundingBox(maskOf([9, 8, 7]))).toBeUndefined();
  });

  it("agrees with the extremes of the voxels on any volume of any kind", () => {
    const shapes: Triple[] = [
      [4, 3, 5],
      [5, 3, 4],
      [8, 2, 3],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.uniqueArray(fc.integer({ min: 0, max: 47 }), { minLength: 1 }),
        fc.constantFrom(Uint8Array, Float32Array),
        (shape, voxels, Kind) => {
          const data = new Kind(shape[0] * shape[1] * shape[2]);
          for (const voxel of voxels) data[voxel] = 1;
          const along = [
            voxels.map((v) => v % shape[0]),
            voxels.map((v) => Math.floor(v / shape[0]) % shape[1]),
            voxels.map((v) => Math.floor(v / (shape[0] * shape[1]))),
          ];
          expect(boundingBox({ grid: unitGrid(shape), data })).toEqual({
            start: along.map((values) => Math.min(...values)),
            end: along.map((values) => Math.max(...values) + 1),
          });
        },
      ),
    );
  });

  it("cuts a margin off at the image's border", () => {
    expect(growBox({ start: [2, 3, 1], end: [5, 6, 7] }, 2, [9, 8, 7])).toEqual({
      start: [0, 1, 0],
      end: [7, 8, 7],
    });
  });

  it("keeps every voxel's value and place", () => {
    fc.assert(
      fc.property(volumes, fc.infiniteStream(fc.nat(5)), (volume, numbers) => {
        const pick = (n: number): number => numbers.next().value % n;
        const start = volume.grid.shape.map(pick) as unknown as Triple;
        const end = volume.grid.shape.map(
          (n, axis) => start[axis] + 1 + pick(n - start[axis]),
        ) as unknown as Triple;
        const part = crop(volume, { start, end });
        const [nx, ny] = part.grid.shape;
        for (const [n, value] of part.data.entries()) {
          const at: Triple = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
          const was = at.map((index, axis) => index + start[axis]) as unknown as Triple;
          const [mx, my] = volume.grid.shape;
          expect(value).toBe(volume.data[was[0] + mx * (was[1] + my * was[2])]);
          const [x, y, z] = voxelToMm(volume.grid, was);
          const [px, py, pz] = voxelToMm(part.grid, at);
          expect(Math.hypot(px - x, py - y, pz - z)).toBeLessThan(1e-9);
        }
      }),
      { seed: 4 },
    );
  });

  it.each<[string, Triple, Triple]>([
    ["starts before the image", [-1, 0, 0], [2, 2, 2]],
    ["ends after the image", [0, 0, 0], [2, 9, 2]],
    ["is empty", [1, 1, 1], [1, 2, 2]],
    ["is not whole voxels", [0.5, 0, 0], [2, 2, 2]],
    ["is NaN", [NaN, 0, 0], [2, 2, 2]],
  ])("refuses a box that %s", (_, start, end) => {
    expect(() => crop(maskOf([9, 8, 7]), { start, end })).toThrow(
      /^mask: cannot be cropped to voxels .*9×8×7 voxels/,
    );
  });
});
