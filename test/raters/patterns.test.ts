import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consensus } from "../../src/raters/consensus.ts";
import { intersection, majority, union } from "../../src/raters/majority.ts";
import { meanVotes } from "../../src/raters/marginal.ts";
import { inFieldOfView, voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { paint } from "../../src/raters/selection.ts";
import { VoteMap } from "../../src/raters/voteMap.ts";
import { count, meanOf, observers } from "../support/raters.ts";

describe("a vote map", () => {
  it("holds every voxel's votes, counts them and gives the masks back, for any number of observers", () => {
    fc.assert(
      fc.property(observers(45, 23), (raters) => {
        const map = voteMap(raters);
        const { table, counts } = map;
        const voxels = raters[0].map((_, i) => i);
        const votes = (i: number): string => raters.map((mask) => mask[i]).join("");
        const stored = (i: number): string =>
          raters.map((_, k) => Number(table.has(map.patternAt(i), k))).join("");
        expect(voxels.map(stored)).toEqual(voxels.map(votes));
        raters.forEach((mask, k) => expect(Array.from(map.mask(k))).toEqual(mask));
        // No two patterns are alike, and each has the voxels that show it.
        const shown = new Set(voxels.filter((i) => votes(i).includes("1")).map(votes));
        expect(counts).toHaveLength(shown.size + 1);
        counts.forEach((held, p) => expect(voxels.filter((i) => map.patternAt(i) === p)).toHaveLength(held));
        expect(Array.from(map.union(), (v) => v > 0)).toEqual(voxels.map((i) => votes(i).includes("1")));
      }),
      { numRuns: 500 },
    );
  });

  it("holds 200 observers and 70 000 patterns", () => {
    const voxels = 70_000;
    // The bits of a multiplicative hash: every voxel has other voters.
    const raters = Array.from({ length: 200 }, (_, k) =>
      Uint8Array.from(
        { length: voxels },
        (__, i) => (Math.imul(i + 1, 0x9e3779b1 + 2 * k) >>> (7 + (k % 20))) & 1,
      ),
    );
    const map = voteMap(raters);
    expect(map.counts.length).toBe(voxels + 1);
    const votes = votePatterns(map);
    for (const k of [0, 8, 199]) expect(votes.volumes[k]).toBe(count(raters[k]));
    for (const i of [0, 1, 777, voxels - 1]) {
      expect(votes.votes[map.patternAt(i)]).toBe(raters.reduce((sum, mask) => sum + mask[i], 0));
    }
    expect(map.mask(131)).toEqual(raters[131]);
  });

  it("takes masks at any place in memory and of any kind", () => {
    const memory = Uint8Array.of(9, 9, 9, 1, 0, 1, 1, 0, 9);
    const map = new VoteMap(5);
    map.add(memory.subarray(3, 8));
    map.add([0, 0, 1, 1, 1]);
    map.add(Float32Array.of(1, 0, 0, 0, 1));
    const votes = [0, 1, 2].map((k) => Array.from(map.mask(k)));
    expect(votes).toEqual([
      [1, 0, 1, 1, 0],
      [0, 0, 1, 1, 1],
      [1, 0, 0, 0, 1],
    ]);
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
    expect(inside.map((_, at) => part.patternAt(at))).toEqual(inside.map((i) => map.patternAt(i)));
  });

  it("refuses what is no set of masks, by name", () => {
    expect(() => voteMap([])).toThrow("raters: is empty, expected one mask an observer");
    expect(() => voteMap([[0, 1], [0]])).toThrow("raters[1]: has 1 values and the vote map has 2");
    expect(() => voteMap([Uint8Array.of(0, 1, 2, 0, 0)])).toThrow("raters[0][2]: is 2, expected 0 or 1");
    expect(() => voteMap([[0, Number.NaN]])).toThrow("raters[0][1]: is NaN");
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
        const m = map.expand(meanVotes(votes), new Float64Array(map.voxels));
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
