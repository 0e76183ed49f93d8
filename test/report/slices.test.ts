import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundingBox, cutSlice, spreadSlices, widen } from "../../src/report/slices.ts";

const shape = [4, 3, 5] as const;
const index = (i: number, j: number, k: number): number => i + 4 * (j + 3 * k);

describe("boundingBox", () => {
  it("is the smallest box around what is not 0", () => {
    const volume = new Float32Array(60);
    volume[index(1, 2, 3)] = 0.2;
    volume[index(3, 0, 4)] = 1;
    expect(boundingBox(volume, shape)).toEqual({ first: [1, 0, 3], size: [3, 3, 2] });
    expect(boundingBox(new Float32Array(60), shape)).toBeUndefined();
  });

  it("agrees with the extremes of the voxels on any volume", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1 }), (voxels) => {
        const volume = new Uint8Array(60);
        for (const voxel of voxels) volume[voxel] = 1;
        const along = [
          voxels.map((v) => v % 4),
          voxels.map((v) => Math.floor(v / 4) % 3),
          voxels.map((v) => Math.floor(v / 12)),
        ];
        const first = along.map((values) => Math.min(...values));
        const size = along.map((values, axis) => Math.max(...values) - first[axis] + 1);
        expect(boundingBox(volume, shape)).toEqual({ first, size });
      }),
    );
  });
});

it("widen adds a margin within the slice and stays inside the volume", () => {
  expect(widen({ first: [1, 1, 2], size: [1, 1, 2] }, 2, shape)).toEqual({
    first: [0, 0, 2],
    size: [4, 3, 2],
  });
});

it("spreadSlices gives different slices of the box in order", () => {
  expect(spreadSlices({ first: [0, 0, 2], size: [1, 1, 3] }, 6)).toEqual([2, 3, 4]);
  expect(spreadSlices({ first: [0, 0, 0], size: [1, 1, 100] }, 4)).toEqual([12, 37, 62, 87]);
});

it("cutSlice takes the box's part of one slice, row by row", () => {
  const volume = Float32Array.from({ length: 60 }, (_, i) => i);
  expect(cutSlice(volume, shape, { first: [1, 1, 0], size: [2, 2, 5] }, 3)).toEqual({
    values: Float32Array.of(index(1, 1, 3), index(2, 1, 3), index(1, 2, 3), index(2, 2, 3)),
    width: 2,
    height: 2,
  });
});
