import { calibrationError } from "../../networks/calibration.ts";
import { UNET } from "../../networks/plan.ts";
import { rimMargin } from "../../networks/prediction.ts";
import { parseRegime } from "../../networks/regime.ts";
import { makeCase } from "../../networks/rimCases.ts";
import { streamOf } from "../../networks/streams.ts";
import { BATCH } from "../../networks/training.ts";
import type { FinishedTraining, RunRow } from "./rows.ts";
import { nameOfModel, nameOfOutcome, runRows } from "./rows.ts";

/** What the trainings of one kind became, over the seeds; volumes are over the marginal's. */
export interface OutcomeSummary {
  readonly model: string;
  /** As in `runs.csv`. */
  readonly loss: string;
  readonly rows: readonly RunRow[];
  /** Means over the seeds. */
  readonly mean: Pick<
    RunRow,
    "dice" | "volume" | "predictedVolume" | "meanRaterDice" | "supDice" | "meanRaterOptimum"
  >;
  /**
   * Whether every seed's volume is on the predicted side of the marginal's, above or below 1, and nearer to the prediction
   * than the marginal's is.
   */
  readonly isOnSide: boolean;
  /**
   * The mean volume of cross-entropy's maps of the same images, cut where theory says: at half of their largest Dice where
   * the rim is predicted to be in, at 1/2 where it is not. That is what can be seen in the images; NaN if no cross-entropy
   * was trained for this probability.
   */
  readonly seenVolume: number;
  /** By how much the mean loss rises if the rim is decided the other way ({@link rimMargin}). */
  readonly margin: number;
  /** Whether these are cross-entropy's maps themselves. */
  readonly isCrossEntropy: boolean;
}

/** A volume is where theory has it up to this, over the marginal's. */
export const CLOSE = 0.15;

export function summariseRuns(trainings: readonly FinishedTraining[]): OutcomeSummary[] {
  const kinds = new Map<string, RunRow[]>();
  for (const row of runRows(trainings)) {
    const key = `${row.model} ${row.loss}`;
    kinds.set(key, [...(kinds.get(key) ?? []), row]);
  }
  return [...kinds.values()].map((rows) => {
    const [{ model, loss }] = rows;
    const predicted = meanOf(rows, "predictedVolume");
    return {
      model,
      loss,
      rows,
      mean: {
        dice: meanOf(rows, "dice"),
        volume: meanOf(rows, "volume"),
        predictedVolume: predicted,
        meanRaterDice: meanOf(rows, "meanRaterDice"),
        supDice: meanOf(rows, "supDice"),
        meanRaterOptimum: meanOf(rows, "meanRaterOptimum"),
      },
      isOnSide: rows.every(isOnPredictedSide),
      seenVolume: seenVolume(trainings, model, predicted > 1 ? "threshold" : "half"),
      margin: marginOf(trainings, model, loss),
      isCrossEntropy: /^cross-entropy(?:[@:]|$)/u.test(loss),
    };
  });
}

export function isOnPredictedSide({ volume, predictedVolume }: RunRow): boolean {
  const distance = Math.abs(volume - predictedVolume);
  return volume > 1 === predictedVolume > 1 && distance < Math.abs(1 - predictedVolume);
}

/** Calibration errors of the cross-entropy trainings of a model, relative to the foreground, a seed each. */
export function calibrationErrors(trainings: readonly FinishedTraining[]): number[] {
  return trainings
    .filter(({ result }) => result.outcomes.length > 1)
    .map(({ result }) => calibrationError(result.calibration));
}

/** Images that margins are averaged over. */
const MARGIN_IMAGES = 40;

/** Of the first seed's test images. */
function marginOf(trainings: readonly FinishedTraining[], model: string, outcome: string): number {
  const found = trainings.find(
    ({ task, result }) =>
      nameOfModel(task.model) === model &&
      result.outcomes.some(({ cut }) => nameOfOutcome(task.loss, cut) === outcome),
  );
  if (found === undefined) return Number.NaN;
  const { model: rim, loss, seed } = found.task;
  const cases = Array.from({ length: MARGIN_IMAGES }, (_, k) =>
    makeCase(UNET.size, rim.name, streamOf(seed, "tests", k)),
  );
  return rimMargin(parseRegime(loss), cases, { p: rim.p, batch: BATCH, seed });
}

/** Observers' models differ in nothing that cross-entropy sees, so that its maps serve both. */
function seenVolume(
  trainings: readonly FinishedTraining[],
  model: string,
  cut: "half" | "threshold",
): number {
  const p = trainings.find(({ task }) => nameOfModel(task.model) === model)?.task.model.p;
  const volumes = trainings
    .filter(({ task, result }) => task.model.p === p && result.outcomes.length > 1)
    .flatMap(({ result }) => result.outcomes.filter((outcome) => outcome.cut === cut))
    .map(({ volume }) => volume);
  return volumes.reduce((a, b) => a + b, 0) / volumes.length;
}

function meanOf(rows: readonly RunRow[], name: keyof OutcomeSummary["mean"]): number {
  return rows.reduce((sum, row) => sum + row[name], 0) / rows.length;
}

/** The trainings of one model and what their outcomes are called. */
export function outcomesOf(
  trainings: readonly FinishedTraining[],
  model: string,
): { readonly name: string; readonly cut: number; readonly trainings: readonly FinishedTraining[] }[] {
  const ofModel = trainings.filter(({ task }) => nameOfModel(task.model) === model);
  return [...new Set(ofModel.map(({ task }) => task.loss))].flatMap((loss) => {
    const ofLoss = ofModel.filter(({ task }) => task.loss === loss);
    return ofLoss[0].result.outcomes.map(({ cut }, k) => ({
      name: nameOfOutcome(loss, cut),
      cut: k,
      trainings: ofLoss,
    }));
  });
}
