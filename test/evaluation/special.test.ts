import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { generalisedEnergyDistance } from "../../src/evaluation/energyDistance.ts";
import { marginalOptimum } from "../../src/raters/marginal.ts";
import { meanRaterOptimum } from "../../src/raters/meanRaterOptimum.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { paint } from "../../src/raters/selection.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { plainDice } from "../support/raters.ts";

const [{ raters, grid, probabilities }] = generatedStudy({ cases: 1 });

describe("special cases of an evaluation", () => {
  it("finds in a model that copies an observer that observer's agreement with the others", () => {
    const found = evaluate(raters[1], raters, { grid });
    const { leaveOneOut, modelOnSame } = found.observersAmongThemselves;
    expect(found.observers[1]).toMatchObject({
      dice: 1,
      jaccard: 1,
      volumeRatio: 1,
      surfaceDice: 1,
      hausdorff95Mm: 0,
    });
    expect(modelOnSame[1]).toBeCloseTo(leaveOneOut[1], 14);
    expect(found.meanRaterDice).toBeCloseTo((1 + 3 * leaveOneOut[1]) / 4, 14);
    expect(found.map).toBeNull();
  });

  it("gives the ceiling itself to the Dice-optimal segmentations, and 1 as their share", () => {
    const best = meanRaterOptimum(raters).segmentation;
    const byMean = evaluate(best, raters);
    expect(byMean.meanRaterDice).toBeCloseTo(byMean.ceiling.meanRaterDice, 14);
    expect(byMean.share.meanRaterDice).toBeCloseTo(1, 14);
    expect(byMean.place).toBe(1);
    const map = voteMap(raters);
    const votes = votePatterns(map);
    const byMarginal = evaluate(paint(map, votes, marginalOptimum(votes).smallest), raters);
    expect(byMarginal.share.marginalDice).toBeCloseTo(1, 14);
    expect(byMarginal.volumeMl).toBeNaN();
    expect(byMarginal.surfaceDice).toBeNaN();
  });

  it("has a ceiling of 1, no place and one remark for one observer", () => {
    const found = evaluate(raters[0], [raters[1]]);
    expect(found.ceiling).toEqual({ meanRaterDice: 1, marginalDice: 1 });
    expect(found.meanRaterDice).toBeCloseTo(plainDice(raters[0], raters[1]), 14);
    expect(found.marginalDice).toBeCloseTo(found.meanRaterDice, 14);
    expect(found.place).toBeNaN();
    expect(found.difference).toBeNaN();
    expect(found.regions.consensusVoxels).toBe(found.observers[0].voxels);
    expect(found.warnings).toEqual([expect.stringContaining("one observer")]);
  });

  it("gives no Dice to two empty masks, or that of the policy", () => {
    const nothing = new Uint8Array(6);
    const one = Uint8Array.from([0, 1, 1, 0, 0, 0]);
    expect(evaluate(nothing, [nothing, nothing]).meanRaterDice).toBeNaN();
    expect(evaluate(nothing, [nothing, nothing], { empty: "one" }).share.meanRaterDice).toBe(1);
    expect(evaluate(one, [nothing, nothing]).meanRaterDice).toBe(0);
    const half = evaluate(nothing, [nothing, one], { empty: "one" });
    expect(half.meanRaterDice).toBe(0.5);
    expect(half.ceiling.meanRaterDice).toBe(0.5);
    expect(half.warnings.join()).toMatch(/2? ?marked nothing.*The prediction is empty/su);
    const map = evaluate(Float32Array.from([0.1, 0.2, 0, 0, 0, 0]), [nothing, nothing]);
    expect(map.map).toMatchObject({ halfDice: Number.NaN, ownDice: 0, bestDice: 0 });
  });

  it("has no place where nobody marked anything, and no ceiling that Dice of empty masks exceeds", () => {
    const nothing = new Uint8Array(3);
    const observers = [nothing, nothing];
    for (const prediction of [nothing, Uint8Array.of(0, 1, 0)]) {
      const { place, ceiling } = evaluate(prediction, observers);
      expect([place, ceiling.meanRaterDice, ceiling.marginalDice]).toEqual([NaN, NaN, NaN]);
    }
    const asOne = evaluate(nothing, observers, { empty: "one" });
    expect([asOne.marginalDice, asOne.ceiling.marginalDice, asOne.share.marginalDice]).toEqual([1, 1, 1]);
    expect(evaluate(nothing, observers, { empty: "zero" }).ceiling.marginalDice).toBe(0);
  });

  it("has a ceiling of just 1 where observers agree, however many voxels they marked", () => {
    for (let voxels = 1; voxels <= 60; voxels++) {
      const mask = new Uint8Array(64).fill(1, 0, voxels);
      for (const observers of [[mask], [mask, mask, mask]]) {
        const { ceiling, share } = evaluate(mask, observers);
        expect([ceiling.meanRaterDice, share.meanRaterDice]).toEqual([1, 1]);
      }
    }
  });

  it("finds the same Dice at every threshold of a map that is binary already", () => {
    const binary = Float32Array.from(raters[2]);
    const found = evaluate(binary, raters.slice(0, 2), { kind: "map" });
    const asMask = evaluate(raters[2], raters.slice(0, 2));
    for (const dice of [found.map?.bestDice, found.map?.ownDice, found.map?.halfDice, found.meanRaterDice])
      expect(dice).toBeCloseTo(asMask.meanRaterDice, 14);
    expect(found.map?.expectedDice).toBeCloseTo(1, 10);
    expect(found.map?.bestThreshold).toBe(0.5);
    expect(found.warnings.join()).toContain("binary");
  });

  it("cuts a map at its own threshold, at 1/2 with ties, or where it is told", () => {
    const map = Float32Array.from([0.5, 0.6, 0.2, 0.9, 0, 0]);
    const mask = [Uint8Array.from([1, 1, 0, 1, 0, 0])];
    expect(evaluate(map, mask, { cut: "half" }).voxels).toBe(3);
    expect(evaluate(map, mask, { cut: 0.5 }).voxels).toBe(2);
    expect(evaluate(map, mask).voxels).toBe(3);
    expect(() => evaluate(map, mask, { cut: 2 })).toThrow(/cut: is 2/u);
  });

  it("does not depend on the order of voxels, nor on background that is added", () => {
    const wider = evaluate(
      [...new Uint8Array(500), ...probabilities],
      raters.map((mask) => [...new Uint8Array(500), ...mask]),
    );
    const found = evaluate(probabilities, raters);
    for (const figure of ["meanRaterDice", "marginalDice", "difference"] as const)
      expect(wider[figure]).toBeCloseTo(found[figure], 13);
    expect(wider.map?.eceForeground).toBeCloseTo(found.map?.eceForeground ?? 0, 12);
    expect(wider.map?.bestDice).toBeCloseTo(found.map?.bestDice ?? 0, 13);
  });

  it("refuses lengths, values and kinds that do not fit, by name", () => {
    expect(() => evaluate([0, 1], [[0, 1, 1]])).toThrow(/prediction: has 2 values/u);
    expect(() => evaluate([0, 1.5], [[0, 1]])).toThrow(/prediction\[1\]: is 1.5/u);
    expect(() => evaluate([0, Number.NaN], [[0, 1]])).toThrow(/prediction\[1\]: is NaN/u);
    expect(() => evaluate([0, 1], [])).toThrow(/raters: is empty/u);
    expect(() => evaluate([0, 0.5], [[0, 1]], { kind: "mask" })).toThrow(/as kind says a mask/u);
    expect(() => evaluate([0, 1], [[0, 1]], { names: [] })).toThrow(/names: has 0 values/u);
    expect(() => evaluate([0, 0.5], [[0, 1]], { samples: [[0, 1]] })).toThrow(/samples: stand beside/u);
  });
});

describe("the generalised energy distance", () => {
  it("is 0 where a model predicts just what the observers drew", () => {
    expect(generalisedEnergyDistance(raters, raters)).toBeCloseTo(0, 14);
    expect(evaluate(raters[0], raters, { samples: raters.slice(1) }).generalisedEnergyDistance).toBeCloseTo(
      0,
      14,
    );
  });

  it("is 2 E d(S, Y) − E d(S, S′) − E d(Y, Y′) with d the Jaccard distance", () => {
    const [a, b, none] = [
      [1, 1, 0, 0],
      [0, 1, 1, 0],
      [0, 0, 0, 0],
    ];
    // d(a, b) = 1 − 1/3; pairs of a set with itself have d = 0.
    expect(generalisedEnergyDistance([a], [b])).toBeCloseTo(4 / 3, 14);
    expect(generalisedEnergyDistance([a, b], [b])).toBeCloseTo(2 / 3 - 1 / 3, 14);
    expect(generalisedEnergyDistance([none], [none])).toBe(0);
    expect(generalisedEnergyDistance([none], [a])).toBe(2);
  });
});
