import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consensus } from "../../src/raters/consensus.ts";
import { intersection, majority, union } from "../../src/raters/majority.ts";
import { meanVotes } from "../../src/raters/marginal.ts";
import { inFieldOfView, voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { paint } from "../../src/raters/selection.ts";
import { VoteMap } from "../../src/raters/voteMap.ts";
import { count, meanOf, observers } from "../support/raters.ts";

const patternAt = (raters: readonly (readonly number[])[], i: number): number =>
  raters.reduce((pattern, mask, k) => pattern + mask[i] * 2 ** k, 0);

describe("a vote map", () => {
  it("holds every voxel's pattern, counts them and gives the masks back, for up to 30 observers", () => {
    fc.assert(
      fc.property(observers(30, 23), (raters) => {
        const map = voteMap(raters);
        const expected = raters[0].map((_, i) => patternAt(raters, i));
        expect(expected.map((_, i) => map.at(i))).toEqual(expected);
        raters.forEach((mask, k) => expect(Array.from(map.mask(k))).toEqual(mask));
        const histogram = map.histogram();
        for (const [pattern, voxels] of histogram) {
          expect(expected.filter((p) => p === pattern)).toHaveLength(voxels);
        }
        expect([...histogram.values()].reduce((a, b) => a + b)).toBe(expected.length);
        expect(Array.from(map.union(), (v) => v > 0)).toEqual(expected.map((p) => p > 0));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes masks at any place in memory and of any kind", () => {
    const memory = Uint8Array.of(9, 9, 9, 1, 0, 1, 1, 0, 9);
    const map = new VoteMap(5);
    map.add(memory.subarray(3, 8));
    map.add([0, 0, 1, 1, 1]);
    map.add(Float32Array.of(1, 0, 0, 0, 1));
    expect([0, 1, 2, 3, 4].map((i) => map.at(i))).toEqual([5, 0, 3, 3, 6]);
  });

  it("crops to a box", () => {
    const shape = [4, 3, 2] as const;
    const raters = Array.from({ length: 9 }, (_, k) =>
      Array.from({ length: 24 }, (_, i) => Number((i * 7 + k * 5) % 3 === 0)),
    );
    const map = voteMap(raters);
    const part = map.crop(shape, { start: [1, 1, 0], end: [4, 3, 2] });
    const inside = Array.from({ length: 24 }, (_, i) => i).filter(
      (i) => i % 4 >= 1 && Math.floor(i / 4) % 3 >= 1,
    );
    expect(inside.map((_, at) => part.at(at))).toEqual(inside.map((i) => map.at(i)));
  });

  it("refuses what is no set of masks, by name", () => {
    expect(() => voteMap([])).toThrow("raters: is empty, expected one mask an observer");
    expect(() => voteMap([[0, 1], [0]])).toThrow("raters[1]: has 1 values and the vote map has 2");
    expect(() => voteMap([Uint8Array.of(0, 1, 2, 0, 0)])).toThrow("raters[0][2]: is 2, expected 0 or 1");
    expect(() => voteMap([[0, Number.NaN]])).toThrow("raters[0][1]: is NaN");
    expect(() => voteMap(Array.from({ length: 31 }, () => [1]))).toThrow(
      "raters[30]: is observer number 31, expected at most 30 observers",
    );
  });

  it("refuses weights that do not fit", () => {
    const map = voteMap([[1], [0]]);
    const weigh = (...weights: number[]) => votePatterns(map, { weights });
    expect(() => weigh(1)).toThrow("weights: has 1 values and the list of observers has 2");
    expect(() => weigh(1, -1)).toThrow("weights[1]: is -1, expected a weight in [0, 1000]");
    expect(() => weigh(1, Number.NaN)).toThrow("weights[1]: is NaN");
    expect(() => weigh(0, 1e-12)).toThrow("weights: are all 0");
  });
});

describe("votes", () => {
  it("give majority, union and intersection by their definitions", () => {
    fc.assert(
      fc.property(observers(6, 12), (raters) => {
        const map = voteMap(raters);
        const votes = votePatterns(map);
        const k = meanOf(raters).map((m) => Math.round(m * raters.length));
        expect(Array.from(majority(raters))).toEqual(k.map((n) => Number(2 * n > raters.length)));
        expect(Array.from(paint(map, votes, union(votes)))).toEqual(k.map((n) => Number(n > 0)));
        expect(Array.from(paint(map, votes, intersection(votes)))).toEqual(
          k.map((n) => Number(n === raters.length)),
        );
        const m = map.expand(votes.patterns, meanVotes(votes), new Float64Array(map.voxels));
        expect(Array.from(m)).toEqual(k.map((n) => n / raters.length));
      }),
      { numRuns: 1000 },
    );
  });

  it("count an observer of weight w as w identical observers, in every method", () => {
    fc.assert(
      fc.property(observers(4, 10), fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), (raters, draw) => {
        const weights = raters.map((_, k) => draw[k]);
        fc.pre(weights.some((w) => w > 0));
        const copies = raters.flatMap((mask, k) => Array.from({ length: weights[k] }, () => mask));
        const [weighted, repeated] = [
          consensus(votePatterns(voteMap(raters), { weights })),
          consensus(votePatterns(voteMap(copies))),
        ];
        expect(weighted.marginal.minVoxels).toBe(repeated.marginal.minVoxels);
        expect(weighted.marginal.maxVoxels).toBe(repeated.marginal.maxVoxels);
        expect(weighted.marginal.threshold).toBe(repeated.marginal.threshold);
        for (const method of ["majority", "meanRaterOptimal", "union", "intersection"] as const) {
          const [a, b] = [weighted.scores[method], repeated.scores[method]];
          expect(a.voxels).toBe(b.voxels);
          if (Number.isNaN(b.meanRaterDice)) expect(a.meanRaterDice).toBeNaN();
          else expect(a.meanRaterDice).toBeCloseTo(b.meanRaterDice, 12);
        }
        expect(weighted.staple.prior).toBeCloseTo(repeated.staple.prior, 12);
      }),
      { numRuns: 500 },
    );
  });

  it("depend on the field of view only through the background", () => {
    const votes = votePatterns(voteMap([[1, 1, 0, 0, 0]]));
    const larger = inFieldOfView(votes, 100);
    expect(Array.from(larger.counts)).toEqual([98, 2]);
    expect(() => inFieldOfView(votes, 1)).toThrow("voxels of the field of view: is 1");
  });

  it("give the same consensus whatever the background, STAPLE apart", () => {
    fc.assert(
      fc.property(observers(5, 10), (raters) => {
        fc.pre(raters.some((mask) => mask.includes(1)));
        const wide = raters.map((mask) => [...mask, ...Array.from({ length: 50 }, () => 0)]);
        const [a, b] = [raters, wide].map((masks) => consensus(votePatterns(voteMap(masks))));
        for (const method of [
          "diceOptimal",
          "majority",
          "meanRaterOptimal",
          "union",
          "intersection",
        ] as const) {
          expect(a.scores[method]).toEqual(b.scores[method]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("give a majority no larger than the Dice-optimal segmentation (eq. 13)", () => {
    fc.assert(
      fc.property(observers(7, 12), (raters) => {
        const { scores } = consensus(votePatterns(voteMap(raters)));
        expect(scores.majority.voxels).toBeLessThanOrEqual(scores.diceOptimal.voxels);
        expect(count(majority(raters))).toBe(scores.majority.voxels);
      }),
    );
  });
});
