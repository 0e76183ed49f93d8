import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calibrationError, recalibratedCut } from "../../src/evaluation/calibration.ts";
import { crps } from "../../src/evaluation/crps.ts";
import { expectedDice } from "../../src/evaluation/expectedDice.ts";
import { optimumOfLevels } from "../../src/kernels/levelOptimum.ts";

interface Oracles {
  readonly calibration: readonly {
    readonly kind: string;
    readonly predicted: number[];
    readonly count: number[];
    readonly observed: number[];
    readonly ece: number;
    readonly volumeBias: number;
    readonly thresholdNaive: number;
    readonly thresholdOnObserved: number;
    readonly thresholdOnPredicted: number;
    readonly diceNaive: number;
    readonly diceRecalibrated: number;
    readonly binsNaive: number;
    readonly binsRecalibrated: number;
  }[];
}

const file = new URL("../fixtures/oracles/losses.json", import.meta.url);
const { calibration } = JSON.parse(readFileSync(file, "utf8")) as Oracles;

describe("calibration, against another program's figures", () => {
  it.each(calibration)("$kind: errors, and the cut that the observed frequencies call for", (oracle) => {
    const { predicted, count, observed } = oracle;
    const error = calibrationError(
      predicted.map((p, b) => ({ voxels: count[b], predicted: p, observed: observed[b] })),
    );
    expect(error.ece).toBeCloseTo(oracle.ece, 12);
    expect(error.volumeBias).toBeCloseTo(oracle.volumeBias, 12);
    const expected = predicted.reduce((sum, p, b) => sum + p * count[b], 0);
    const voxels = count.reduce((a, b) => a + b);
    expect(error.eceForeground).toBeCloseTo((oracle.ece * voxels) / expected, 12);
    expect(optimumOfLevels(predicted, count).threshold).toBeCloseTo(oracle.thresholdNaive, 12);
    const cut = recalibratedCut({
      counts: Float64Array.from(count),
      predicted: Float64Array.from(predicted, (p, b) => p * count[b]),
      observed: Float64Array.from(observed, (o, b) => o * count[b]),
    });
    expect(cut.observedThreshold).toBeCloseTo(oracle.thresholdOnObserved, 12);
    expect(predicted[cut.firstBin]).toBe(oracle.thresholdOnPredicted);
    expect(predicted.length - cut.firstBin).toBe(oracle.binsRecalibrated);
    const diceFrom = (first: number): number => {
      const inside = observed.reduce((sum, o, b) => (b >= first ? sum + o * count[b] : sum), 0);
      const size = count.reduce((sum, n, b) => (b >= first ? sum + n : sum), 0);
      return (2 * inside) / (size + observed.reduce((sum, o, b) => sum + o * count[b], 0));
    };
    expect(diceFrom(cut.firstBin)).toBeCloseTo(oracle.diceRecalibrated, 12);
    expect(diceFrom(predicted.length - oracle.binsNaive)).toBeCloseTo(oracle.diceNaive, 12);
  });

  it("cuts where the observed Dice is largest when frequencies do not rise with predictions", () => {
    const counts = Float64Array.from([50, 10, 4, 6, 5, 8]);
    const observed = Float64Array.from([1, 5, 1, 4, 2, 7]);
    const total = observed.reduce((a, b) => a + b);
    const dice = Array.from({ length: 7 }, (_, first) => {
      const inside = observed.slice(first).reduce((a, b) => a + b, 0);
      return (2 * inside) / (counts.slice(first).reduce((a, b) => a + b, 0) + total);
    });
    const { firstBin } = recalibratedCut({ counts, observed, predicted: counts });
    expect(dice[firstBin]).toBe(Math.max(...dice));
  });
});

describe("the Dice that a map expects of its segmentation", () => {
  it("is the mean over all 2^N foregrounds of independent voxels", () => {
    const p = [0.9, 0.75, 0.75, 0.5, 0.2, 0.05, 0, 1];
    for (const inside of [[0, 1, 2], [0, 1, 2, 3, 7], [4], [0, 1, 2, 3, 4, 5, 6, 7]]) {
      let mean = 0;
      for (let bits = 0; bits < 2 ** p.length; bits++) {
        const is = (i: number): number => (bits >> i) & 1;
        const probability = p.reduce((product, q, i) => product * (is(i) === 1 ? q : 1 - q), 1);
        const common = inside.filter((i) => is(i) === 1).length;
        const size = p.filter((_, i) => is(i) === 1).length;
        mean += (probability * 2 * common) / (inside.length + size);
      }
      const found = expectedDice(
        p,
        p.map(() => 1),
        (n) => inside.includes(n),
      );
      expect(found).toBeCloseTo(mean, 10);
    }
  });

  it("counts voxels of one probability together, also millions of them", () => {
    const level = expectedDice([0.7, 0.1], [3, 4], (n) => n === 0);
    const single = expectedDice(
      [0.7, 0.7, 0.7, 0.1, 0.1, 0.1, 0.1],
      Array.from({ length: 7 }, () => 1),
      (n) => n < 3,
    );
    expect(level).toBeCloseTo(single, 12);
    // By the law of large numbers, 2 Σ_s p / (|s| + Σ p).
    const many = expectedDice([0.9, 0.3, 0.001], [2e6, 1e6, 4e7], (n) => n === 0);
    expect(many).toBeCloseTo((2 * 1.8e6) / (2e6 + 1.8e6 + 3e5 + 4e4), 5);
    expect(expectedDice([0.5, 0.25], [2, 1], () => false)).toBeCloseTo(0.5 * 0.5 * 0.75, 14);
  });
});

describe("CRPS", () => {
  it("is the distance to a single observer, and 0 where all agree with the prediction", () => {
    expect(crps(3, [5])).toBe(2);
    expect(crps(5, [5, 5, 5])).toBe(0);
  });

  it("is ∫ (F − 1{x ≥ v})² dx: of 0 and 1 at v = 1/2, a quarter", () => {
    expect(crps(0.5, [0, 1])).toBeCloseTo(0.25, 14);
    expect(crps(0, [0, 1])).toBeCloseTo(0.25, 14);
    expect(crps(2, [0, 1])).toBeCloseTo(0.25 + 1, 14);
    expect(crps(0, [0, 1], [3, 1])).toBeCloseTo(1 / 16, 14);
  });
});
