import type { DrawingDocument } from "../../report/chart.ts";
import type { Drawing } from "../../report/drawing.ts";
import { fixed } from "../../report/numbers.ts";
import {
  alert,
  figureHtml,
  list,
  type Page,
  paragraph,
  type Section,
  subheading,
} from "../../report/page.ts";
import { type Table, tableHtml } from "../../report/table.ts";
import { PAPER } from "../citation.ts";
import { drawCalibration } from "./drawCalibration.ts";
import { drawCurves } from "./drawCurves.ts";
import { drawAnswers, drawCases } from "./drawExamples.ts";
import { drawSwitch } from "./drawSwitch.ts";
import { nameOfModel, type FinishedTraining } from "./rows.ts";
import { calibrationErrors, type OutcomeSummary, summariseRuns } from "./summary.ts";
import { judge, overallVerdict, whyNearer } from "./verdict.ts";

/** A drawing with the words that go with it. */
export interface NetworkFigure {
  /** Its file name without an ending. */
  readonly name: string;
  readonly caption: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}

/** The figures of a run: learning curves, the switch of a sweep, images with answers, calibration. */
export function networkFigures(
  trainings: readonly FinishedTraining[],
  document: DrawingDocument,
): NetworkFigure[] {
  const models = [...new Set(trainings.map(({ task }) => nameOfModel(task.model)))];
  const isSweep = new Set(trainings.map(({ task }) => task.model.p)).size > 1;
  return [
    ...(isSweep
      ? [switchFigure(trainings, document)]
      : models.map((model) => curveFigure(trainings, model, document))),
    ...models.flatMap((model) => exampleFigures(trainings, model)),
    ...(calibrationErrors(trainings).length > 0 ? [calibrationFigure(trainings, document)] : []),
  ];
}

/** The page of experiment (N). */
export function networkPage(
  trainings: readonly FinishedTraining[],
  figures: readonly NetworkFigure[],
  provenance: Page["provenance"],
): Page {
  const outcomes = summariseRuns(trainings);
  const why = whyNearer(outcomes, calibrationErrors(trainings));
  const show = (isShown: (name: string) => boolean): Section["content"] =>
    figures
      .filter(({ name }) => isShown(name))
      .map(({ drawing, caption, alternative }) => figureHtml(drawing, caption, alternative));
  return {
    title: "Experiment (N): the theory in a real network",
    summary: [
      "A small U-Net, trained on observers who disagree about the rim of a structure, beside what theory says that each " +
        `loss must make of it (limitation 2 of ${PAPER}).`,
      overallVerdict(outcomes),
    ],
    sections: [
      {
        title: "Where theory and network part, and why",
        content: [
          ...(why === undefined ? [] : [paragraph(why)]),
          ...[...new Set(outcomes.map(({ model }) => model))].flatMap((model) => [
            subheading(wordsOfModel(model)),
            list(
              outcomes.filter((outcome) => outcome.model === model).map((outcome) => judge(outcome).sentence),
            ),
          ]),
        ],
      },
      { title: "What the networks became", content: [tableHtml(outcomeTable(outcomes))] },
      { title: "Learning", content: show((name) => /curves|switch/u.test(name)) },
      { title: "Images and answers", content: show((name) => /cases|answers/u.test(name)) },
      ...(figures.some(({ name }) => name === "calibration")
        ? [{ title: "Calibration of cross-entropy", content: show((name) => name === "calibration") }]
        : []),
    ],
    provenance,
  };
}

function outcomeTable(outcomes: readonly OutcomeSummary[]): Table {
  return {
    caption:
      "Means over the seeds. D_m and its largest value; the mean over observers of their Dice and its largest value; " +
      "volumes over the marginal's: of the network, as predicted for the true marginal, and of cross-entropy's maps cut " +
      "where theory says, which is the prediction for what can be seen. The margin is by how much the mean loss rises, at its " +
      "least, if the rim is decided the other way: all that an optimiser can go by.",
    columns: [
      { title: "loss" },
      { title: "observers", isText: true },
      { title: "seeds" },
      { title: "D_m" },
      { title: "sup" },
      { title: "mean rater" },
      { title: "sup" },
      { title: "volume" },
      { title: "predicted" },
      { title: "as seen" },
      { title: "margin" },
      { title: "verdict", isText: true },
    ],
    rows: outcomes.map((outcome) => {
      const { loss, model, rows, mean, seenVolume, margin } = outcome;
      const { word } = judge(outcome);
      return [
        loss,
        model,
        String(rows.length),
        fixed(mean.dice, 3),
        fixed(mean.supDice, 3),
        fixed(mean.meanRaterDice, 3),
        fixed(mean.meanRaterOptimum, 3),
        fixed(mean.volume, 2),
        fixed(mean.predictedVolume, 2),
        fixed(seenVolume, 2),
        fixed(margin, 4),
        word === "differs" ? alert(word) : word,
      ];
    }),
  };
}

