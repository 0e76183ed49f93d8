import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import {
  conformityIndex,
  kappa,
  meanPairwiseDice,
} from "../../../src/synthetic/reference/votes/agreement.ts";
import { marginalOptimum, marginalVolume } from "../../../src/synthetic/reference/votes/marginal.ts";
import { meanRaterOptimum } from "../../../src/synthetic/reference/votes/meanRater.ts";
import { marked, type VotePattern, volumeOf } from "../../../src/synthetic/reference/votes/patterns.ts";
import { stapleFixedPoint } from "../../../src/synthetic/reference/votes/staple.ts";
import { referenceCases } from "../../../src/synthetic/reference/cases/cases.ts";
import { ORIENTATIONS, scene } from "../../../src/synthetic/reference/scene.ts";
import { readOracle } from "../../support/oracles.ts";

/** Patterns of three observers with random volumes. */
function randomPatterns(seed: number): VotePattern[] {
  const random = new Random(seed);
  return Array.from({ length: 7 }, (_, n) => ({ observers: n + 1, volumeMm3: 10 * random.uniform() }));
}

/** Every vector of parts x_p of the patterns in steps of 1/steps. */
function* partsOf(count: number, steps: number): Generator<number[]> {
  for (let code = 0; code < (steps + 1) ** count; code++)
    yield Array.from(
      { length: count },
      (_, p) => (Math.floor(code / (steps + 1) ** p) % (steps + 1)) / steps,
    );
}

