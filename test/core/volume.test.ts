import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import {
  compareWithCrossEntropy,
  leastOptimalVoxels,
  volumeBias,
  volumeBounds,
} from "../../src/core/volume.ts";
import { marginals } from "../support/marginals.ts";

describe("volumeBounds (Theorem 2)", () => {
  it("hold for the smallest and the largest optimum of every marginal", () => {
    fc.assert(
      fc.property(marginals(40), (m) => {
        const { minVoxels, maxVoxels } = diceOptimum(m);
        fc.pre(m.some((value) => value > 0));
        const [lower, upper] = volumeBounds(m);
        expect(minVoxels / m.length).toBeGreaterThanOrEqual(lower - 1e-12);
        expect(maxVoxels / m.length).toBeLessThanOrEqual(upper);
      }),
      { numRuns: 1000 },
    );
  });

  it("are [‖m‖₁², 1]", () => {
    expect(volumeBounds([0.5, 0.5, 0, 1])).toEqual([0.25, 1]);
  });
});

describe("leastOptimalVoxels (Theorem 2 on voxels)", () => {
  it("is never above the smallest optimum of a marginal", () => {
    fc.assert(
      fc.property(marginals(40), (m) => {
        const { minVoxels, l1 } = diceOptimum(m);
        fc.pre(m.some((value) => value >= 1e-9)); // below, m and t = m / (1 + m) tie to rounding
        expect(minVoxels).toBeGreaterThanOrEqual(leastOptimalVoxels(l1 * m.length, m.length));
      }),
      { numRuns: 1000 },
    );
  });

  it("is ⌈S²/N⌉ in integers, also where floating point falls beside a whole number", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(5000),
        fc.integer({ min: 1, max: 30 }),
        (n, s, r) => {
          fc.pre(s <= n * r);
          // S = s / r, so S²/N = s² / (r² n).
          const [numerator, denominator] = [BigInt(s) ** 2n, BigInt(r) ** 2n * BigInt(n)];
          expect(leastOptimalVoxels(s / r, n)).toBe(Number((numerator + denominator - 1n) / denominator));
        },
      ),
      { numRuns: 2000 },
    );
    expect(leastOptimalVoxels(0.1 * 100, 100)).toBe(1); // 0.1 · 0.1 · 100 is 1.0000000000000002
    expect(leastOptimalVoxels(0, 5)).toBe(0);
    expect(leastOptimalVoxels(1e-300, 5)).toBe(1);
  });

  it("refuses what is no volume of the domain", () => {
    expect(() => leastOptimalVoxels(6, 5)).toThrow("expected: is 6, expected a number in [0, 5]");
    expect(() => leastOptimalVoxels(Number.NaN, 5)).toThrow("expected: is NaN");
    expect(() => leastOptimalVoxels(1, 0)).toThrow("voxels: is 0");
  });
});

describe("volumeBias", () => {
  it("is the volume over the expected volume, and undefined for an empty marginal", () => {
    expect(volumeBias(3, [0.5, 0.5, 0, 1])).toBe(1.5);
    expect(volumeBias(3, [0, 0])).toBeNaN();
  });
});

describe("compareWithCrossEntropy (eq. 13)", () => {
  it("never finds the Dice optimum smaller", () => {
    fc.assert(
      fc.property(marginals(40), (m) => {
        const { crossEntropyVoxels, diceVoxels } = compareWithCrossEntropy(m);
        expect(crossEntropyVoxels).toBeLessThanOrEqual(diceVoxels);
      }),
      { numRuns: 1000 },
    );
  });

  it("counts both", () => {
    // t = 0.4 > 0.35: D({0.9, 0.45}) / 2 = 1.35 / (2 + 1.7) = 0.365, which the third voxel does not reach.
    expect(compareWithCrossEntropy([0.9, 0.45, 0.35])).toEqual({ crossEntropyVoxels: 1, diceVoxels: 2 });
  });
});
