import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import { compareWithCrossEntropy, volumeBias, volumeBounds } from "../../src/core/volume.ts";
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
