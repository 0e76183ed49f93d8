import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import { consensus } from "../../src/raters/consensus.ts";
import { majority } from "../../src/raters/majority.ts";
import { marginalOptimum } from "../../src/raters/marginal.ts";
import { meanRaterOptimum } from "../../src/raters/meanRaterOptimum.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { staple } from "../../src/raters/staple.ts";
import { readOracle } from "../support/oracles.ts";
import { count, meanOf } from "../support/raters.ts";

interface RatersCase {
  readonly shape: readonly number[];
  readonly raters: readonly (readonly number[])[];
  readonly marginal: {
    readonly supDice: number;
    readonly threshold: number;
    readonly minVoxels: number;
    readonly maxVoxels: number;
    readonly l1: number;
    readonly lowerBound: number;
  };
  readonly meanRater: { readonly meanDice: number; readonly voxels: number };
  readonly staple: {
    readonly prior: number;
    readonly sensitivity: readonly number[];
    readonly specificity: readonly number[];
    readonly voxels: number;
    readonly sumProbability: number;
    readonly iterations: number;
  };
  readonly majorityVoxels: number;
}

interface DiceCase {
  readonly case: string;
  readonly p: readonly number[];
  readonly marginal: readonly [size: number, value: number];
}

describe("consensus against an independent program", () => {
  it.each(readOracle<RatersCase[]>("raters.json"))("agrees on observers of $shape", (expected) => {
    const votes = votePatterns(voteMap(expected.raters));
    const optimum = marginalOptimum(votes);
    for (const name of ["supDice", "threshold", "l1"] as const) {
      expect(Math.abs(optimum[name] - expected.marginal[name])).toBeLessThan(1e-9);
    }
    expect(optimum.l1 ** 2).toBeCloseTo(expected.marginal.lowerBound, 12);
    expect(optimum.minVoxels).toBe(expected.marginal.minVoxels);
    expect(optimum.maxVoxels).toBe(expected.marginal.maxVoxels);

    const meanRater = meanRaterOptimum(expected.raters);
    expect(Math.abs(meanRater.meanDice - expected.meanRater.meanDice)).toBeLessThan(1e-9);
    expect(meanRater.minVoxels).toBe(expected.meanRater.voxels);
    expect(count(meanRater.segmentation)).toBe(expected.meanRater.voxels);

    expect(count(majority(expected.raters))).toBe(expected.majorityVoxels);

    const { scores } = consensus(votes);
    expect(scores.diceOptimal.marginalDice).toBeCloseTo(expected.marginal.supDice, 12);
    expect(scores.meanRaterOptimal.meanRaterDice).toBeCloseTo(expected.meanRater.meanDice, 12);
  });

  it.each(readOracle<RatersCase[]>("raters.json"))(
    "reaches the same STAPLE after as many iterations on $shape",
    ({ raters, staple: expected }) => {
      const found = staple(raters);
      expect(found.converged).toBe(true);
      expect(found.iterations).toBe(expected.iterations);
      expect(found.prior).toBeCloseTo(expected.prior, 14);
      raters.forEach((_, k) => {
        expect(Math.abs(found.sensitivity[k] - expected.sensitivity[k])).toBeLessThan(1e-9);
        expect(Math.abs(found.specificity[k] - expected.specificity[k])).toBeLessThan(1e-9);
      });
      expect(Math.abs(found.probability.reduce((a, b) => a + b) - expected.sumProbability)).toBeLessThan(
        1e-9,
      );
      expect(count(found.segmentation)).toBe(expected.voxels);
    },
  );

  it.each(readOracle<RatersCase[]>("raters.json"))(
    "finds on counts what the probability map gives on $shape",
    ({ raters }) => {
      const { smallest: _, largest: __, ...byCounts } = marginalOptimum(votePatterns(voteMap(raters)));
      const byMap = diceOptimum(meanOf(raters));
      expect(byCounts.supDice).toBeCloseTo(byMap.supDice, 14);
      expect(byCounts).toMatchObject({ minVoxels: byMap.minVoxels, maxVoxels: byMap.maxVoxels });
    },
  );

  it.each(readOracle<DiceCase[]>("expected-dice.json"))(
    "agrees with the marginal optimum of case $case",
    ({ p, marginal: [size, value] }) => {
      const { supDice, minVoxels, maxVoxels } = diceOptimum(p);
      expect(Math.abs(supDice - value)).toBeLessThan(1e-9);
      expect(minVoxels <= size && size <= maxVoxels).toBe(true);
    },
  );
});
