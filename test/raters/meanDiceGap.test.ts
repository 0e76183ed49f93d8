import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanDiceGap } from "../../src/raters/meanDiceGap.ts";
import { hasVote, voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { select, type Selection } from "../../src/raters/selection.ts";
import { forEachSegmentation } from "../support/marginals.ts";
import { count, meanOf, observers, plainDice, plainMeanDice } from "../support/raters.ts";

const draws = fc.array(fc.constantFrom(1, 2, 0.5, 3, 0.25), { minLength: 5, maxLength: 5 });

describe("meanDiceGap (section 3.2)", () => {
  it.each(["one", "zero", "nan"] as const)(
    "bounds the difference for every segmentation, by brute force, two empty ones scored as %s",
    (empty) => {
      fc.assert(
        fc.property(observers(5, 6), draws, (raters, draw) => {
          const weights = raters.map((_, k): number => draw[k]);
          const all = weights.reduce((a, b) => a + b);
          const marginal = meanOf(raters, weights);
          const expected = marginal.reduce((a, b) => a + b, 0);
          fc.pre(expected > 0);
          const votes = votePatterns(voteMap(raters), { weights });
          const atEmpty = { one: 1, zero: 0, nan: Number.NaN }[empty];
          const mean = raters.reduce(
            (sum, mask, k) => sum + weights[k] * Math.abs(count(mask) - expected),
            0,
          );
          forEachSegmentation(marginal.length, (s) => {
            const { gap, bound } = meanDiceGap(votes, selectionOf(s, raters, votes.patterns), empty);
            const plain = plainMeanDice(s, raters, weights, atEmpty) - plainDice(s, marginal);
            expect(gap).toBeCloseTo(plain, 12);
            expect(bound).toBeCloseTo(mean / all / 2 / (count(s) + expected), 12);
            expect(Math.abs(plain)).toBeLessThanOrEqual(bound + 1e-12);
          });
        }),
        { numRuns: 150 },
      );
    },
  );

  it("attains its bound for an observer who marks nothing and one who marks the segmentation", () => {
    // E D_L = (0 + 1)/2; D_m = 2 · 2/(4 + 2) with m = 1/2 on the four voxels, S = 2: apart by 1/6.
    const votes = votePatterns(
      voteMap([
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 0],
      ]),
    );
    const { gap, bound } = meanDiceGap(
      votes,
      select(votes, (p) => hasVote(votes.patterns[p], 1)),
    );
    expect(gap).toBeCloseTo(-1 / 6, 15);
    expect(bound).toBeCloseTo(1 / 6, 15);
  });

  it("is zero for observers of one volume, and has no bound where all is empty", () => {
    const equal = votePatterns(voteMap([[1, 1, 0], [0, 1, 1]])); // prettier-ignore
    expect(
      meanDiceGap(
        equal,
        select(equal, () => true),
      ),
    ).toEqual({ gap: 0, bound: 0 });
    const empty = votePatterns(voteMap([[0, 0], [0, 0]])); // prettier-ignore
    expect(
      meanDiceGap(
        empty,
        select(empty, () => false),
      ).bound,
    ).toBeNaN();
  });
});

/** The voxels of a mask, counted by pattern. */
function selectionOf(
  s: Uint8Array,
  raters: readonly (readonly number[])[],
  patterns: Uint32Array,
): Selection {
  const selection = new Float64Array(patterns.length);
  s.forEach((taken, i) => {
    const pattern = raters.reduce((bits, mask, k) => bits | (mask[i] << k), 0);
    selection[patterns.indexOf(pattern)] += taken;
  });
  return selection;
}
