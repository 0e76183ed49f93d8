import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { bootstrapConsensusVolume } from "../../../src/raters/agreement/bootstrap.ts";
import { standsOut } from "../../../src/raters/agreement/outlier.ts";
import { voteMap, votePatterns } from "../../../src/raters/patterns.ts";

describe("standsOut", () => {
  it("names the observer whose Dice lies far below close others, with the evidence", () => {
    const found = standsOut([0.9, 0.92, 0.4, 0.91, 0.9]);
    expect(found).toMatchObject({ rater: 2, leaveOneOutDice: 0.4, nextDice: 0.9, criticalQ: 0.821 });
    expect(found!.q).toBeCloseTo(0.5 / 0.52, 12);
  });

  it("is silent where the gap is within the spread, and where it is too small to matter", () => {
    expect(standsOut([0.9, 0.8, 0.7, 0.6])).toBeUndefined();
    expect(standsOut([0.9, 0.88, 0.4])).toBeUndefined(); // Q = 0.96 < 0.994: three observers decide little
    expect(standsOut([0.99, 0.99, 0.99, 0.95])).toBeUndefined();
    expect(standsOut([0.9, 0.9, 0.9])).toBeUndefined();
    expect(standsOut([0.2, 0.9])).toBeUndefined();
    expect(standsOut([0.9, 0.9, 0.9, Number.NaN])).toBeUndefined();
  });

  it("has the published critical values: one in two hundred alike observers exceeds them", () => {
    const random = new Random(4);
    const trials = 40_000;
    for (const raters of [3, 4, 5, 8, 15, 30]) {
      let named = 0;
      for (let trial = 0; trial < trials; trial++) {
        // Standard deviation 10: the smallest gap that matters is out of play.
        const values = Array.from({ length: raters }, () => 10 * random.normal());
        if (standsOut(values) !== undefined) named += 1;
      }
      const expected = 0.005 * trials;
      expect(Math.abs(named - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});

describe("bootstrapConsensusVolume", () => {
  const line = (...bounds: (readonly [number, number])[]) =>
    votePatterns(
      voteMap(bounds.map(([a, b]) => Array.from({ length: 100 }, (_, i) => Number(i >= a && i < b)))),
    );

  it("has no width for identical observers", () => {
    expect(bootstrapConsensusVolume(line([10, 30], [10, 30], [10, 30]))).toEqual({
      lowerVoxels: 20,
      upperVoxels: 20,
      level: 0.95,
      samples: 1000,
    });
  });

  it("has the quantiles of two observers' four resamples", () => {
    // {A, A} and {B, B} with 1/4 each give A and B; {A, B} gives their union, 60 voxels.
    const votes = line([0, 40], [10, 60]);
    const at = (level: number) => {
      const { lowerVoxels, upperVoxels } = bootstrapConsensusVolume(votes, { level, samples: 4000 });
      return [lowerVoxels, upperVoxels];
    };
    expect(at(0.95)).toEqual([40, 60]);
    expect(at(0.4)).toEqual([50, 60]);
  });

  it("repeats for the same seed, and follows level and samples", () => {
    const votes = line([0, 20], [5, 40], [10, 60], [12, 33], [1, 80]);
    expect(bootstrapConsensusVolume(votes, { seed: 3 })).toEqual(
      bootstrapConsensusVolume(votes, { seed: 3 }),
    );
    const narrow = bootstrapConsensusVolume(votes, { level: 0.5 });
    const wide = bootstrapConsensusVolume(votes, { level: 0.99 });
    expect(narrow.upperVoxels - narrow.lowerVoxels).toBeLessThan(wide.upperVoxels - wide.lowerVoxels);
    const many = Array.from({ length: 20 }, (_, seed) =>
      bootstrapConsensusVolume(votes, { seed, samples: 20 }),
    );
    expect(new Set(many.map(({ upperVoxels }) => upperVoxels)).size).toBeGreaterThan(1);
    expect(() => bootstrapConsensusVolume(votes, { level: 95 })).toThrow(
      "level: is 95, expected a number in (0, 1)",
    );
    expect(() => bootstrapConsensusVolume(votes, { samples: 0 })).toThrow("samples: is 0");
  });

  it("keeps observers of weight 0 out", () => {
    const map = voteMap([
      [1, 0, 0],
      [0, 1, 1],
    ]);
    const found = bootstrapConsensusVolume(votePatterns(map, { weights: [1, 0] }));
    expect(found).toMatchObject({ lowerVoxels: 1, upperVoxels: 1 });
  });
});
