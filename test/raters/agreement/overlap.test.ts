import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fleissKappa } from "../../../src/raters/agreement/kappa.ts";
import { overlapAgreement } from "../../../src/raters/agreement/overlap.ts";
import { volumeVariation } from "../../../src/raters/agreement/volumes.ts";
import { marginalOptimum } from "../../../src/raters/marginal.ts";
import { voteMap, votePatterns } from "../../../src/raters/patterns.ts";
import { paint } from "../../../src/raters/selection.ts";
import { meanOf, observers, plainDice } from "../../support/raters.ts";

const same = (a: number, b: number): void =>
  Number.isNaN(b) ? expect(a).toBeNaN() : expect(a).toBeCloseTo(b, 12);

describe("overlapAgreement", () => {
  it("agrees with Dice and the conformity index computed mask by mask", () => {
    fc.assert(
      fc.property(observers(6, 12), (raters) => {
        const found = overlapAgreement(votePatterns(voteMap(raters)), "nan");
        let [inBoth, inEither] = [0, 0];
        raters.forEach((a, j) =>
          raters.forEach((b, k) => {
            same(found.pairwiseDice[j][k], plainDice(a, b));
            if (k <= j) return;
            inBoth += a.filter((x, i) => x + b[i] === 2).length;
            inEither += a.filter((x, i) => x + b[i] > 0).length;
          }),
        );
        same(found.generalizedConformityIndex, inBoth / inEither);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves each observer out of the consensus that it is held against", () => {
    fc.assert(
      fc.property(
        observers(5, 10).filter((raters) => raters.length > 1),
        (raters) => {
          const found = overlapAgreement(votePatterns(voteMap(raters)), "nan").leaveOneOutDice;
          raters.forEach((mask, k) => {
            const others = voteMap(raters.filter((_, j) => j !== k));
            const votes = votePatterns(others);
            same(found[k], plainDice(mask, paint(others, votes, marginalOptimum(votes).smallest)));
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it("follows the policy where two masks are empty", () => {
    const votes = votePatterns(
      voteMap([
        [0, 0],
        [0, 0],
        [1, 0],
      ]),
    );
    expect(overlapAgreement(votes, "one").pairwiseDice[0][1]).toBe(1);
    expect(overlapAgreement(votes, "zero").pairwiseDice[0][1]).toBe(0);
    expect(overlapAgreement(votes, "nan").pairwiseDice[0][1]).toBeNaN();
    expect(overlapAgreement(votes, "nan").meanPairwiseDice).toBe(0);
    expect(overlapAgreement(votes, "one").meanPairwiseDice).toBeCloseTo(1 / 3, 15);
    expect(overlapAgreement(votePatterns(voteMap([[1]])), "one").leaveOneOutDice).toEqual([Number.NaN]);
  });
});

describe("fleissKappa", () => {
  it("equals the textbook formula", () => {
    fc.assert(
      fc.property(
        observers(6, 12).filter((raters) => raters.length > 1),
        (raters) => {
          const r = raters.length;
          const k = meanOf(raters).map((m) => Math.round(m * r));
          const agreement = k.map((n) => (n * (n - 1) + (r - n) * (r - n - 1)) / (r * (r - 1)));
          const mean = agreement.reduce((a, b) => a + b) / k.length;
          const v = k.reduce((a, b) => a + b) / (r * k.length);
          const chance = v * v + (1 - v) * (1 - v);
          const kappa = fleissKappa(votePatterns(voteMap(raters)));
          if (v === 0 || v === 1) expect(kappa).toBeNaN();
          else expect(kappa).toBeCloseTo((mean - chance) / (1 - chance), 11);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is 1 for identical observers and −1/(R − 1) at the most disagreement", () => {
    expect(
      fleissKappa(
        votePatterns(
          voteMap([
            [1, 0, 0],
            [1, 0, 0],
            [1, 0, 0],
          ]),
        ),
      ),
    ).toBe(1);
    expect(
      fleissKappa(
        votePatterns(
          voteMap([
            [1, 0],
            [0, 1],
          ]),
        ),
      ),
    ).toBe(-1);
  });
});

describe("volumeVariation", () => {
  it("is the sample standard deviation over the mean", () => {
    expect(volumeVariation(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBeCloseTo(Math.sqrt(32 / 7) / 5, 15);
    expect(volumeVariation(Float64Array.of(0, 0))).toBeNaN();
    expect(volumeVariation(Float64Array.of(3))).toBeNaN();
  });
});
