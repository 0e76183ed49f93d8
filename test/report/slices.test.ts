import { expect, it } from "vitest";
import { cutSlice, spreadSlices, widen } from "../../src/report/slices.ts";

const shape = [4, 3, 5] as const;
const index = (i: number, j: number, k: number): number => i + 4 * (j + 3 * k);

it("widen adds a margin within the slice and stays inside the volume", () => {
  expect(widen({ start: [1, 1, 2], end: [2, 2, 4] }, 2, shape)).toEqual({
    start: [0, 0, 2],
    end: [4, 3, 4],
  });
});

it("spreadSlices gives different slices of the box in order", () => {
  expect(spreadSlices({ start: [0, 0, 2], end: [1, 1, 5] }, 6)).toEqual([2, 3, 4]);
  expect(spreadSlices({ start: [0, 0, 0], end: [1, 1, 100] }, 4)).toEqual([12, 37, 62, 87]);
});

it("cutSlice takes the box's part of one slice, row by row", () => {
  const volume = Float32Array.from({ length: 60 }, (_, i) => i);
  expect(cutSlice(volume, shape, { start: [1, 1, 0], end: [3, 3, 5] }, 3)).toEqual({
    values: Float32Array.of(index(1, 1, 3), index(2, 1, 3), index(1, 2, 3), index(2, 2, 3)),
    width: 2,
    height: 2,
  });
});
