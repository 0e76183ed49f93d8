import { describe, expect, it } from "vitest";
import { segmentation } from "../../src/core/optimum.ts";
import { batchDiceOptimum } from "../../src/losses/batchDice.ts";
import { generalisedDiceOfChannels, generalisedDiceOptimum } from "../../src/losses/generalisedDice.ts";
import { lossValue, minimiseLoss } from "../../src/losses/losses.ts";
import { meanClassDiceOptimum } from "../../src/losses/meanClassDiceOptimum.ts";
import { lossOracle } from "../support/lossOracles.ts";

interface Optimum {
  readonly m: readonly number[];
  readonly threshold: number;
  readonly minVoxels: number;
  readonly maxVoxels: number;
}

/** Expects the loss's minimum to be 1 − sup, at this threshold and with this many voxels. */
function expectOptimum(loss: string, { m, threshold, minVoxels, maxVoxels }: Optimum, sup: number): void {
  const minimum = minimiseLoss(loss, m);
  expect(minimum.value).toBeCloseTo(1 - sup, 10);
  expect(minimum.threshold).toBeCloseTo(threshold, 10);
  expect([minimum.minVoxels, minimum.maxVoxels]).toEqual([minVoxels, maxVoxels]);
  expect(minimum.soft).toBeUndefined();
  expect(minimum.gap).toBe(0);
}

function expectSoft(found: Float64Array | undefined, expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(found?.[i]).toBeCloseTo(value, digits));
}

