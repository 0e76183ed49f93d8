import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice } from "../../../src/core/dice.ts";
import { diceOptimum, segmentation } from "../../../src/core/optimum.ts";
import { stepAt, thresholdSteps } from "../../../web/work/study/thresholdSteps.ts";

/** Marginals of few voxels with many ties, in tenths. */
const marginals = fc
  .array(fc.nat(10), { minLength: 1, maxLength: 12 })
  .map((tenths) => tenths.map((k) => k / 10));

describe("the steps of a threshold", () => {
  it("give the size and Dice of the segmentation at every threshold", () => {
    fc.assert(
      fc.property(marginals, fc.double({ min: 0, max: 1, noNaN: true }), (m, a) => {
        const step = stepAt(
          thresholdSteps(
            m,
            m.map(() => 1),
          ),
          a,
        );
        const mask = segmentation(m, a);
        expect(step.voxels).toBe(mask.reduce((sum, value) => sum + value, 0));
        expect(step.dice).toBeCloseTo(dice(mask, m), 12);
      }),
    );
  });

  it("are highest at the optimal threshold", () => {
    fc.assert(
      fc.property(marginals, (m) => {
        const steps = thresholdSteps(
          m,
          m.map(() => 1),
        );
        const { threshold, supDice, minVoxels } = diceOptimum(m);
        expect(Math.max(...steps.map(({ dice: value }) => value))).toBeCloseTo(supDice, 12);
        if (supDice > 0) expect(stepAt(steps, threshold).voxels).toBe(minVoxels);
      }),
    );
  });

  it("take equal values in several classes together", () => {
    expect(thresholdSteps([0, 0.5, 0.5, 1], [4, 1, 2, 3])).toEqual([
      { from: 0, voxels: 6, dice: (2 * 4.5) / 10.5 },
      { from: 0.5, voxels: 3, dice: (2 * 3) / 7.5 },
      { from: 1, voxels: 0, dice: 0 },
    ]);
  });
});
