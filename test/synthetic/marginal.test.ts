import fc from "fast-check";
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
  it("attains both bounds at once where the set of measure v² is whole voxels", () => {
    for (const v of [0.05, 0.1, 1 / 4, 0.5, 0.9, 1]) {
      const { data, minVoxels, maxVoxels } = sharpMarginal(v, 10_000);
      const optimum = diceOptimum(data);
      expect(optimum.l1).toBeCloseTo(v, 12);
      expect(optimum.supDice).toBeCloseTo((2 * v) / (1 + v), 12);
      const [lower, upper] = volumeBounds(data);
      expect(minVoxels / 10_000).toBeCloseTo(lower, 12);
      expect(maxVoxels / 10_000).toBe(upper);
      // v = 1 is the full marginal, where both ends are the domain itself.
      expect(optimum).toMatchObject({ minVoxels, maxVoxels });
    }
  });

  it("attains ⌈v² N⌉ for every other v too, by exact fractions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(49),
        (n, q, below) => {
          const p = 1 + (below % q); // v = p / q
          const k = Number((BigInt(p * p * n) + BigInt(q * q) - 1n) / BigInt(q * q));
          const { data, minVoxels, maxVoxels } = sharpMarginal(p / q, n);
          expect(minVoxels).toBe(k);
          expect(maxVoxels).toBe((p * p * n) % (q * q) === 0 ? n : k);
          expect(diceOptimum(data)).toMatchObject({ minVoxels, maxVoxels });

          // The same marginal in fractions, numerators over one denominator: sizes of its best level sets.
          const [high, rest, unit] =
            k * q <= p * n ? [q * (n - k), p * n - k * q, q * (n - k)] : [p * n, 0, q * k];
          const exact = Array.from({ length: n }, (_, i) => (i < k ? high : rest));
          exact.forEach((value, i) => expect(data[i]).toBeCloseTo(unit === 0 ? 1 : value / unit, 12));
          if (unit === 0) return; // k = N: the full marginal
          expect(bestSizes(exact, unit)).toEqual([minVoxels, maxVoxels]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("refuses volumes that no marginal has", () => {
    expect(() => sharpMarginal(0, 100)).toThrow("v: is 0");
    expect(() => sharpMarginal(1.1, 100)).toThrow("v: is 1.1");
    expect(() => sharpMarginal(0.5, 0.5)).toThrow("n: is 0.5");
  });
});

/**
 * The fewest and the most voxels that attain the largest Dice of a descending marginal `numerators` / `unit`, without
 * rounding: the n first voxels with A inside have D = 2 A / (unit · n + S).
 */
function bestSizes(numerators: readonly number[], unit: number): [number, number] {
  const total = BigInt(numerators.reduce((a, b) => a + b, 0));
  let best = [0n, 1n];
  let sizes: number[] = [];
  let inside = 0n;
  for (const [i, value] of numerators.entries()) {
    inside += BigInt(value);
    const whole = BigInt(unit) * BigInt(i + 1) + total;
    const difference = inside * best[1] - best[0] * whole;
    if (difference > 0n) [best, sizes] = [[inside, whole], []];
    if (difference >= 0n) sizes.push(i + 1);
  }
  return [Math.min(...sizes), Math.max(...sizes)];
}