describe("consensus of bodies by the volumes of their vote patterns", () => {
  it("has no set with a larger Dice than sup D_m, nor a larger mean Dice than the mean-rater optimum (brute force)", () => {
    for (const seed of [1, 2, 3]) {
      const patterns = randomPatterns(seed);
      const volumes = [0, 1, 2].map((k) => volumeOf(patterns, (pattern) => marked(pattern, k)));
      const total = marginalVolume(patterns, 3);
      let [bestMarginal, bestMean] = [0, 0];
      for (const parts of partsOf(7, 3)) {
        const taken = patterns.map((pattern, p) => ({ ...pattern, volumeMm3: parts[p] * pattern.volumeMm3 }));
        const size = volumeOf(taken);
        if (size === 0) continue;
        bestMarginal = Math.max(bestMarginal, (2 * marginalVolume(taken, 3)) / (size + total));
        const mean = volumes.reduce(
          (sum, volume, k) =>
            sum + (2 * volumeOf(taken, (pattern) => marked(pattern, k))) / (size + volume) / 3,
          0,
        );
        bestMean = Math.max(bestMean, mean);
      }
      expect(marginalOptimum(patterns, 3).supDice).toBeCloseTo(bestMarginal, 12); // attained by whole patterns
      const found = meanRaterOptimum(patterns, 3).meanDice;
      expect(found).toBeGreaterThanOrEqual(bestMean - 1e-12);
      expect(found).toBeLessThan(bestMean + 2e-3);
    }
  });

  it("agrees with another program's optimum and STAPLE on small masks", () => {
    interface Case {
      readonly raters: readonly (readonly number[])[];
      readonly marginal: { readonly supDice: number; readonly minVoxels: number };
      readonly meanRater: { readonly meanDice: number };
      readonly staple: { readonly sensitivity: readonly number[]; readonly specificity: readonly number[] };
    }
    for (const { raters, marginal, meanRater, staple } of readOracle<readonly Case[]>("raters.json")) {
      const counts = new Map<number, number>();
      raters[0].forEach((_, at) => {
        const observers = raters.reduce((bits, mask, k) => bits | (mask[at] << k), 0);
        counts.set(observers, (counts.get(observers) ?? 0) + 1);
      });
      const patterns = Array.from(counts, ([observers, volumeMm3]) => ({ observers, volumeMm3 })).filter(
        ({ observers }) => observers > 0,
      );
      const optimum = marginalOptimum(patterns, raters.length);
      expect(optimum.supDice).toBeCloseTo(marginal.supDice, 10);
      expect(optimum.volumeMm3).toBe(marginal.minVoxels);
      // Parts of voxels may be taken here.
      expect(meanRaterOptimum(patterns, raters.length).meanDice).toBeGreaterThanOrEqual(
        meanRater.meanDice - 1e-10,
      );
      const point = stapleFixedPoint(patterns, raters.length, { fieldMm3: raters[0].length });
      point.sensitivity.forEach((p, k) => expect(p).toBeCloseTo(staple.sensitivity[k], 5));
      point.specificity.forEach((q, k) => expect(q).toBeCloseTo(staple.specificity[k], 5));
    }
  });

  it("gives what arithmetic gives for boxes: nested intervals of 1, 2 and 3", () => {
    const patterns = [
      { observers: 0b111, volumeMm3: 1 },
      { observers: 0b110, volumeMm3: 1 },
      { observers: 0b100, volumeMm3: 1 },
    ];
    // m = 1, 2/3, 1/3; ∫ m = 2; levels: 2·1/(1+2), 2·(5/3)/(2+2), 2·2/(3+2)
    expect(marginalOptimum(patterns, 3).supDice).toBeCloseTo(5 / 6, 15);
    expect(marginalOptimum(patterns, 3).volumeMm3).toBe(2);
    expect(meanPairwiseDice(patterns, 3)).toBeCloseTo((2 / 3 + 2 / 4 + 4 / 5) / 3, 15);
    expect(conformityIndex(patterns, 3)).toBeCloseTo((1 + 1 + 2) / (2 + 3 + 3), 15);
    // In a field of 6: P = (3 + 1 + 1/3 + 1/3) / 6, share of foreground (3 + 2 + 1) / 18
    const [agreement, chance] = [(4 + 2 / 3) / 6, (1 / 3) ** 2 + (2 / 3) ** 2];
    expect(kappa(patterns, 3, 6)).toBeCloseTo((agreement - chance) / (1 - chance), 14);
  });

  it("finds the fixed point of STAPLE for nested balls in closed form: W is 1 where three of four marked, else 0", () => {
    const at = scene({
      spacingMm: [1, 1, 1],
      orientation: ORIENTATIONS.axial,
      offsetVoxels: [0, 0, 0],
      toleranceMm: 2,
    });
    const nested = referenceCases(at).find(({ name }) => name === "nested-balls");
    const { sensitivity, specificity, volumeMm3 } = stapleFixedPoint(nested?.patterns ?? [], 4, {
      fieldMm3: 56 * 56 * 48,
    });
    const truth = (4 / 3) * Math.PI * 12 ** 3;
    expect(volumeMm3).toBeCloseTo(truth, 8);
    [9, 11, 12, 15].forEach((radius, k) =>
      expect(sensitivity[k]).toBeCloseTo(Math.min(1, (radius / 12) ** 3), 9),
    );
    const background = 56 * 56 * 48 - truth;
    const outer = (4 / 3) * Math.PI * 15 ** 3 - truth;
    [1, 1, 1, 1 - outer / background].forEach((q, k) => expect(specificity[k]).toBeCloseTo(q, 9));
  });

  it("has patterns that make up every observer's volume, in every case", () => {
    const at = scene({
      spacingMm: [1, 1, 2],
      orientation: ORIENTATIONS.axial,
      offsetVoxels: [0.3, 0.1, 0.2],
      toleranceMm: 2,
    });
    const several = referenceCases(at).filter(({ patterns }) => patterns !== undefined);
    expect(several.length).toBeGreaterThan(5);
    for (const { observers, patterns = [] } of several) {
      expect(patterns.every(({ volumeMm3 }) => volumeMm3 >= -1e-9)).toBe(true);
      observers.forEach(({ shape }, k) =>
        expect(volumeOf(patterns, (pattern) => marked(pattern, k)) / shape.volumeMm3).toBeCloseTo(1, 12),
      );
    }
  });

  it("has pattern volumes that random points find, to five standard errors", () => {
    const at = scene({
      spacingMm: [1, 1, 2],
      orientation: ORIENTATIONS.axial,
      offsetVoxels: [0.3, 0.1, 0.2],
      toleranceMm: 2,
    });
    const n = 60_000;
    const sides = [44, 44, 44] as const;
    for (const { observers, patterns } of referenceCases(at)) {
      if (patterns === undefined) continue;
      const random = new Random(7);
      const counts = new Map<number, number>();
      for (let i = 0; i < n; i++) {
        const [x, y, z] = sides.map((side) => side * (random.uniform() - 0.5)) as [number, number, number];
        const bits = observers.reduce(
          (sum, { shape }, k) => (shape.contains(x, y, z) ? sum | (1 << k) : sum),
          0,
        );
        counts.set(bits, (counts.get(bits) ?? 0) + 1);
      }
      const box = sides[0] * sides[1] * sides[2];
      const known = new Map<number, number>();
      for (const { observers: bits, volumeMm3 } of patterns)
        known.set(bits, (known.get(bits) ?? 0) + volumeMm3);
      for (let bits = 1; bits < 2 ** observers.length; bits++) {
        const share = (known.get(bits) ?? 0) / box;
        const sigma = Math.sqrt((share * (1 - share)) / n);
        expect(Math.abs((counts.get(bits) ?? 0) / n - share)).toBeLessThanOrEqual(5 * sigma + 1e-12);
      }
    }
  });
});
