import type { Cut } from "../../networks/evaluation.ts";
import type { TrainingTask } from "../../networks/experiment.ts";
import { DEFAULT_RIM } from "../../networks/trainings.ts";
import type { RimModel } from "../../networks/rimCases.ts";
import type { PackedTraining } from "./pack.ts";

/** One training with its results. */
export interface FinishedTraining {
  readonly task: TrainingTask;
  readonly result: PackedTraining;
}

/** One row of `runs.csv`: means over the test images; volumes are over the marginal's, image by image. */
export interface RunRow {
  /** `whole` or `sectors`, with `:p=…` where the rim's probability is not the usual one. */
  readonly model: string;
  /** The regime, with `:threshold` where answers were cut at half of the largest Dice with themselves instead of 1/2. */
  readonly loss: string;
  readonly seed: number;
  readonly steps: number;
  readonly dice: number;
  readonly supDice: number;
  readonly volume: number;
  readonly optimalVolume: number;
  readonly meanRaterDice: number;
  readonly meanRaterOptimum: number;
  readonly predictedVolume: number;
}

const FIGURES = [
  "dice",
  "supDice",
  "volume",
  "optimalVolume",
  "meanRaterDice",
  "meanRaterOptimum",
  "predictedVolume",
] as const;

/** The rows of all trainings, a row a cut, in their order. */
export function runRows(trainings: readonly FinishedTraining[]): RunRow[] {
  return trainings.flatMap(({ task, result }) =>
    result.outcomes.map(({ cut, ...outcome }): RunRow => ({
      model: nameOfModel(task.model),
      loss: nameOfOutcome(task.loss, cut),
      seed: task.seed,
      steps: task.steps,
      ...result.best,
      ...outcome,
    })),
  );
}

export function nameOfModel({ name, p }: RimModel): string {
  return p === DEFAULT_RIM ? name : `${name}:p=${p}`;
}

export function nameOfOutcome(loss: string, cut: Cut): string {
  return cut === "half" ? loss : `${loss}:threshold`;
}

/** `runs.csv`: figures with six decimals. */
export function runsCsv(rows: readonly RunRow[]): string {
  const head = ["model", "loss", "seed", "steps", ...FIGURES].join(",");
  const lines = rows.map((row) =>
    [row.model, quoted(row.loss), row.seed, row.steps, ...FIGURES.map((name) => row[name].toFixed(6))].join(
      ",",
    ),
  );
  return `${[head, ...lines].join("\n")}\n`;
}

/** A field that may hold commas (RFC 4180). */
function quoted(text: string): string {
  return text.includes(",") ? `"${text}"` : text;
}
