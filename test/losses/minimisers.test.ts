import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/core/elementary.ts";
import { diceOptimum, segmentation } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import type { LossMinimiser } from "../../src/losses/loss.ts";
import { lossGradient, lossValue, minimiseLoss } from "../../src/losses/losses.ts";
import { MARGINAL_LOSSES } from "../support/losses.ts";
import { marginals } from "../support/marginals.ts";

/** Whether the squares of the values can be told from 0 in float64. */
function hasSquares(m: readonly number[]): boolean {
  return m.every((value) => value === 0 || value > 1e-140);
}

/** The minimiser voxel by voxel. */
function minimiser(found: LossMinimiser, m: readonly number[]): Float64Array {
  return found.soft ?? Float64Array.from(segmentation(m, found.threshold));
}

/** Soft segmentations near the minimiser, anywhere, and in the corners of the cube. */
function candidates(best: Float64Array, random: Random): Float64Array[] {
  return Array.from({ length: 60 }, (_, k) =>
    best.map((c) => {
      if (k % 3 === 0) return Math.min(1, Math.max(0, c + 0.05 * random.normal()));
      return k % 3 === 1 ? random.uniform() : random.integer(2);
    }),
  );
}

describe("the minimiser", () => {
  it.each(MARGINAL_LOSSES)("of %s attains its value, and no other soft segmentation has less", (loss) => {
    fc.assert(
      fc.property(marginals(7), fc.integer({ min: 0, max: 1e6 }), (m, seed) => {
        fc.pre(hasSquares(m));
        const found = minimiseLoss(loss, m);
        const best = minimiser(found, m);
        if (!loss.startsWith("tversky:1") || found.minVoxels > 0) {
          expect(lossValue(loss, best, m)).toBeCloseTo(found.value, 10);
        }
        for (const c of candidates(best, new Random(seed))) {
          expect(lossValue(loss, c, m)).toBeGreaterThanOrEqual(found.value - found.gap - 1e-11);
        }
        expect(found.gap).toBeLessThan(1e-11);
      }),
      { numRuns: 60 },
    );
  });

  it.each(MARGINAL_LOSSES)("of %s has the segmentation {m > threshold} for its 1/2-threshold", (loss) => {
    fc.assert(
      fc.property(marginals(8), (m) => {
        const found = minimiseLoss(loss, m);
        const half = Array.from(minimiser(found, m));
        const undecided = half.filter((c) => Math.abs(c - 0.5) < 1e-9).length;
        const inside = half.filter((c) => c > 0.5 + 1e-9).length;
        expect(found.minVoxels).toBeGreaterThanOrEqual(inside);
        expect(found.minVoxels).toBeLessThanOrEqual(inside + undecided);
        expect(segmentation(m, found.threshold).reduce((a, b) => a + b, 0)).toBe(found.minVoxels);
        const ties = segmentation(m, found.threshold, { ties: "include" }).reduce((a, b) => a + b, 0);
        expect(ties).toBe(found.maxVoxels);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0.9999999999999989, 1 - Number.EPSILON / 2])(
    "of Dice + cross-entropy stays below 1 at m = %s",
    (m) => {
      for (const weight of [1, 5, 1e3]) {
        const loss = `dice+cross-entropy:${weight},1`;
        const found = minimiseLoss(loss, [m, 0]);
        expect(lossValue(loss, minimiser(found, [m, 0]), [m, 0])).toBeCloseTo(found.value, 10);
      }
    },
  );

  it("of the soft losses has no gradient inside (0, 1)", () => {
    const random = new Random(5);
    const m = Float64Array.from({ length: 200 }, () => random.uniform() ** 3);
    for (const loss of [
      "squared-dice",
      "cross-entropy",
      "dice+cross-entropy:1,1",
      "dice+cross-entropy:20,1",
    ]) {
      const { soft } = minimiseLoss(loss, m);
      const logits = Float64Array.from(soft ?? [], (c) => Math.log(c / (1 - c)));
      expect(Math.max(...lossGradient(loss, logits, m).map(Math.abs))).toBeLessThan(1e-12);
    }
  });
});

describe("on a map of more values than levels", () => {
  const random = new Random(8);
  const m = Float32Array.from({ length: 66_000 }, (_, i) => {
    const value = sigmoid(6 - Math.hypot((i % 300) - 150, Math.floor(i / 300) - 150) / 8 + random.normal());
    return value < 1e-4 ? 0 : value;
  });

  it.each(MARGINAL_LOSSES)("the minimiser of %s is as on its values one by one", (loss) => {
    // 65 536 voxels and fewer are sorted; what follows from sorted values does not depend on how voxels are weighted.
    const { soft, value, gap, threshold } = minimiseLoss(loss, m);
    const c = soft ?? Float64Array.from(segmentation(m, threshold));
    expect(value).toBeCloseTo(lossValue(loss, c, m), 11);
    expect(gap).toBeLessThan(1e-9);
    const slopes = lossGradient(
      loss,
      Float64Array.from(c, (at) => Math.log(Math.max(1e-12, at) / Math.max(1e-12, 1 - at))),
      m,
    );
    // Stationary: no slope inside; towards 0 where c = 0, towards 1 where c = 1.
    const uphill = c.map((at, i) =>
      at > 1e-9 && at < 1 - 1e-9 ? Math.abs(slopes[i]) : at < 0.5 ? -slopes[i] : slopes[i],
    );
    const kinks = loss === "semimetric-dice" ? 1 : 1e-12;
    expect(uphill.reduce((most, slope) => Math.max(most, slope), 0)).toBeLessThan(kinks);
  });
});

describe("the relations that the theory states", () => {
  it("hold between the thresholds and volumes of the losses", () => {
    fc.assert(
      fc.property(marginals(9), (m) => {
        const total = m.reduce((a, b) => a + b, 0);
        fc.pre(total > 0 && hasSquares(m));
        const v = total / m.length;
        const { threshold: t } = diceOptimum(m);
        const hard = minimiseLoss("squared-dice:target=hard", m);
        const mean = (hard.soft ?? new Float64Array()).reduce((a, b) => a + b, 0) / m.length;
        expect(hard.threshold).toBeGreaterThanOrEqual(t - 1e-12);
        expect(hard.threshold).toBeLessThanOrEqual(0.5 + 1e-12);
        expect(mean).toBeGreaterThanOrEqual(v - 1e-12);
        expect(mean).toBeLessThanOrEqual(Math.sqrt(v) + 1e-12);
        const smoothed = minimiseLoss("dice:eps=1", m);
        expect(smoothed.threshold).toBeGreaterThanOrEqual(t - 1e-12);
        const e = 1 / m.length;
        const least = (2 * v * v + 2 * v * e - e) / (2 + e);
        expect(smoothed.maxVoxels / m.length).toBeGreaterThanOrEqual(least - 1e-12);
        const mixed = minimiseLoss("dice+cross-entropy:1,1", m);
        expect(mixed.threshold).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 80 },
    );
  });

  it("Dice + cross-entropy goes from cross-entropy to Dice as its weight or the background grows", () => {
    const structure = [0.9, 0.8, 0.45, 0.4, 0.3, 0.1];
    const padded = (zeros: number): number[] => [...structure, ...new Float64Array(zeros)];
    const { supDice } = diceOptimum(structure);
    expect(minimiseLoss("dice+cross-entropy:1e-6,1", structure).threshold).toBeCloseTo(0.5, 5);
    const thresholds = [0, 10, 100, 10_000, 60_000].map(
      (zeros) => minimiseLoss("dice+cross-entropy:1,1", padded(zeros)).threshold,
    );
    expect(thresholds.every((threshold, k) => k === 0 || threshold < thresholds[k - 1])).toBe(true);
    expect(thresholds.at(-1)).toBeCloseTo(supDice / 2, 3);
  });
});
