import { describe, expect, it } from "vitest";
import type { MeanWithInterval } from "../../../src/evaluation/bootstrapT.ts";
import type { StudyEvaluation } from "../../../src/evaluation/evaluateStudy.ts";
import { ceilingSentence, verdict, withInterval } from "../../../src/report/evaluation/words.ts";

const among: MeanWithInterval = { mean: 0.8, lower: 0.7, upper: 0.9, cases: 8 };
const say = (difference: MeanWithInterval, observersAmongThemselves = among): string =>
  verdict({ difference, observersAmongThemselves } as StudyEvaluation);

describe("the sentence on a model among its observers", () => {
  it("says better or worse only where the interval leaves 0 out", () => {
    expect(say({ mean: 0.004, lower: -0.01, upper: 0.018, cases: 8 })).toBe(
      "The model agrees with the observers as well as they agree with each other, as far as 8 cases tell: difference +0.004, " +
        "95 % interval −0.010 to +0.018, over 8 cases.",
    );
    expect(say({ mean: 0.04, lower: 0.01, upper: 0.07, cases: 8 })).toContain(
      "observers better than they agree",
    );
    expect(say({ mean: -0.04, lower: -0.07, upper: -0.01, cases: 8 })).toContain(
      "observers less well than they agree",
    );
  });

  it("compares the model with the ceiling in the cases that have one, and says where these are fewer", () => {
    const over = (mean: number, cases: number): MeanWithInterval => ({ ...among, mean, cases });
    const ceiling = (meanRaterDice: MeanWithInterval, cases: number): string =>
      ceilingSentence({
        meanRaterDice,
        ceiling: over(0.8, cases),
        share: over(0.9, cases),
      } as StudyEvaluation);
    expect(ceiling(over(0.72, 4), 4)).toBe(
      "Its mean Dice with the observers is 0.720; since they differ, no segmentation whatever could have more than 0.800, of " +
        "which it reaches 90.0 %.",
    );
    expect(ceiling(over(0.54, 4), 3)).toBe(
      "Its mean Dice with the observers is 0.540 over 4 cases; in the 3 cases where the observers' own Dice exists, no " +
        "segmentation whatever could have more than 0.800, of which it reaches 90.0 %.",
    );
  });

  it("calls a difference that is rounding none", () => {
    expect(say({ mean: -1e-16, lower: Number.NaN, upper: Number.NaN, cases: 2 })).toContain(
      "as well as they agree",
    );
  });

  it("states no interval for few cases, and nothing where there is nothing to compare", () => {
    const few = { mean: -0.04, lower: Number.NaN, upper: Number.NaN, cases: 1 };
    expect(say(few)).toBe(
      "In 1 case the model agrees with the observers less well than they agree with each other: difference −0.040; an interval " +
        "is stated from 6 cases on.",
    );
    const none = { mean: Number.NaN, lower: Number.NaN, upper: Number.NaN, cases: 0 };
    expect(say(none, none)).toContain("nothing to compare");
    expect(withInterval(few)).toBe("−0.040");
    expect(withInterval(among)).toBe("0.800 (0.700 to 0.900)");
  });
});
