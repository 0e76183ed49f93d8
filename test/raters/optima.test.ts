import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { marginalOptimum } from "../../src/raters/marginal.ts";
import { maximizeMeanRaterDice, meanRaterOptimum } from "../../src/raters/meanRaterOptimum.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { score } from "../../src/raters/score.ts";
import { paint } from "../../src/raters/selection.ts";
import { forEachSegmentation } from "../support/marginals.ts";
import { count, meanOf, observers, plainDice, plainMeanDice } from "../support/raters.ts";

const weightsFor = (raters: readonly unknown[], draw: readonly number[]): number[] =>
  raters.map((_, k) => draw[k]);
const weightDraw = fc.array(fc.constantFrom(1, 2, 0.5, 3, 0.1, 0.25), { minLength: 5, maxLength: 5 });

/** The largest F(v) over every size v, voxel by voxel: the definition that {@link maximizeMeanRaterDice} shortens. */
function bestOverAllSizes(raters: readonly (readonly number[])[]): number {
  const volumes = raters.map(count);
  return Math.max(
    ...raters[0].map((_, before) => {
      const added = raters[0].map((_, i) =>
        raters.reduce((sum, mask, k) => sum + (2 * mask[i]) / (before + 1 + volumes[k]) / raters.length, 0),
      );
      return added
        .sort((a, b) => b - a)
        .slice(0, before + 1)
        .reduce((a, b) => a + b);
    }),
  );
}

