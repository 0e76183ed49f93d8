import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { spreadOf } from "../../../src/core/spread.ts";
import { intraclassCorrelation } from "../../../src/raters/study/icc.ts";
import { limitsOfAgreement } from "../../../src/raters/study/limits.ts";
import { rankTest } from "../../../src/raters/study/rankTest.ts";
import { readOracle } from "../../support/oracles.ts";

interface Statistics {
  readonly icc: readonly {
    readonly rows: readonly (readonly number[])[];
    readonly single: readonly number[];
    readonly average: readonly number[];
  }[];
  readonly rankTests: readonly {
    readonly values: readonly (readonly number[])[];
    readonly meanRank: readonly number[];
    readonly p: readonly number[];
  }[];
  readonly spreads: readonly {
    readonly values: readonly number[];
    readonly q: readonly number[];
    readonly mean: number;
    readonly sd: number | null;
  }[];
}

const oracle = readOracle<Statistics>("statistics.json");

describe("intraclassCorrelation", () => {
  it("is that of Shrout & Fleiss' example", () => {
    const found = intraclassCorrelation(oracle.icc[0].rows);
    expect(found?.single.value.toFixed(2)).toBe("0.29");
    expect(found?.average.value.toFixed(2)).toBe("0.62");
  });

  it.each(oracle.icc)("agrees with an analysis of variance by least squares", ({ rows, single, average }) => {
    const found = intraclassCorrelation(rows)!;
    expect(found).toMatchObject({ patients: rows.length, observers: rows[0].length, level: 0.95 });
    for (const [ours, theirs] of [
      [found.single, single],
      [found.average, average],
    ] as const) {
      expect(ours.value).toBeCloseTo(theirs[0], 10);
      // Of 20 000 draws the bounds are known to about a hundredth, worst for two patients by two observers.
      expect(Math.abs(ours.lower - theirs[1])).toBeLessThan(0.03);
      expect(Math.abs(ours.upper - theirs[2])).toBeLessThan(0.03);
    }
  });

  it("does not exist for one patient, one observer, or where nothing varies", () => {
    expect(intraclassCorrelation([])).toBeUndefined();
    expect(intraclassCorrelation([[1, 2]])).toBeUndefined();
    expect(intraclassCorrelation([[1], [2]])).toBeUndefined();
    expect(
      intraclassCorrelation([
        [3, 3],
        [3, 3],
      ]),
    ).toBeUndefined();
  });

  it("is 1 for observers who agree", () => {
    const found = intraclassCorrelation([
      [1, 1],
      [2, 2],
      [5, 5],
    ]);
    expect(found?.single.value).toBe(1);
    expect(found?.average.value).toBe(1);
  });
});

describe("rankTest", () => {
  it.each(oracle.rankTests)("equals the test over all permutations", ({ values, meanRank, p }) => {
    rankTest(values).forEach((found, k) => {
      expect(found.meanRank).toBeCloseTo(meanRank[k], 12);
      expect(found.n).toBe(values.length);
      expect(found.p).toBeCloseTo(p[k], 12);
    });
  });

  it("comes close to it with random permutations", () => {
    // Seven patients: 6^7 combinations are too many to try, but the sum of a middle rank's shifts is known to be 0.
    const values = Array.from({ length: 7 }, () => [1, 2, 3]);
    const [low, middle, high] = rankTest(values, 5);
    // Exactly: the largest of three sums is 7 only if all seven agree in who is first or last: 6 / 6^7 … 3 · 2 · 2^7.
    expect(low.p).toBeLessThan(0.01);
    expect(high.p).toBe(low.p);
    expect(middle).toMatchObject({ meanRank: 2, meanShift: 0, p: 1 });
    expect([low.meanShift, high.meanShift]).toEqual([-1, 1]);
    expect(rankTest(values, 5)).toEqual(rankTest(values, 5));
  });

  it("leaves missing values and patients of one observer out", () => {
    const nan = Number.NaN;
    const found = rankTest([
      [1, nan, 2],
      [nan, nan, 3],
      [2, nan, 1],
      [1, nan, 3],
    ]);
    expect(found.map(({ n }) => n)).toEqual([3, 0, 3]);
    expect(found[0].meanRank).toBeCloseTo(4 / 3, 12);
    expect(found[1].p).toBeNaN();
    // Of 2³ assignments, in all some observer has a sum of at least 1/2.
    expect(found[0].p).toBe(1);
    expect(rankTest([])).toEqual([]);
  });

  it("rejects at most as often as it says when observers are alike", () => {
    const random = new Random(9);
    let rejected = 0;
    const studies = 300;
    for (let study = 0; study < studies; study++) {
      const values = Array.from({ length: 4 }, () => Array.from({ length: 3 }, () => random.normal()));
      if (rankTest(values).some(({ p }) => p <= 0.05)) rejected += 1;
    }
    expect(rejected / studies).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / studies));
  });
});

describe("limitsOfAgreement", () => {
  it("are the mean and 1.96 standard deviations of the differences", () => {
    const found = limitsOfAgreement("a", "b", [
      [10, 8],
      [20, 20],
      [30, 34],
    ]);
    // Differences 2, 0, −4: mean −2/3, variance (64/9 + 4/9 + 100/9) / 2.
    const sd = Math.sqrt(168 / 18);
    expect(found.n).toBe(3);
    expect(found.meanMl).toBeCloseTo(-2 / 3, 12);
    expect(found.upperMl - found.meanMl).toBeCloseTo(1.96 * sd, 12);
    expect(found.meanMl - found.lowerMl).toBeCloseTo(1.96 * sd, 12);
    expect(found.meanPercent).toBeCloseTo((100 * (2 / 9 - 4 / 32)) / 3, 12);
    const percents = [200 / 9, 0, -12.5];
    const spread = spreadOf(percents).sd;
    expect(found.upperPercent - found.lowerPercent).toBeCloseTo(2 * 1.96 * spread, 12);
  });
});

describe("spreadOf", () => {
  it.each(oracle.spreads)(
    "has NumPy's mean, deviation and quartiles of $values.length values",
    (expected) => {
      const found = spreadOf(expected.values);
      const { min, lowerQuartile, median, upperQuartile, max } = found;
      expect(found.n).toBe(expected.values.length);
      [min, lowerQuartile, median, upperQuartile, max].forEach((value, i) =>
        expect(value).toBeCloseTo(expected.q[i], 12),
      );
      expect(found.mean).toBeCloseTo(expected.mean, 12);
      if (expected.sd === null) expect(found.sd).toBeNaN();
      else expect(found.sd).toBeCloseTo(expected.sd, 12);
    },
  );

  it("leaves out what does not exist", () => {
    expect(spreadOf([1, null, Number.NaN, 3, undefined])).toMatchObject({ n: 2, mean: 2, min: 1, max: 3 });
    expect(spreadOf([])).toMatchObject({ n: 0, mean: Number.NaN, median: Number.NaN, min: Number.NaN });
  });
});
