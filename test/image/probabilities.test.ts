import { describe, expect, it } from "vitest";
import { float16Precision } from "../../src/core/voteLevels.ts";
import { diceOptimum } from "../../src/kernels/optimum.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { probabilities } from "../../src/image/probabilities.ts";

describe("maps of votes", () => {
  // 4 voxels of 3 votes of 3, 3 of 2, 15 of 1: t = (4 + 2)/(7 + 4 + 2 + 5) = 1/3, so that the voxels of one vote tie.
  const votes = [...Array<number>(4).fill(3), ...Array<number>(3).fill(2), ...Array<number>(15).fill(1)];
  const optimumOf = (thirds: readonly [number, number, number], precision: number) => {
    const data = Float32Array.from(votes, (k) => thirds[k - 1]);
    const grid = unitGrid([votes.length, 1, 1]);
    return diceOptimum(probabilities({ name: "votes", grid, data, precision }).volume.data);
  };

  it("tie where the votes tie, in half precision and as scaled integers", () => {
    const expected = { threshold: 1 / 3, minVoxels: 7, maxVoxels: 22 };
    // The neighbours of 1/3 and 2/3 among halves, and among 255ths scaled by a slope that is a float32.
    expect(optimumOf([0.333251953125, 0.66650390625, 1], float16Precision)).toMatchObject(expected);
    const slope = Math.fround(1 / 255);
    expect(optimumOf([85 * slope, 170 * slope, 255 * slope], 2 ** -23)).toMatchObject(expected);
  });
});