describe("marginalOptimum", () => {
  it("brackets all best segmentations exactly, by brute force in integers", () => {
    fc.assert(
      fc.property(observers(5, 8), (raters) => {
        fc.pre(raters.some((mask) => mask.includes(1)));
        const map = voteMap(raters);
        const votes = votePatterns(map);
        const optimum = marginalOptimum(votes);
        // D = 2 A / (R n + S) with integers, compared by cross-multiplication.
        const k = meanOf(raters).map((m) => Math.round(m * raters.length));
        const total = k.reduce((a, b) => a + b);
        let best = [0, 1];
        let sizes: number[] = [];
        forEachSegmentation(k.length, (s) => {
          const inside = k.reduce((sum, votesHere, i) => sum + votesHere * s[i], 0);
          const value = [2 * inside, raters.length * count(s) + total];
          const difference = value[0] * best[1] - best[0] * value[1];
          if (difference > 0) [best, sizes] = [value, []];
          if (difference >= 0) sizes.push(count(s));
        });
        expect(optimum.supDice).toBeCloseTo(best[0] / best[1], 14);
        expect(optimum.minVoxels).toBe(Math.min(...sizes));
        expect(optimum.maxVoxels).toBe(Math.max(...sizes));
        for (const selection of [optimum.smallest, optimum.largest]) {
          expect(plainDice(paint(map, votes, selection), meanOf(raters))).toBeCloseTo(optimum.supDice, 14);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("settles ties exactly where thirds and sevenths round", () => {
    // The case of Theorem 2 with R = 3: a voxels of 3 votes and 1 vote elsewhere, v / (1 + v) = 1/3, v = 1/2.
    for (const a of [1, 7, 1001]) {
      const all = Uint8Array.from({ length: 4 * a }, () => 1);
      const core = Uint8Array.from({ length: 4 * a }, (_, i) => Number(i < a));
      const optimum = marginalOptimum(votePatterns(voteMap([all, core, core])));
      expect(optimum).toMatchObject({ minVoxels: a, maxVoxels: 4 * a, threshold: 1 / 3 });
    }
  });

  it("has a threshold that compares exactly with the marginal", () => {
    fc.assert(
      fc.property(observers(7, 12), (raters) => {
        const { threshold, minVoxels, maxVoxels } = marginalOptimum(votePatterns(voteMap(raters)));
        const k = meanOf(raters).map((m) => Math.round(m * raters.length) / raters.length);
        expect(k.filter((m) => m > threshold)).toHaveLength(minVoxels);
        expect(k.filter((m) => m >= threshold)).toHaveLength(maxVoxels);
      }),
      { numRuns: 1000 },
    );
  });

  it("takes weights in the proportions in which people write them", () => {
    const raters = [
      [1, 1, 0, 0],
      [1, 0, 1, 0],
      [1, 0, 0, 1],
    ];
    const at = (weights: number[]) => marginalOptimum(votePatterns(voteMap(raters), { weights }));
    expect(at([0.1, 0.2, 0.3])).toEqual(at([1, 2, 3]));
    expect(at([1 / 3, 1 / 3, 1 / 3])).toEqual(at([1, 1, 1]));
    expect(at([0, 0, 5])).toMatchObject({ minVoxels: 2, supDice: 1 });
  });
});

describe("maximizeMeanRaterDice", () => {
  it("attains the best mean rater Dice of all segmentations, by brute force", () => {
    fc.assert(
      fc.property(observers(5, 8), (raters) => {
        fc.pre(raters.some((mask) => mask.includes(1)));
        const map = voteMap(raters);
        const votes = votePatterns(map);
        const found = maximizeMeanRaterDice(votes);
        let best = 0;
        let sizes: number[] = [];
        forEachSegmentation(raters[0].length, (s) => {
          const value = plainMeanDice(s, raters);
          if (value > best + 1e-12) [best, sizes] = [value, []];
          if (value >= best - 1e-12) sizes.push(count(s));
        });
        expect(found.meanDice).toBeCloseTo(best, 13);
        expect(found.minVoxels).toBe(Math.min(...sizes));
        expect(found.maxVoxels).toBe(Math.max(...sizes));
        for (const selection of [found.smallest, found.largest]) {
          expect(plainMeanDice(paint(map, votes, selection), raters)).toBeCloseTo(best, 13);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("attains the best weighted mean, whatever the policy for empty observers", () => {
    fc.assert(
      fc.property(
        observers(4, 6),
        weightDraw,
        fc.constantFrom("nan", "one", "zero"),
        (raters, draw, empty) => {
          fc.pre(raters.some((mask) => mask.includes(1)));
          const weights = weightsFor(raters, draw);
          const found = meanRaterOptimum(raters, { weights, empty });
          const both = { nan: Number.NaN, one: 1, zero: 0 }[empty];
          let best = 0;
          forEachSegmentation(raters[0].length, (s) => {
            best = Math.max(best, plainMeanDice(s, raters, weights, both));
          });
          expect(found.meanDice).toBeCloseTo(best, 13);
          expect(plainMeanDice(found.segmentation, raters, weights, both)).toBeCloseTo(best, 13);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("looks at few sizes and misses none: a full scan finds no better one", () => {
    const random = new Random(11);
    for (let trial = 0; trial < 40; trial++) {
      // Balls on a line of different radii and centres: volumes differ up to tenfold.
      const raters = Array.from({ length: 4 }, () => {
        const [centre, radius] = [150 + 60 * random.uniform(), 10 + 90 * random.uniform()];
        return Array.from({ length: 400 }, (_, i) => Number(Math.abs(i - centre) < radius));
      });
      const found = maximizeMeanRaterDice(votePatterns(voteMap(raters)));
      expect(found.meanDice).toBeCloseTo(bestOverAllSizes(raters), 13);
    }
  });

  it("takes a pattern in part where that is best", () => {
    // Voxels that only observer 0, 1, 0 and 1, 2, 0 and 2, 1 and 2, and all three marked.
    const counts = [0, 1, 9, 6, 6, 2, 1, 4];
    const raters = [0, 1, 2].map((k) =>
      counts.flatMap((n, pattern) => Array.from({ length: n }, () => (pattern >> k) & 1)),
    );
    const map = voteMap(raters);
    const votes = votePatterns(map);
    const { smallest, minVoxels, meanDice } = maximizeMeanRaterDice(votes);
    const mask = paint(map, votes, smallest);
    expect(count(mask)).toBe(minVoxels);
    expect(plainMeanDice(mask, raters)).toBeCloseTo(meanDice, 14);
    expect(meanDice).toBeCloseTo(bestOverAllSizes(raters), 14);
    // Of the six that only observer 2 marked, one; their order decides which.
    const onlyTwo = [...votes.counts.keys()].find((p) =>
      [0, 1, 2].every((k) => votes.table.has(p, k) === (k === 2)),
    );
    expect(smallest[onlyTwo ?? -1]).toBe(1);
    expect(Array.from(mask.slice(22 - 6, 22))).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it("equals the marginal optimum where all observers have the same volume", () => {
    const random = new Random(5);
    for (let trial = 0; trial < 500; trial++) {
      const voxels = 6 + random.integer(40);
      const volume = 1 + random.integer(voxels);
      const raters = Array.from({ length: 2 + random.integer(4) }, () => {
        const order = Array.from({ length: voxels }, (_, i) => [random.uniform(), i]).sort(
          (a, b) => a[0] - b[0],
        );
        const mask = Array.from({ length: voxels }, () => 0);
        for (const [, i] of order.slice(0, volume)) mask[i] = 1;
        return mask;
      });
      const votes = votePatterns(voteMap(raters));
      const marginal = marginalOptimum(votes);
      const meanRater = maximizeMeanRaterDice(votes);
      expect(meanRater.meanDice).toBeCloseTo(marginal.supDice, 13);
      expect(meanRater.minVoxels).toBe(marginal.minVoxels);
      expect(meanRater.maxVoxels).toBe(marginal.maxVoxels);
      expect(meanRater.smallest).toEqual(marginal.smallest);
    }
  });

  it("follows the policy where everybody is empty", () => {
    const empty = [
      [0, 0],
      [0, 0],
    ];
    expect(meanRaterOptimum(empty, { empty: "one" })).toMatchObject({
      meanDice: 1,
      minVoxels: 0,
      maxVoxels: 0,
    });
    expect(meanRaterOptimum(empty, { empty: "zero" }).meanDice).toBe(0);
    expect(meanRaterOptimum(empty).meanDice).toBeNaN();
    // Two of three observers see nothing: with "one", agreeing with them is best.
    const mostlyEmpty = [
      [0, 0],
      [0, 0],
      [1, 0],
    ];
    expect(meanRaterOptimum(mostlyEmpty, { empty: "one" })).toMatchObject({ minVoxels: 0, meanDice: 2 / 3 });
    expect(meanRaterOptimum(mostlyEmpty)).toMatchObject({ minVoxels: 1, meanDice: 1 / 3 });
  });
});

describe("score", () => {
  it("agrees with the definitions on masks", () => {
    fc.assert(
      fc.property(observers(5, 10), weightDraw, (raters, draw) => {
        const weights = weightsFor(raters, draw);
        const map = voteMap(raters);
        const votes = votePatterns(map, { weights });
        const selection = maximizeMeanRaterDice(votes).smallest;
        const mask = paint(map, votes, selection);
        const m = meanOf(raters, weights);
        const found = score(votes, selection, "nan");
        const expected = m.reduce((a, b) => a + b);
        expect(found.voxels).toBe(count(mask));
        if (expected > 0) expect(found.volumeBias).toBeCloseTo(count(mask) / expected, 8);
        else expect(found.volumeBias).toBeNaN();
        const compare = (a: number, b: number) =>
          Number.isNaN(b) ? expect(a).toBeNaN() : expect(a).toBeCloseTo(b, 8);
        compare(found.marginalDice, plainDice(mask, m));
        compare(found.meanRaterDice, plainMeanDice(mask, raters, weights));
      }),
      { numRuns: 1000 },
    );
  });
});
