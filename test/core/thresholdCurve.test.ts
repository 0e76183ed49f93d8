import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice } from "../../src/core/dice.ts";
import { mapQuality, mapWarnings } from "../../src/core/mapQuality.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { thresholdCurve } from "../../src/core/thresholdCurve.ts";
import { marginals } from "../support/marginals.ts";

describe("thresholdCurve", () => {
  it("is the Dice of each threshold, and its largest value is the optimum where t is on the way", () => {
    fc.assert(
      fc.property(marginals(12), fc.integer({ min: 1, max: 60 }), (m, steps) => {
        const curve = thresholdCurve(m, { steps });
        expect(curve).toHaveLength(steps + 1);
        for (const { a, dice: value, voxels } of curve) {
          const s = m.map((x) => Number(x >= a));
          expect(value).toBeCloseTo(dice(s, m), 12);
          expect(voxels).toBe(s.filter((x) => x === 1).length);
          expect(value).toBeLessThanOrEqual(diceOptimum(m).supDice + 1e-12);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("puts values that are a multiple of the step at that step", () => {
    // 0.29 · 100 is 28.999999999999996 in floating point, yet 0.29 ≥ 29/100.
    for (let k = 0; k <= 100; k++) {
      const curve = thresholdCurve([k / 100, 1], { steps: 100 });
      expect(curve.filter(({ voxels }) => voxels === 2)).toHaveLength(k + 1);
    }
  });

  it("refuses what is no number of steps", () => {
    expect(() => thresholdCurve([0.5], { steps: 0 })).toThrow("steps: is 0, expected a positive integer");
  });
});

describe("mapWarnings", () => {
  const warn = (...m: number[]) => mapWarnings(mapQuality(m)).join(" ");

  it("tells a map without probabilities", () => {
    expect(warn(0, 1, 1)).toContain("is binary (0 % of its foreground");
    expect(warn(0, 1, 0.999, 0.001)).toContain("nearly binary");
    expect(warn(0.2, 0.4, 0.9)).toBe("");
  });

  it("tells a map that never reaches 1/2, and one that is empty", () => {
    expect(warn(0.2, 0.49)).toContain("The largest value is 0.490, below 1/2");
    expect(warn(0, 0)).toContain("0 everywhere");
  });
});
