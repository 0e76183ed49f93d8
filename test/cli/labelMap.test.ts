import { expect, it } from "vitest";
import { LabelMap } from "../../src/cli/labelMap.ts";
import { unitGrid } from "../../src/image/grid.ts";

const volume = (name: string, values: readonly number[]) => ({
  name,
  grid: unitGrid([values.length, 1, 1]),
  data: Uint8Array.from(values),
});

it("gives structures that do not overlap a label each", () => {
  const map = new LabelMap();
  expect([map.add(volume("A", [1, 1, 0, 0])), map.add(volume("B", [0, 0, 0, 1]))]).toEqual([1, 2]);
  expect(map.volume()?.data).toEqual(Uint8Array.of(1, 1, 0, 2));
});

it("is not made of structures that overlap, that lie on two grids, or of fractions", () => {
  const failureOf = (...volumes: ReturnType<typeof volume>[]): string | undefined => {
    const map = new LabelMap();
    for (const one of volumes) map.add(one);
    expect(map.volume()).toBeUndefined();
    return map.failure?.message;
  };
  const one = volume("A", [1, 1, 0]);
  expect(failureOf(one, volume("B", [0, 1, 1]), one)).toMatch(
    /^B: shares 1 voxel with A, expected structures that/u,
  );
  expect(failureOf(one, volume("B", [0, 0, 0, 1]))).toMatch(/^B: lies on another grid than A: /u);
  const fractions = { ...one, data: Float32Array.of(0, 0.5, 0) };
  const map = new LabelMap();
  map.add(fractions);
  expect(map.failure?.message).toMatch(/^A: holds fractions/u);
});