describe("the minimisers against another program's brute force", () => {
  it.each(lossOracle<Optimum & { supDice: number; supJaccard: number }>("dice_jaccard"))(
    "soft-Dice and Jaccard of $m",
    (expected) => {
      expectOptimum("dice", expected, expected.supDice);
      expectOptimum("jaccard", expected, expected.supJaccard);
    },
  );

  it.each(lossOracle<Optimum & { epsNumerator: number; epsDenominator: number; sup: number }>("smooth"))(
    "Dice with smoothing terms $epsNumerator and $epsDenominator of $m",
    (expected) => {
      const { epsNumerator, epsDenominator, sup } = expected;
      expectOptimum(`dice:eps=${epsNumerator}/${epsDenominator}`, expected, sup);
    },
  );

  interface Squared {
    readonly m: readonly number[];
    readonly target: "soft" | "hard";
    readonly sup: number;
    readonly c: readonly number[];
    readonly volume: number;
    readonly halfThreshold: number;
  }
  it.each(lossOracle<Squared>("vnet_squared"))("squared Dice, $target target, of $m", (expected) => {
    const loss = expected.target === "soft" ? "squared-dice" : "squared-dice:target=hard";
    const { value, threshold, soft, minVoxels, maxVoxels } = minimiseLoss(loss, expected.m);
    expect(value).toBeCloseTo(1 - expected.sup, 10);
    expect(threshold).toBeCloseTo(expected.halfThreshold, 10);
    expectSoft(soft, expected.c, 10);
    expect(soft?.reduce((a, b) => a + b, 0)).toBeCloseTo(expected.volume, 9);
    expect(minVoxels).toBe(expected.c.filter((c) => c > 0.5 + 1e-12).length);
    expect(maxVoxels).toBe(expected.c.filter((c) => c >= 0.5 - 1e-12).length);
  });

  interface DiceCrossEntropy {
    readonly m: readonly number[];
    readonly wDice: number;
    readonly wCE: number;
    readonly loss: number;
    readonly c: readonly number[];
    readonly halfThreshold: number;
  }
  it.each(lossOracle<DiceCrossEntropy>("dice_plus_ce"))(
    "$wDice Dice + $wCE cross-entropy of $m",
    ({ m, wDice, wCE, loss, c, halfThreshold }) => {
      const name = `dice+cross-entropy:${wDice},${wCE}`;
      const found = minimiseLoss(name, m);
      expect(found.value).toBeCloseTo(loss, 9);
      expect(found.value).toBeCloseTo(lossValue(name, found.soft ?? [], m), 12);
      expect(found.threshold).toBeCloseTo(halfThreshold, 6);
      expect(found.gap).toBeLessThan(1e-12);
      expectSoft(found.soft, c, 6);
    },
  );

  interface Tversky extends Optimum {
    readonly alphaFP: number;
    readonly betaFN: number;
    readonly sup: number;
    readonly volumeLowerBound: number;
  }
  it.each(lossOracle<Tversky>("tversky"))("Tversky $alphaFP, $betaFN of $m", (expected) => {
    const { m, alphaFP, betaFN, sup, volumeLowerBound } = expected;
    expectOptimum(`tversky:${alphaFP},${betaFN}`, expected, sup);
    expect(expected.maxVoxels / m.length).toBeGreaterThanOrEqual(volumeLowerBound - 1e-12);
    const v = m.reduce((a, b) => a + b, 0) / m.length;
    expect((betaFN * v * v) / (alphaFP + (betaFN - alphaFP) * v)).toBeCloseTo(volumeLowerBound, 12);
  });

  interface Batch {
    readonly images: readonly number[][];
    readonly sup: number;
    readonly threshold: number;
    readonly perImageThresholds: readonly number[];
    readonly voxels: readonly number[];
    readonly maxVoxels: readonly number[];
  }
  it.each(lossOracle<Batch>("batch"))("batch Dice of $images", (expected) => {
    const found = batchDiceOptimum(expected.images);
    expect(found.supDice).toBeCloseTo(expected.sup, 10);
    expect(found.threshold).toBeCloseTo(expected.threshold, 10);
    expected.perImageThresholds.forEach((t, k) => expect(found.ownThresholds[k]).toBeCloseTo(t, 10));
    expect([found.minVoxels, found.maxVoxels]).toEqual([expected.voxels, expected.maxVoxels]);
    const single = minimiseLoss("batch-dice", expected.images.flat());
    expect(single.value).toBeCloseTo(1 - expected.sup, 10);
    expect(single.threshold).toBe(found.threshold);
  });

  interface Semimetric {
    readonly m: readonly number[];
    readonly c: readonly number[];
    readonly jdtDice: number;
    readonly atTarget: number;
    readonly hard: readonly number[];
    readonly jdtOnHard: number;
    readonly softDiceOnHard: number;
  }
  it.each(lossOracle<Semimetric>("jdt"))("semimetric Dice of $m", (expected) => {
    const { m, c, hard } = expected;
    expect(lossValue("semimetric-dice", c, m)).toBeCloseTo(expected.jdtDice, 12);
    expect(lossValue("semimetric-dice", m, m)).toBeCloseTo(expected.atTarget, 12);
    expect(lossValue("semimetric-dice", c, hard)).toBeCloseTo(expected.jdtOnHard, 12);
    expect(lossValue("dice", c, hard)).toBeCloseTo(expected.softDiceOnHard, 12);
    const found = minimiseLoss("semimetric-dice", m);
    expect(found.value).toBe(0);
    expectSoft(found.soft, m, 15);
  });

  interface Raters {
    readonly raters: readonly number[][];
    readonly hardBest: number;
    readonly softBest: number;
    readonly softArg: readonly number[];
  }
  it.each(lossOracle<Raters>("mean_rater_soft"))(
    "mean over observers of soft-Dice of $raters",
    (expected) => {
      const { raters, softBest, hardBest, softArg } = expected;
      const found = minimiseLoss("rater-dice", raters);
      expect(found.value).toBeCloseTo(1 - softBest, 10);
      expect(found.gap).toBeLessThan(1e-12);
      const votes = (i: number): number => raters.reduce((k, rater) => k + rater[i], 0) / raters.length;
      const marginal = raters[0].map((_, i) => votes(i));
      const c = found.soft ?? segmentation(marginal, found.threshold);
      expect(lossValue("rater-dice", c, raters)).toBeCloseTo(1 - softBest, 10);
      expect(lossValue("rater-dice", softArg, raters)).toBeGreaterThanOrEqual(found.value - 1e-12);
      if (hardBest === softBest)
        expect(Array.from(c).every((value) => value === 0 || value === 1)).toBe(true);
    },
  );

  interface Generalised {
    readonly p: readonly number[][];
    readonly weights: readonly number[];
    readonly sup: number;
    readonly labels: readonly number[];
    readonly supIndependent: number;
  }
  it.each(lossOracle<Generalised>("generalised_dice"))("generalised Dice of $p", (expected) => {
    const classes = transposed(expected.p);
    const found = generalisedDiceOptimum(classes);
    expected.weights.forEach((weight, l) => expect(found.weights[l]).toBeCloseTo(weight, 10));
    expect(found.sup).toBeCloseTo(expected.sup, 10);
    expect([...found.labels]).toEqual(expected.labels);
    expect(generalisedDiceOfChannels(classes).sup).toBeCloseTo(expected.supIndependent, 10);
  });

  interface MeanClass {
    readonly p: readonly number[][];
    readonly bestMeanDice: number;
    readonly labels: readonly number[];
  }
  it.each(lossOracle<MeanClass>("multiclass_mean_dice"))("mean class Dice of $p", (expected) => {
    const found = meanClassDiceOptimum(transposed(expected.p));
    expect(found.meanDice).toBeCloseTo(expected.bestMeanDice, 10);
    expect([...found.labels]).toEqual(expected.labels);
    expect([found.isExact, found.upperBound]).toEqual([true, found.meanDice]);
  });
});

function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, l) => rows.map((row) => row[l]));
}
