import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapClasses, THRESHOLD_STEP } from "../../../web/work/study/mapClasses.ts";
import { stepAt, thresholdSteps } from "../../../web/work/study/thresholdSteps.ts";

/** Maps of float32 values of all magnitudes, with ties, zeros, ones, halves and neighbours of edges among them. */
const value = fc.oneof(
  fc.float({ min: 0, max: 1, noNaN: true }),
  fc.float({ min: 0, max: Math.fround(1e-4), noNaN: true }),
  fc.float({ min: Math.fround(0.49998), max: Math.fround(0.50002), noNaN: true }),
  fc.constantFrom(0, 1, 0.5, 1 / 3, THRESHOLD_STEP, 5 * THRESHOLD_STEP, 5 * THRESHOLD_STEP + 1e-9),
);
const maps = fc.array(value, { minLength: 1, maxLength: 60 }).map((values) => Float32Array.from(values));
const thresholds = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), value);

/** Voxels and Σ m of the voxels of a plain condition. */
function plain(m: Float32Array, isIn: (value: number) => boolean): { voxels: number; inside: number } {
  const taken = [...m].filter(isIn);
  return { voxels: taken.length, inside: taken.reduce((a, b) => a + b, 0) };
}

describe("classes of a map's voxels", () => {
  it("are whole above t, from 1/2 on, and above every multiple of the step", () => {
    fc.assert(
      fc.property(maps, thresholds, fc.nat(2 ** 15), fc.nat(5), (m, t, k, zeros) => {
        const { of, mean, largest, counts } = mapClasses(m, zeros, t);
        expect(counts.reduce((a, b) => a + b)).toBe(m.length + zeros);
        for (const [classIn, isIn] of [
          [(high: number) => high > t, (v: number) => v > t],
          [(high: number) => high >= 0.5, (v: number) => v >= 0.5],
          [(high: number) => high > k * THRESHOLD_STEP, (v: number) => v > k * THRESHOLD_STEP],
        ] as const) {
          m.forEach((v, i) => expect(classIn(largest[of[i]])).toBe(isIn(v)));
          const { voxels, inside } = plain(m, isIn);
          const taken = [...counts.keys()].filter((p) => classIn(largest[p]));
          expect(taken.reduce((sum, p) => sum + counts[p], 0)).toBe(voxels);
          expect(taken.reduce((sum, p) => sum + counts[p] * mean[p], 0)).toBeCloseTo(inside, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("rise by value, begin with 0, and differ from their voxels by less than a step", () => {
    fc.assert(
      fc.property(maps, thresholds, (m, t) => {
        const { of, mean, largest } = mapClasses(m, 0, t);
        expect(mean[0]).toBe(0);
        largest.forEach((high, p) => expect(p === 0 || high > largest[p - 1]).toBe(true));
        m.forEach((v, i) => {
          expect(v <= largest[of[i]]).toBe(true);
          expect(Math.abs(v - mean[of[i]])).toBeLessThan(THRESHOLD_STEP);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("hold one value each of a map of votes, for as many observers as there may be", () => {
    const m = Float32Array.from({ length: 300 }, (_, i) => (i % 31) / 30);
    const { of, mean, isExact } = mapClasses(m, 7, 0.4);
    expect(isExact).toBe(true);
    expect([...of].map((p) => mean[p])).toEqual([...m]);
  });

  it("give the steps of a threshold slider the voxels and Dice of the map itself", () => {
    fc.assert(
      fc.property(maps, fc.nat(2 ** 15), (m, k) => {
        const a = k * THRESHOLD_STEP;
        const { mean, largest, counts } = mapClasses(m, 3, 0.3);
        const step = stepAt(thresholdSteps(largest, counts, mean), a);
        const { voxels, inside } = plain(m, (v) => v > a);
        const total = plain(m, () => true).inside;
        expect(step.voxels).toBe(voxels);
        expect(step.dice).toBeCloseTo(voxels + total > 0 ? (2 * inside) / (voxels + total) : 0, 9);
      }),
      { numRuns: 40 },
    );
  });
});
