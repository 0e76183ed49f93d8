import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diceOptimum as readableOptimum } from "../../src/core/optimum.ts";
import { diceOptimumOfVotes, optimumOfLevels } from "../../src/kernels/levelOptimum.ts";

describe("the optimum of a marginal of few values", () => {
  it("is that of its voxels", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
        (twelfths, counts) => {
          const levels = twelfths.map((k) => k / 12);
          const voxels = levels.flatMap((level, i) => Array.from({ length: counts[i] }, () => level));
          const expected = readableOptimum(voxels);
          const actual = optimumOfLevels(levels, counts.slice(0, levels.length));
          expect(actual.minVoxels).toBe(expected.minVoxels);
          expect(actual.maxVoxels).toBe(expected.maxVoxels);
          expect(actual.supDice).toBeCloseTo(expected.supDice, 14);
          expect(actual.threshold).toBeCloseTo(expected.threshold, 14);
          expect(actual.l1).toBeCloseTo(expected.l1, 14);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the optimum of votes", () => {
  it("is that of votes / raters, ties included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
        (r, k) => {
          const votes = Uint8Array.from(k, (value) => value % (r + 1));
          const expected = readableOptimum(Array.from(votes, (value) => value / r));
          const actual = diceOptimumOfVotes(votes, r);
          expect(actual.minVoxels).toBe(expected.minVoxels);
          expect(actual.maxVoxels).toBe(expected.maxVoxels);
          expect(actual.supDice).toBeCloseTo(expected.supDice, 14);
          expect(actual.threshold).toBeCloseTo(expected.threshold, 14);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("finds the exact tie of three raters who agree on a quarter and one of whom marks the rest", () => {
    // v = 1/2: m = 1 on a quarter and 1/3 elsewhere, so t = 1/3.
    const votes = Uint8Array.of(3, 1, 1, 1);
    expect(diceOptimumOfVotes(votes, 3)).toMatchObject({ threshold: 1 / 3, minVoxels: 1, maxVoxels: 4 });
  });

  it("knows the corner cases and refuses what it cannot use", () => {
    expect(diceOptimumOfVotes(Uint8Array.of(0, 0), 5)).toEqual(readableOptimum([0, 0]));
    expect(() => diceOptimumOfVotes(new Uint8Array(0), 5)).toThrow("votes: has no values");
    expect(() => diceOptimumOfVotes(Uint8Array.of(0, 7), 5)).toThrow(
      "votes[1]: is 7, expected at most the 5 raters",
    );
    expect(() => diceOptimumOfVotes(Uint8Array.of(0), 300)).toThrow("raters: is 300");
  });
});
