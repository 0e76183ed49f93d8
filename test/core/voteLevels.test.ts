import { describe, expect, it } from "vitest";
import { diceOptimum, segmentation } from "../../src/core/optimum.ts";
import { exactFractions, float16Precision, float32Precision, voteLevels } from "../../src/core/voteLevels.ts";
import { diceOptimum as fastOptimum } from "../../src/kernels/optimum.ts";

/** Theorem 2's tie of R = 3 observers: a quarter has all votes, the rest one of three. */
const thirds = (make: (values: number[]) => Float32Array | Float64Array, third: number) =>
  make([...Array.from({ length: 12 }, () => 1), ...Array.from({ length: 36 }, () => third)]);

describe("voteLevels", () => {
  it("finds the smallest number of observers whose fractions are the values", () => {
    const levels = voteLevels(Float32Array.of(0, 2 / 7, 2 / 7, 1 / 7, 1), float32Precision);
    expect(levels?.raters).toBe(7);
    expect(levels?.votes).toEqual([0, 2, 1, 7]);
    expect(levels?.counts).toEqual([1, 2, 1, 1]);
  });

  it("finds every number of observers up to 64, in float32 and float64, and scaled by a float32 slope", () => {
    for (let raters = 2; raters <= 64; raters++) {
      const k = Array.from({ length: raters + 1 }, (_, n) => n);
      const slope = Math.fround(1 / raters);
      for (const [m, precision] of [
        [Float32Array.from(k, (n) => n / raters), float32Precision],
        [Float64Array.from(k, (n) => n / raters), undefined],
        [Float64Array.from(k, (n) => Math.min(1, n * slope)), float32Precision],
      ] as const) {
        expect(voteLevels(m, precision)?.raters).toBe(raters);
        expect(Float64Array.from(exactFractions(m, precision) ?? m)).toEqual(
          Float64Array.from(k, (n) => n / raters),
        );
      }
    }
  });

  it("takes half precision where it is said to be that", () => {
    // 1/3 as float16 is 0.333251953125.
    const m = Float32Array.of(0, 0.333251953125, 1);
    expect(voteLevels(m, float32Precision)).toBeUndefined();
    expect(exactFractions(m, float16Precision)).toEqual(Float64Array.of(0, 1 / 3, 1));
  });

  it("leaves a map as it is where storage changed nothing", () => {
    expect(exactFractions(Float32Array.of(0, 0.25, 1, 0.75))).toBeUndefined();
    expect(exactFractions(Float64Array.of(0, 1 / 3, 1))).toBeUndefined();
    expect(exactFractions(Float32Array.of(0, 1 / 3, 1))).toBeDefined();
  });

  it("leaves other maps as they are", () => {
    expect(voteLevels(Float32Array.of(0.782, 0.671, 0.2))).toBeUndefined();
    expect(voteLevels(Float32Array.of(0, 1 / 3 + 1e-6, 1))).toBeUndefined();
    expect(voteLevels(Float32Array.from({ length: 67 }, (_, n) => n / 66))).toBeUndefined();
    expect(voteLevels([0.5, 1.5])).toBeUndefined();
    expect(voteLevels([0, Number.NaN])).toBeUndefined();
    expect(voteLevels([-0.5, 1])).toBeUndefined();
  });
});

describe("diceOptimum of votes", () => {
  it.each([
    ["float32", thirds((values) => Float32Array.from(values), 1 / 3)],
    ["float64", thirds((values) => Float64Array.from(values), 1 / 3)],
  ])("has the tie of exact fractions in %s", (_, m) => {
    for (const optimum of [diceOptimum(m), fastOptimum(m)]) {
      expect(optimum).toMatchObject({ minVoxels: 12, maxVoxels: 48, supDice: 2 / 3 });
      expect(segmentation(m, optimum.threshold).reduce((a, b) => a + b)).toBe(12);
      expect(segmentation(m, optimum.threshold, { ties: "include" }).reduce((a, b) => a + b)).toBe(48);
    }
  });

  it("has a threshold that compares with the stored values, for all votes of few observers", () => {
    for (let raters = 2; raters <= 9; raters++) {
      for (let trial = 0; trial < 200; trial++) {
        const votes = Array.from(
          { length: 30 },
          (_, i) => (trial * 7919 + i * i * (trial + 3)) % (raters + 1),
        );
        const m = Float32Array.from(votes, (k) => k / raters);
        const { threshold, minVoxels, maxVoxels } = diceOptimum(m);
        expect(m.filter((value) => value > threshold)).toHaveLength(minVoxels);
        expect(m.filter((value) => value >= threshold)).toHaveLength(maxVoxels);
      }
    }
  });
});
