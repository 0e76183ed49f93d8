import { describe, expect, it } from "vitest";
import { lossValue, minimiseLoss } from "../../src/losses/losses.ts";
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
});
