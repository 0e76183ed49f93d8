import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { DrawingDocument } from "../../../src/report/chart.ts";
import type { Cut } from "../../../src/networks/evaluation.ts";
import type { Outcome, TrainingOutcome } from "../../../src/networks/experiment.ts";
import { packTraining } from "../../../src/paper/networks/pack.ts";
import { networkFigures, networkPage } from "../../../src/paper/networks/page.ts";
import { type FinishedTraining, runRows, runsCsv } from "../../../src/paper/networks/rows.ts";
import { summariseRuns } from "../../../src/paper/networks/summary.ts";
import { judge, overallVerdict } from "../../../src/paper/networks/verdict.ts";
import { pageHtml } from "../../../src/report/page.ts";

const { document } = parseHTML("<!doctype html><html></html>") as { document: DrawingDocument };
const best = { supDice: 0.8, optimalVolume: 1.5, meanRaterOptimum: 0.81 };

function outcome(cut: Cut, volume: number, predictedVolume: number): Outcome {
  return { cut, volume, predictedVolume, dice: 0.75, meanRaterDice: 0.77 };
}

/** A training that was not run, with outcomes of our choice. */
function training(
  loss: string,
  seed: number,
  outcomes: readonly Outcome[],
  model: FinishedTraining["task"]["model"] = { name: "whole", p: 0.45 },
): FinishedTraining {
  const result: TrainingOutcome = {
    best,
    outcomes,
    curve: [10, 20].map((step) => ({ step, volumes: outcomes.map(({ volume }) => volume) })),
    calibration: [
      { count: 90, predicted: 0.1, observed: 0.12 },
      { count: 10, predicted: 0.9, observed: 0.9 },
    ],
    examples: seed === 1 ? Array.from({ length: 3 }, () => new Float64Array(64 * 64).fill(0.6)) : [],
  };
  const task = { model, loss, seed, steps: 20, hasExamples: seed === 1 };
  return { task, result: packTraining(result) };
}

const trainings = [
  training("cross-entropy@rater", 1, [outcome("half", 0.7, 0.58), outcome("threshold", 1.3, 1.5)]),
  training("cross-entropy@rater", 2, [outcome("half", 0.8, 0.58), outcome("threshold", 1.4, 1.5)]),
  training("dice", 1, [outcome("half", 1.41, 1.5)]),
  training("dice", 2, [outcome("half", 1.4, 1.5)]),
  training("rater-dice", 1, [outcome("half", 0.75, 0.58)]),
  training("rater-dice", 2, [outcome("half", 1.2, 0.58)]),
  training("tversky:0.3,0.7@batch", 1, [outcome("half", 0.01, 0.58)]),
];

describe("runs.csv", () => {
  it("has the contract's columns and a row a cut", () => {
    const [head, ...rows] = runsCsv(runRows(trainings)).trim().split("\n");
    expect(head).toBe(
      "model,loss,seed,steps,dice,supDice,volume,optimalVolume,meanRaterDice,meanRaterOptimum,predictedVolume",
    );
    expect(rows).toHaveLength(9);
    expect(rows[1]).toBe(
      "whole,cross-entropy@rater:threshold,1,20,0.750000,0.800000,1.300000,1.500000,0.770000,0.810000,1.500000",
    );
    expect(rows[8]).toMatch(/^whole,"tversky:0\.3,0\.7@batch",1,20,/);
  });

  it("names a probability of the rim that is not the usual one", () => {
    const swept = training("dice", 1, [outcome("half", 1, 1)], { name: "sectors", p: 0.3 });
    expect(runRows([swept])[0].model).toBe("sectors:p=0.3");
  });
});

describe("the verdict", () => {
  const summaries = summariseRuns(trainings);
  const of = (loss: string) => {
    const found = summaries.find((summary) => summary.loss === loss);
    if (found === undefined) throw new Error(`no ${loss}`);
    return found;
  };

  it("takes means over the seeds", () => {
    expect(of("rater-dice").mean.volume).toBeCloseTo(0.975, 12);
    expect(of("dice").rows).toHaveLength(2);
  });

  it("compares with cross-entropy's maps cut where theory says", () => {
    expect(of("dice").seenVolume).toBeCloseTo(1.35, 12);
    expect(of("rater-dice").seenVolume).toBeCloseTo(0.75, 12);
  });

  it("says what is as predicted, what on the predicted side, and what is not", () => {
    expect(judge(of("dice")).word).toBe("as predicted");
    expect(judge(of("cross-entropy@rater")).word).toBe("on the predicted side");
    expect(judge(of("rater-dice"))).toMatchObject({
      word: "differs",
      sentence: expect.stringContaining("in 1 training of 2") as string,
    });
    // An empty answer is below the marginal's volume, too, but not where theory has it.
    expect(judge(of("tversky:0.3,0.7@batch")).word).toBe("differs");
    expect(overallVerdict(summaries)).toContain(
      "They part for rater-dice (whole), tversky:0.3,0.7@batch (whole).",
    );
  });
});

describe("the page", () => {
  it("shows curves, cases, answers, calibration and the verdict, and works without cross-entropy", () => {
    const figures = networkFigures(trainings, document);
    expect(figures.map(({ name }) => name)).toEqual([
      "curves-whole",
      "cases-whole",
      "answers-whole",
      "calibration",
    ]);
    const html = pageHtml(networkPage(trainings, figures, []));
    expect(html).toContain("Where theory and network part, and why");
    expect(html).toContain("rater-dice: volumes 0.75, 1.20, predicted 0.58");
    // |0.12 − 0.1| · 90 over 90 · 0.1 + 10 · 0.9
    expect(html).toContain("calibrated to 10.0 % of the foreground");
    const alone = trainings.filter(({ task }) => task.loss === "dice");
    const few = networkFigures(alone, document);
    expect(few.map(({ name }) => name)).toEqual(["curves-whole", "cases-whole", "answers-whole"]);
    expect(pageHtml(networkPage(alone, few, []))).not.toContain("NaN");
  });

  it("shows the switch where the rim is swept", () => {
    const swept = [0.3, 0.45].map((p) =>
      training("dice", 1, [outcome("half", p > 0.4 ? 1.4 : 0.7, p > 0.4 ? 1.5 : 0.67)], { name: "whole", p }),
    );
    const names = networkFigures(swept, document).map(({ name }) => name);
    expect(names[0]).toBe("switch");
    expect(names).not.toContain("curves-whole");
  });
});
