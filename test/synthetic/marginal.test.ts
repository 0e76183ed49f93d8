import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import { volumeBounds } from "../../src/core/volume.ts";
import { SyntheticModel, syntheticMarginal } from "../../src/synthetic/marginal.ts";
import type { PresetName } from "../../src/synthetic/presets.ts";
import { sharpMarginal } from "../../src/synthetic/sharp.ts";

describe("syntheticMarginal", () => {
  it("gives probabilities on 200 × 200 pixels, the same for the same seed and sample", () => {
    const { data, shape } = syntheticMarginal({ rho: 0.05, seed: 3, sample: 2 });
    expect(shape).toEqual([200, 200]);
    expect(data).toHaveLength(40_000);
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(syntheticMarginal({ rho: 0.05, seed: 3, sample: 2 }).data).toEqual(data);
    expect(syntheticMarginal({ rho: 0.05, seed: 3, sample: 3 }).data).not.toEqual(data);
    expect(syntheticMarginal({ rho: 0.05, seed: 4, sample: 2 }).data).not.toEqual(data);
  });

  it("has the volume of the ball on average, for both presets", () => {
    for (const [preset, radius] of [
      ["table1", 0.1],
      ["literal", 0.2],
    ] as const) {
      const model = new SyntheticModel(0.03, preset);
      const volumes = Array.from({ length: 150 }, (_, sample) => {
        const { data } = model.sample(1, sample);
        return data.reduce((a, b) => a + b, 0) / data.length;
      });
      const mean = volumes.reduce((a, b) => a + b, 0) / volumes.length;
      const sd = Math.sqrt(volumes.reduce((a, b) => a + (b - mean) ** 2, 0) / volumes.length);
      // A displaced point is uniform over the torus; only what leaves the image is lost.
      expect(Math.abs(mean - Math.PI * radius ** 2)).toBeLessThan((4 * sd) / Math.sqrt(volumes.length));
    }
  });

  it("is deformed by fields whose own standard deviation is the preset's", () => {
    const { dx, dy } = new SyntheticModel(0.05).displacement(1, 7);
    for (const field of [dx, dy]) {
      const mean = field.reduce((a, b) => a + b, 0) / field.length;
      const variance = field.reduce((a, b) => a + (b - mean) ** 2, 0) / field.length;
      expect(Math.sqrt(variance)).toBeCloseTo(0.1 * 200, 9);
      expect(mean).not.toBeCloseTo(0, 1);
    }
    expect(dx).not.toEqual(dy);
  });

  it("is the mean of the observers that it stands for", () => {
    const model = new SyntheticModel(0.05);
    const count = 400;
    const { data } = model.sample(1, 0);
    const raters = model.raters(1, 0, count);
    let squared = 0;
    let bound = 0;
    for (let i = 0; i < data.length; i++) {
      const votes = raters.reduce((sum, rater) => sum + rater[i], 0);
      squared += (votes / count - data[i]) ** 2;
      bound += (data[i] * (1 - data[i])) / count;
    }
    // The squared error is that of `count` independent votes a pixel; 30 % more leaves room for the pixel grid.
    expect(squared).toBeLessThan(1.3 * bound);
    expect(squared).toBeGreaterThan(0.5 * bound);
  });

  it("refuses options out of range", () => {
    expect(() => syntheticMarginal({ rho: -1 })).toThrow("rho: is -1, expected a number in [0, 0.5]");
    expect(() => syntheticMarginal({ rho: 0.1, sample: 0.5 })).toThrow(
      "sample: is 0.5, expected an integer ≥ 0",
    );
    expect(() => syntheticMarginal({ rho: 0.1, seed: -1 })).toThrow("seed: is -1");
    expect(() => syntheticMarginal({ rho: 0.1, preset: "other" as PresetName })).toThrow(
      "preset: is other, expected table1 or literal",
    );
  });
});

describe("sharpMarginal (Theorem 2)", () => {
  it("attains both bounds at once", () => {
    for (const v of [0.05, 0.1, 1 / 3, 0.5, 0.9, 1]) {
      const { data, l1, minVoxels, maxVoxels } = sharpMarginal(v, 10_000);
      expect(l1).toBeCloseTo(v, 2);
      const optimum = diceOptimum(data);
      expect(optimum.l1).toBeCloseTo(l1, 12);
      expect(optimum.supDice).toBeCloseTo((2 * l1) / (1 + l1), 12);
      const [lower, upper] = volumeBounds(data);
      expect(minVoxels / 10_000).toBeCloseTo(lower, 12);
      expect(maxVoxels / 10_000).toBe(upper);
      // v = 1 is the full marginal, where both ends are the domain itself.
      expect(optimum).toMatchObject({ minVoxels, maxVoxels });
    }
  });

  it("refuses volumes that the grid cannot hold", () => {
    expect(() => sharpMarginal(0.001, 100)).toThrow("n: is 100, expected enough voxels");
    expect(() => sharpMarginal(0, 100)).toThrow("v: is 0");
  });
});
