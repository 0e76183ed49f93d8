import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice, softDice } from "../../src/core/dice.ts";
import { diceOptimum, segmentation } from "../../src/core/optimum.ts";
import { forEachSegmentation, marginals } from "../support/marginals.ts";
import { readOracle } from "../support/oracles.ts";

interface OptimumCase {
  readonly kind: string;
  readonly shape: readonly number[];
  readonly m: readonly number[];
  readonly supDice: number;
  readonly threshold: number;
  readonly minVoxels: number;
  readonly maxVoxels: number;
  readonly l1: number;
}

describe("diceOptimum against an independent program", () => {
  it.each(readOracle<OptimumCase[]>("optimum.json"))("agrees on $kind of $shape", (expected) => {
    const optimum = diceOptimum(expected.m);
    expect(optimum.supDice).toBeCloseTo(expected.supDice, 10);
    expect(optimum.threshold).toBeCloseTo(expected.threshold, 10);
    expect(optimum.l1).toBeCloseTo(expected.l1, 10);
    expect(optimum.minVoxels).toBe(expected.minVoxels);
    expect(optimum.maxVoxels).toBe(expected.maxVoxels);
  });
});

describe("diceOptimum (Theorem 1)", () => {
  it("attains the best Dice of all segmentations, by brute force", () => {
    fc.assert(
      fc.property(marginals(9), (m) => {
        let best = 0;
        forEachSegmentation(m.length, (s) => (best = Math.max(best, dice(s, m))));
        const { supDice, threshold } = diceOptimum(m);
        expect(supDice).toBeCloseTo(best, 12);
        expect(dice(segmentation(m, threshold), m)).toBeCloseTo(best, 11);
        expect(dice(segmentation(m, threshold, { ties: "include" }), m)).toBeCloseTo(best, 11);
      }),
      { numRuns: 300 },
    );
  });

  it("brackets every optimal segmentation between the smallest and the largest", () => {
    fc.assert(
      fc.property(marginals(8), (m) => {
        const { supDice, threshold, minVoxels, maxVoxels } = diceOptimum(m);
        fc.pre(supDice > 0);
        forEachSegmentation(m.length, (s) => {
          if (dice(s, m) < supDice - 1e-13) return;
          const voxels = s.reduce((a, b) => a + b, 0);
          // A voxel within rounding of t changes Dice by less than can be told apart: not counted as a violation.
          const undecided = m.filter((x) => Math.abs(x - threshold) < 1e-11).length;
          expect(voxels).toBeGreaterThanOrEqual(minVoxels - undecided);
          expect(voxels).toBeLessThanOrEqual(maxVoxels + undecided);
          for (let i = 0; i < m.length; i++) {
            if (m[i] > threshold + 1e-11) expect(s[i]).toBe(1);
            if (m[i] < threshold - 1e-11) expect(s[i]).toBe(0);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it("is a lower bound of soft-Dice over soft segmentations too", () => {
    fc.assert(
      fc.property(
        marginals(10),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10 }),
        (m, raw) => {
          const c = m.map((_, i) => raw[i]);
          expect(softDice(c, m)).toBeGreaterThanOrEqual(1 - diceOptimum(m).supDice - 1e-14);
        },
      ),
    );
  });

  it("lets voxels at the threshold take any value", () => {
    // v = 0.5: m = 1 on a quarter of the domain and v / (1 + v) = 1/3 elsewhere gives t = 1/3 (Theorem 2).
    const m = [1, 1 / 3, 1 / 3, 1 / 3];
    const { supDice, threshold, minVoxels, maxVoxels } = diceOptimum(m);
    expect(supDice).toBeCloseTo(2 / 3, 15);
    expect([minVoxels, maxVoxels]).toEqual([1, 4]);
    for (const c of [0, 0.25, 1]) expect(softDice([1, c, c, 1 - c], m)).toBeCloseTo(1 - supDice, 14);
    expect(segmentation(m, threshold)).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(segmentation(m, threshold, { ties: "include" })).toEqual(Uint8Array.of(1, 1, 1, 1));
  });

  it("finds ties that rounding of the sums hides", () => {
    // m = 1 on a voxels of n and v / (1 + v) elsewhere, with v² = a / n: every such case is a tie.
    for (const [a, n] of [
      [1, 4],
      [4, 9],
      [16, 25],
      [49, 100],
      [9, 10_000],
      [6400, 10_000],
    ] as const) {
      const v = Math.sqrt(a / n);
      const m = Array.from({ length: n }, (_, i) => (i < a ? 1 : v / (1 + v)));
      expect(diceOptimum(m)).toMatchObject({ minVoxels: a, maxVoxels: n });
    }
  });

  it("knows the corner cases", () => {
    expect(diceOptimum([0, 0, 0])).toEqual({ supDice: 0, threshold: 0, minVoxels: 0, maxVoxels: 3, l1: 0 });
    expect(diceOptimum([1, 1])).toEqual({ supDice: 1, threshold: 0.5, minVoxels: 2, maxVoxels: 2, l1: 1 });
    expect(diceOptimum([0.3])).toMatchObject({ minVoxels: 1, maxVoxels: 1, l1: 0.3 });
    // A constant v has the whole domain as its only optimum, with D = 2v / (1 + v).
    const constant = diceOptimum(new Float64Array(50).fill(0.25));
    expect(constant).toMatchObject({ minVoxels: 50, maxVoxels: 50 });
    expect(constant.supDice).toBeCloseTo(0.4, 15);
  });

  it("gives the same for every kind of array", () => {
    const m = [0.5, 0.25, 0.75, 0, 1];
    expect(diceOptimum(Float32Array.from(m))).toEqual(diceOptimum(m));
    expect(diceOptimum(Float64Array.from(m))).toEqual(diceOptimum(m));
  });

  it("refuses values that are no probabilities", () => {
    expect(() => diceOptimum([0.2, -0.1])).toThrow("m[1]: is -0.1, expected a probability in [0, 1]");
    expect(() => segmentation([0.2], 1.5)).toThrow("threshold: is 1.5");
  });
});
