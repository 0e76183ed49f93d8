import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { resampleConsensusVolume } from "../../../src/raters/agreement/bootstrap.ts";
import { standsOut } from "../../../src/raters/agreement/outlier.ts";
import { voteMap, votePatterns } from "../../../src/raters/patterns.ts";

describe("standsOut", () => {
  /** Pairwise Dice of observers at these places on a line: 1 less their distance. */
  const onLine = (places: readonly number[]) => places.map((a) => places.map((b) => 1 - Math.abs(a - b)));

  it("names the observer who is many times as far from the others as they are from each other, with the evidence", () => {
    // Distances of the last to the others 0.5, 0.49, 0.48, 0.47; among the others 10 steps of 0.01 over 6 pairs.
    const found = standsOut(onLine([0, 0.01, 0.02, 0.03, 0.5]));
    expect(found).toMatchObject({ rater: 4, criticalRatio: 9 });
    expect(found!.ownDice).toBeCloseTo(1 - 0.485, 12);
    expect(found!.othersDice).toBeCloseTo(1 - 0.1 / 6, 12);
    expect(found!.ratio).toBeCloseTo(0.485 / (0.1 / 6), 10);
  });

  it("compares with the value of the next smaller number of observers in its table", () => {
    const near = Array.from({ length: 11 }, (_, k) => 0.01 * k);
    expect(standsOut(onLine([...near.slice(0, 5), 0.9]))?.criticalRatio).toBe(6.3);
    expect(standsOut(onLine([...near.slice(0, 10), 0.9]))?.criticalRatio).toBe(4.4);
    expect(standsOut(onLine([...near, 0.9]))?.criticalRatio).toBe(4.1);
  });

  it("is silent for fewer than five observers, within the spread, and where the difference does not matter", () => {
    expect(standsOut(onLine([0, 0, 0, 0.9]))).toBeUndefined();
    expect(standsOut(onLine([0, 0.1, 0.2, 0.3, 0.6]))).toBeUndefined();
    expect(standsOut(onLine([0, 0, 0, 0, 0.049]))).toBeUndefined();
    expect(standsOut(onLine([0, 0, 0, 0, 0.051]))).toMatchObject({ rater: 4, ratio: Infinity });
    expect(standsOut(onLine([0, 0, 0, 0, 0]))).toBeUndefined();
    expect(standsOut([])).toBeUndefined();
  });

  it("takes two empty masks, whose Dice is undefined, as alike", () => {
    const empty = [0, 1, 2, 3].map(() => [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0]);
    expect(standsOut([...empty, [0, 0, 0, 0, 1]])).toMatchObject({ rater: 4, ownDice: 0, othersDice: 1 });
  });

  it("names at most two sets in a hundred of alike observers on a line", () => {
    const random = new Random(4);
    const trials = 4000;
    for (const raters of [5, 6, 8, 12, 30]) {
      let named = 0;
      for (let trial = 0; trial < trials; trial++) {
        // Standard deviation 0.1: the smallest gap that matters is out of play.
        const places = Array.from({ length: raters }, () => 0.1 * random.normal());
        if (standsOut(onLine(places)) !== undefined) named += 1;
      }
      expect(named / trials).toBeLessThan(0.02 + 3 * Math.sqrt((0.02 * 0.98) / trials));
      expect(named).toBeGreaterThan(0);
    }
  });
});

describe("resampleConsensusVolume", () => {
  const line = (...bounds: (readonly [number, number])[]) =>
    votePatterns(
      voteMap(bounds.map(([a, b]) => Array.from({ length: 100 }, (_, i) => Number(i >= a && i < b)))),
    );

  it("has no width for identical observers", () => {
    expect(resampleConsensusVolume(line([10, 30], [10, 30], [10, 30]))).toEqual({
      sdVoxels: 0,
      lowestVoxels: 20,
      lowerQuartileVoxels: 20,
      upperQuartileVoxels: 20,
      highestVoxels: 20,
      samples: 200,
    });
  });

  it("has the quantiles and the deviation of two observers' four resamples", () => {
    // {A, A} and {B, B} with 1/4 each give A and B, 40 and 50; {A, B} gives their union, 60 voxels.
    const found = resampleConsensusVolume(line([0, 40], [10, 60]), { samples: 4000 });
    expect(found).toMatchObject({ lowestVoxels: 40, upperQuartileVoxels: 60, highestVoxels: 60 });
    expect([40, 50]).toContain(found.lowerQuartileVoxels);
    // Variance (12.5² + 2.5²) / 4 + 7.5² / 2 about the mean of 52.5.
    expect(Math.abs(found.sdVoxels - Math.sqrt(68.75))).toBeLessThan(0.4);
  });

  it("repeats for the same seed, and follows the number of samples", () => {
    const votes = line([0, 20], [5, 40], [10, 60], [12, 33], [1, 80]);
    const at = (seed: number) => resampleConsensusVolume(votes, { seed, samples: 20 });
    expect(at(3)).toEqual(at(3));
    const different = new Set(Array.from({ length: 20 }, (_, seed) => at(seed).sdVoxels));
    expect(different.size).toBeGreaterThan(1);
    expect(at(1).samples).toBe(20);
    expect(() => resampleConsensusVolume(votes, { samples: 1 })).toThrow("samples: is 1");
  });

  it("keeps observers of weight 0 out", () => {
    const map = voteMap([
      [1, 0, 0],
      [0, 1, 1],
    ]);
    const found = resampleConsensusVolume(votePatterns(map, { weights: [1, 0] }));
    expect(found).toMatchObject({ lowestVoxels: 1, highestVoxels: 1 });
  });
});
