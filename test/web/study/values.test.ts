import { describe, expect, it } from "vitest";
import { unitGrid } from "../../../src/image/grid.ts";
import type { VoxelArray } from "../../../src/image/volume.ts";
import { asMap, asMask, labelsOf } from "../../../web/work/study/values.ts";

const volume = <Data extends VoxelArray>(data: Data) => ({
  name: "x",
  grid: unitGrid([data.length, 1, 1]),
  data,
});

describe("what a volume is taken for", () => {
  it("a mask where it is 0 and one other integer", () => {
    expect(asMask(volume(Uint8Array.of(0, 255, 0)))?.data).toEqual(Uint8Array.of(0, 1, 0));
    expect(asMask(volume(Uint8Array.of(0, 1, 2)))).toBeUndefined();
  });

  it("a map where it is floating-point in [0, 1]", () => {
    const reasons: string[] = [];
    const map = (...values: number[]) =>
      asMap(volume(Float32Array.from(values)), ({ problem }) => reasons.push(problem))?.volume.data;
    expect(map(0, 0.25, 1)).toEqual(Float32Array.of(0, 0.25, 1));
    expect([map(0, 40, 1), map(0, Number.NaN)]).toEqual([undefined, undefined]);
    expect(reasons).toEqual(["holds values from 0 to 40", "holds NaN at value 1"]);
  });

  it("a label map where it is few integers from 0 on, of any type", () => {
    expect(labelsOf(volume(Int16Array.of(0, 7, 0, 2, 2)))).toEqual([2, 7]);
    expect(labelsOf(volume(Float32Array.of(3, 1, 0)))).toEqual([1, 3]);
    expect(labelsOf(volume(Uint8Array.from({ length: 118 * 8 }, (_, i) => i / 8)))).toHaveLength(117);
    expect(labelsOf(volume(Uint8Array.from({ length: 118 * 8 }, (_, i) => (37 * i) % 118)))).toBeUndefined();
    expect(labelsOf(volume(Int16Array.of(0, -1, 2)))).toBeUndefined();
    expect(labelsOf(volume(Float32Array.of(0, 1.5, 2)))).toBeUndefined();
    expect(labelsOf(volume(Uint16Array.from({ length: 256 * 8 }, (_, i) => i / 8)))).toBeUndefined();
  });
});
