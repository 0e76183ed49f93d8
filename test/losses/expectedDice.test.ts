import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import { expectedDice } from "../../src/losses/expectedDice.ts";
import { lossOracle } from "../support/lossOracles.ts";
import { forEachSegmentation, marginals } from "../support/marginals.ts";

interface Named {
  readonly case: string;
  readonly p: readonly number[];
  readonly marginal: readonly [size: number, value: number];
  readonly rma: readonly [size: number, value: number];
  readonly ba: readonly [size: number, value: number];
  readonly exact: readonly [size: number, value: number];
}

const named = JSON.parse(
  readFileSync(new URL("../fixtures/oracles/expected-dice.json", import.meta.url), "utf8"),
) as Named[];

interface Expected {
  readonly p?: readonly number[];
  readonly N?: number;
  readonly expectedDiceBySize?: readonly number[];
  readonly bestSize: number;
  readonly best: number;
  readonly emptyValueIfOne?: number;
  readonly marginalSup: number;
  readonly marginalSize: number;
  readonly expectedDiceOfMarginalSet?: number;
}

/** The map of the large cases: fractional parts of multiples of the golden section, cubed. */
function goldenMap(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => ((i * 0.6180339887498949) % 1) ** 3);
}

/** E D(s, B) over all 2^N labels, for every s. */
function bruteForce(p: readonly number[]): number {
  let best = 0;
  forEachSegmentation(p.length, (s) => {
    const chosen = s.slice();
    let expectation = 0;
    forEachSegmentation(p.length, (labels) => {
      let [chance, common, total] = [1, 0, 0];
      labels.forEach((label, i) => {
        chance *= label === 1 ? p[i] : 1 - p[i];
        common += label * chosen[i];
        total += label + chosen[i];
      });
      if (total > 0) expectation += (chance * 2 * common) / total;
    });
    best = Math.max(best, expectation);
  });
  return best;
}

describe("expected Dice of independent voxels", () => {
  it.each(lossOracle<Expected>("expected_dice_independent"))("is another program's at $N $p", (expected) => {
    const p = expected.p ?? goldenMap(expected.N ?? 0);
    const found = expectedDice(p);
    expect(found.bestSize).toBe(expected.bestSize);
    expect(found.best).toBeCloseTo(expected.best, 10);
    expected.expectedDiceBySize?.forEach((value, k) => expect(found.bySize(k + 1)).toBeCloseTo(value, 10));
    if (expected.emptyValueIfOne !== undefined) {
      expect(found.emptyIfOne).toBeCloseTo(expected.emptyValueIfOne, 12);
    }
    const marginal = diceOptimum(p);
    expect([marginal.minVoxels, marginal.supDice]).toEqual([
      expected.marginalSize,
      expect.closeTo(expected.marginalSup, 10),
    ]);
    if (expected.expectedDiceOfMarginalSet !== undefined) {
      expect(found.bySize(marginal.minVoxels)).toBeCloseTo(expected.expectedDiceOfMarginalSet, 10);
    }
  });

  it.each(named)(
    "is exact in case $case, with RankSEG's approximations beside it",
    ({ p, exact, rma, ba }) => {
      const found = expectedDice(p);
      expect([found.bestSize, found.best]).toEqual([exact[0], expect.closeTo(exact[1], 10)]);
      expect([found.rankSeg.rma.size, found.rankSeg.rma.value]).toEqual([rma[0], expect.closeTo(rma[1], 10)]);
      expect([found.rankSeg.ba.size, found.rankSeg.ba.value]).toEqual([ba[0], expect.closeTo(ba[1], 10)]);
      for (const { size, gap } of [found.rankSeg.rma, found.rankSeg.ba]) {
        expect(gap).toBeCloseTo(found.best - found.bySize(size), 12);
        expect(gap).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it("is the best of all segmentations, by brute force over labels and segmentations", () => {
    fc.assert(
      fc.property(marginals(6), (p) => {
        const { best, bestSize, bySize } = expectedDice(p);
        expect(best).toBeCloseTo(bruteForce(p), 10);
        expect(bySize(bestSize)).toBeCloseTo(best, 12);
      }),
      { numRuns: 40 },
    );
  });

  it("goes from the exact rule to panels without a step, at sizes far from S too", () => {
    for (const scale of [1, 0.01, 1e-4]) {
      const p = Float64Array.from({ length: 390 }, (_, i) => scale * ((i * 0.7548776662) % 1) ** 2);
      const exact = expectedDice(p);
      // Voxels that are never in the label change nothing but the rule.
      const padded = expectedDice(Float64Array.from({ length: 500 }, (_, i) => p[i] ?? 0));
      for (const k of [1, 2, 5, 20, 100, 390]) expect(padded.bySize(k)).toBeCloseTo(exact.bySize(k), 11);
      expect([padded.bestSize, padded.best]).toEqual([exact.bestSize, expect.closeTo(exact.best, 11)]);
    }
  });

  it("differs from marginal Dice by at most the standard deviation of the volume over |s| + S", () => {
    fc.assert(
      fc.property(marginals(20), (p) => {
        const sorted = p.toSorted((a, b) => b - a);
        const total = p.reduce((a, b) => a + b, 0);
        const deviation = Math.sqrt(p.reduce((a, b) => a + b * (1 - b), 0));
        const { bySize } = expectedDice(p);
        let inside = 0;
        sorted.forEach((value, i) => {
          inside += value;
          const size = i + 1;
          const marginal = (2 * inside) / (size + total);
          expect(Math.abs(bySize(size) - marginal)).toBeLessThanOrEqual(deviation / (size + total) + 1e-12);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("treats a map of more values than levels as its values one by one", () => {
    const voxels = 66_000;
    const p = Float64Array.from({ length: voxels }, (_, i) =>
      i < 4000 ? ((i * 0.6180339887498949) % 1) ** 2 : 0,
    );
    const small = expectedDice(p.subarray(0, 4000));
    const large = expectedDice(p);
    expect([large.bestSize, large.best]).toEqual([small.bestSize, expect.closeTo(small.best, 9)]);
  });

  it("is 0 for an empty map, and Dice itself for a binary one", () => {
    expect(expectedDice([0, 0])).toMatchObject({ best: 0, bestSize: 0, emptyIfOne: 1 });
    expect(expectedDice([1, 0, 1])).toMatchObject({ best: expect.closeTo(1, 14) as number, bestSize: 2 });
    expect(() => expectedDice([0.5]).bySize(2)).toThrow("k: is 2");
  });
});
