import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice, sum } from "../../src/core/dice.ts";
import { segmentation } from "../../src/core/optimum.ts";
import { compareLoss, type LossRow } from "../../src/losses/comparison.ts";
import { observerPatterns } from "../../src/losses/raterDice.ts";
import { parseLoss } from "../../src/losses/registry.ts";
import { thresholdsBySize } from "../../src/losses/thresholdsBySize.ts";
import { minimiseLoss } from "../../src/losses/losses.ts";
import { MARGINAL_LOSSES } from "../support/losses.ts";
import { marginals } from "../support/marginals.ts";

const raters = [
  [0, 1, 1, 1, 0, 0, 1],
  [0, 1, 0, 1, 0, 0, 0],
  [1, 1, 0, 1, 1, 0, 0],
];

function observed(): Parameters<typeof compareLoss>[1] {
  const observers = observerPatterns(raters);
  const marginalOf = (pattern: number): number =>
    [0, 1, 2].filter((k) => ((pattern >> k) & 1) === 1).length / 3;
  const values = Array.from(observers.patterns, marginalOf);
  const m = Float64Array.from(observers.indices, (p) => values[p]);
  return { m, voxelMl: 0.5, observers: { ...observers, marginals: values } };
}

function rowOf(loss: string, of: Parameters<typeof compareLoss>[1]): LossRow {
  const compared = compareLoss(parseLoss(loss), of);
  if (compared === undefined) throw new Error(`${loss} is left out`);
  return compared.row;
}

describe("losses side by side", () => {
  it.each(MARGINAL_LOSSES)("have for %s the figures of the segmentation, recomputed plainly", (loss) => {
    const of = observed();
    const row = rowOf(loss, of);
    const s = segmentation(of.m, row.threshold ?? Number.NaN);
    const size = s.reduce((a, b) => a + b, 0);
    const expected = sum(of.m);
    const d = dice(s, of.m);
    expect(row).toMatchObject({ loss, volume: size, volumeMl: size / 2, minVoxels: size });
    expect(row.volumeBias).toBeCloseTo(size / expected, 12);
    expect(row.marginalDice).toBeCloseTo(d, 12);
    expect(row.jaccard).toBeCloseTo(d / (2 - d), 12);
    expect(row.meanRaterDice).toBeCloseTo(
      (dice(s, raters[0]) + dice(s, raters[1]) + dice(s, raters[2])) / 3,
      12,
    );
    const { soft, value } = minimiseLoss(loss, of.m);
    expect(row.soft).toBe(soft !== undefined && soft.some((c) => c > 0 && c < 1));
    expect(row.value).toBe(value);
    expect(rowOf(loss, { m: of.m, voxelMl: 0.5 })).toEqual({ ...row, meanRaterDice: null });
  });

  it("has no segmentation with a better mean Dice than that of rater-dice, where it is one", () => {
    const of = observed();
    const row = rowOf("rater-dice", of);
    expect(row.soft).toBe(false);
    for (const loss of MARGINAL_LOSSES) {
      expect(rowOf(loss, of).meanRaterDice).toBeLessThanOrEqual((row.meanRaterDice ?? 0) + 1e-12);
    }
    expect(row.meanRaterDice).toBeCloseTo(1 - row.value, 12);
  });

  it("leaves rater-dice out of a map, whose observers nobody knows", () => {
    expect(compareLoss(parseLoss("rater-dice"), { m: Float64Array.of(0.5), voxelMl: 1 })).toBeUndefined();
  });

  it.each(MARGINAL_LOSSES)("keep the volume of %s within its bounds", (loss) => {
    fc.assert(
      fc.property(marginals(9), (values) => {
        const m = Float64Array.from(values);
        fc.pre(m.some((value) => value > 1e-100));
        const { volumeBounds, minVoxels, maxVoxels } = rowOf(loss, { m, voxelMl: 1 });
        if (volumeBounds === null) return;
        // A voxel that ties within rounding may count either way.
        expect(maxVoxels).toBeGreaterThanOrEqual(volumeBounds[0] - 1e-9);
        expect(minVoxels).toBeLessThanOrEqual(volumeBounds[1] + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe("thresholds by the size of a structure", () => {
  it("are those of the structure with so much background", () => {
    const structure = Float64Array.of(0.9, 0.8, 0.45, 0.4, 0.3, 0.1);
    const loss = parseLoss("dice+cross-entropy:1,2");
    const dice1 = parseLoss("dice");
    if (loss.target !== "marginal" || dice1.target !== "marginal")
      throw new Error("are losses of a marginal");
    const found = thresholdsBySize(structure, [
      loss,
      dice1,
      ...[parseLoss("dice:eps=1")].filter((one) => one.target === "marginal"),
    ]);
    expect(found?.losses.map((one) => one.loss)).toEqual(["dice+cross-entropy:1,2", "dice"]);
    const total = structure.reduce((a, b) => a + b, 0);
    found?.shares.forEach((share, k) => {
      const voxels = total / share;
      if (Math.abs(voxels - Math.round(voxels)) > 1e-9 || voxels > 1e5) return;
      const padded = new Float64Array(Math.round(voxels));
      padded.set(structure);
      expect(found.losses[0].thresholds[k]).toBeCloseTo(
        minimiseLoss("dice+cross-entropy:1,2", padded).threshold,
        8,
      );
    });
    const padded = new Float64Array(600);
    padded.set(structure);
    expect(minimiseLoss("dice+cross-entropy:100,2", structure).threshold).toBeCloseTo(
      minimiseLoss("dice+cross-entropy:1,2", padded).threshold,
      9,
    );
    expect(found?.losses[1].thresholds.every((t) => t === minimiseLoss("dice", structure).threshold)).toBe(
      true,
    );
  });
});