function wordsOfModel(model: string): string {
  const [name, p] = model.split(":p=");
  const rim =
    name === "whole" ? "Observers who mark the rim as a whole" : "Observers who mark sectors of the rim";
  return p === undefined ? rim : `${rim}, with probability ${p}`;
}

function curveFigure(
  trainings: readonly FinishedTraining[],
  model: string,
  document: DrawingDocument,
): NetworkFigure {
  return {
    name: `curves-${fileName(model)}`,
    caption:
      `${wordsOfModel(model)}: the volume of each network's segmentations over its steps, over the marginal's volume, on 16 ` +
      "test images. Dots: with the mean of its weights over the last 30 % of the steps, on all test images; that is what tables " +
      "show. Dashed: where theory says that it must go.",
    alternative: overallVerdict(summariseRuns(trainings).filter((outcome) => outcome.model === model)),
    drawing: drawCurves(trainings, model, document),
  };
}

function switchFigure(trainings: readonly FinishedTraining[], document: DrawingDocument): NetworkFigure {
  return {
    name: "switch",
    caption:
      "The rim's probability swept across ½ sup D, which is near 0.38, and 1/2 (dotted). On the observers' mean and over the " +
      "batch, Dice takes the rim in as soon as p exceeds ½ sup D; of one observer and image at a time, from 1/2 on. Lines: " +
      "predicted; dots: networks.",
    alternative: overallVerdict(summariseRuns(trainings)),
    drawing: drawSwitch(trainings, document),
  };
}

function exampleFigures(trainings: readonly FinishedTraining[], model: string): NetworkFigure[] {
  const shown = trainings.find(
    ({ task, result }) => nameOfModel(task.model) === model && result.examples.length > 0,
  );
  if (shown === undefined) return [];
  const { task } = shown;
  return [
    {
      name: `cases-${fileName(model)}`,
      caption:
        `${wordsOfModel(model)}: test images of seed ${task.seed}, two of their observers, the marginal, and the segmentations ` +
        "that are best for D_m and for the mean over observers, with their volumes over the marginal's.",
      alternative:
        "Three noisy images of a bright core with a fainter rim; one observer marks only the core, another some of the " +
        "rim; the segmentation that is best for D_m includes the rim.",
      drawing: drawCases(task.model, task.seed),
    },
    {
      name: `answers-${fileName(model)}`,
      caption:
        "What each network says of these images, with the outline of its segmentation and its volume over the marginal's.",
      alternative: "A row of three answers for each network; those with a volume above 1 take the rim in.",
      drawing: drawAnswers(trainings, model),
    },
  ];
}

function calibrationFigure(trainings: readonly FinishedTraining[], document: DrawingDocument): NetworkFigure {
  const errors = calibrationErrors(trainings).map((error) => `${fixed(100 * error, 1)} %`);
  return {
    name: "calibration",
    caption:
      "How often observers mark the pixels that networks trained with cross-entropy give a probability: on the diagonal as " +
      "often as said. Where a line is flat at p, the true marginal is p whatever the network says: its answers on the rim " +
      "scatter about p, and those above 1/2 take pixels in that a cut at 1/2 should leave out. Expected calibration errors, " +
      `relative to the foreground: ${errors.join(", ")}.`,
    alternative: `Calibration curves about the diagonal, with errors of ${errors.join(", ")} of the foreground.`,
    drawing: drawCalibration(trainings, document),
  };
}

function fileName(model: string): string {
  return model.replace(/[^a-z0-9.]+/gu, "-");
}
