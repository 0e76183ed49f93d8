import { describe, expect, it } from "vitest";
import { unitGrid } from "../../src/image/grid.ts";
import { binaryMask } from "../../src/image/mask.ts";
import type { VoxelArray } from "../../src/image/volume.ts";

const mask = (data: VoxelArray, label?: number): number[] =>
  Array.from(binaryMask({ name: "m", grid: unitGrid([data.length, 1, 1]), data }, label));

describe("binaryMask", () => {
  it("takes masks of any one value", () => {
    expect(mask(Uint8Array.of(0, 1, 1))).toEqual([0, 1, 1]);
    expect(mask(Uint8Array.of(0, 255, 0))).toEqual([0, 1, 0]);
    expect(mask(Float64Array.of(0, 1))).toEqual([0, 1]);
    expect(mask(Int16Array.of(0, 0))).toEqual([0, 0]);
  });

  it("keeps the array of a mask that is one already", () => {
    const data = Uint8Array.of(0, 1);
    expect(binaryMask({ name: "m", grid: unitGrid([2, 1, 1]), data })).toBe(data);
  });

  it("takes one label of a label map", () => {
    expect(mask(Uint16Array.of(0, 7, 300, 7), 7)).toEqual([0, 1, 0, 1]);
  });

  it("takes values within a thousandth of an integer for it, labels too", () => {
    expect(mask(Float32Array.of(0, 0.99999994, 1, 1.0005, -0.0004, 0.0009))).toEqual([0, 1, 1, 1, 0, 0]);
    expect(mask(Float64Array.of(0, 254.9995, 255))).toEqual([0, 1, 1]);
    expect(mask(Float32Array.of(0, 0.9999995, 2.99998, 3), 3)).toEqual([0, 0, 1, 1]);
    expect(mask(Float32Array.of(0, 0.9999995, 2.99998, 3), 1)).toEqual([0, 1, 0, 0]);
    expect(() => mask(Float32Array.of(0, 0.998))).toThrow("m: holds 0.998");
  });

  it("refuses NaN and fractions in a label map", () => {
    expect(() => mask(Float32Array.of(1, Number.NaN), 1)).toThrow(
      "m: holds NaN, expected a label map of integers",
    );
    expect(() => mask(Float64Array.of(1, 1.5), 1)).toThrow("m: holds 1.5, expected a label map of integers");
  });

  it("refuses label maps without a label, probabilities and NaN", () => {
    expect(() => mask(Uint8Array.of(0, 3, 1))).toThrow(
      "m: holds the labels 1, 3, expected a mask of 0 and one other",
    );
    expect(() => mask(Uint8Array.from({ length: 20 }, (_, i) => i))).toThrow("1, 2, 3, 4, 5, 6, 7, 8, …");
    expect(() => mask(Float32Array.of(0, 0.5, 1))).toThrow("m: holds 0.5");
    expect(() => mask(Float32Array.of(0, Number.NaN))).toThrow("m: holds NaN");
  });
});
