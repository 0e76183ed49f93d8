import { describe, expect, it } from "vitest";
import { descend } from "../../../src/core/descent.ts";
import { diceOptimum } from "../../../src/core/optimum.ts";
import { Random } from "../../../src/core/random.ts";
import {
  meanField,
  meanFieldCurve,
  meanFieldOfVolume,
  volumeOfRow,
} from "../../../src/paper/meanField/compute.ts";
import { PUBLISHED_TABLE } from "../../../src/paper/table1/published.ts";

/** A marginal of n voxels with the given levels, in blocks: their order does not matter to the descent. */
function marginalOf(n: number, levels: readonly { value: number; fraction: number }[]): Float64Array {
  const out = new Float64Array(n);
  let from = 0;
  for (const { value, fraction } of levels) {
    const to = from + Math.round(fraction * n);
    out.fill(value, from, to);
    from = to;
  }
  return out;
}

describe("the mean-field limit", () => {
  it.each([0.001, 0.0025, 0.008, 0.05])(
    "is where a descent of 400,000 voxels with the volume %s goes",
    (v) => {
      const marginal = marginalOf(400_000, [
        { value: 1, fraction: v },
        { value: 0, fraction: 1 - v },
      ]);
      const iterations = [1, 10, 20];
      const measured = [...descend({ marginal, random: new Random(4), iterations })];
      const limit = meanFieldOfVolume(v, iterations);
      for (const [i, { e0, e1 }] of measured.entries()) {
        expect(Math.abs(e0 - limit[i].e0)).toBeLessThan(0.004);
        expect(Math.abs(e1 - limit[i].e1)).toBeLessThan(0.004);
      }
    },
  );

  it("follows a marginal of five disagreeing observers too", () => {
    const levels = [
      { value: 0, fraction: 0.985 },
      { value: 0.2, fraction: 0.002 },
      { value: 0.4, fraction: 0.002 },
      { value: 0.6, fraction: 0.002 },
      { value: 0.8, fraction: 0.002 },
      { value: 1, fraction: 0.007 },
    ];
    const marginal = marginalOf(400_000, levels);
    const iterations = [1, 10, 20, 100];
    const measured = [...descend({ marginal, random: new Random(9), iterations })];
    const limit = meanField(levels, diceOptimum(marginal).threshold, iterations);
    for (const [i, { e0, e1 }] of measured.entries()) {
      expect(Math.abs(e0 - limit[i].e0)).toBeLessThan(0.004);
      expect(Math.abs(e1 - limit[i].e1)).toBeLessThan(0.004);
    }
  });

  it("starts with e0 = e1 = 1/2", () => {
    const [{ e0, e1 }] = meanFieldOfVolume(0.1, [1]);
    expect(e0).toBeCloseTo(0.5, 9);
    expect(e1).toBeCloseTo(0.5, 9);
  });

  it.each([
    ["Anal canal", 0.002, 0.003],
    ["Penile bulb", 0.0008, 0.0012],
    ["Prostate", 0.006, 0.01],
  ] as const)("puts the paper's row %s between the volumes %f and %f", (name, least, most) => {
    const errors = PUBLISHED_TABLE.find(({ row }) => row === name)?.errors ?? [];
    const iterations = [1, 10, 20, 100, 200];
    const row = iterations.map((l, i) => ({ l, e0: errors[2 * i], e1: errors[2 * i + 1] }));
    const volume = volumeOfRow(meanFieldCurve(0.0002, 0.3, 121, [10, 20]), row);
    expect(volume).toBeGreaterThan(least);
    expect(volume).toBeLessThan(most);
  });
});
