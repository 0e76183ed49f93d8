import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import { TEST_IMAGES } from "../../networks/experiment.ts";
import { parseRegimes } from "../../networks/regime.ts";
import type { RimModelName } from "../../networks/rimCases.ts";
import {
  DEFAULT_RIM,
  MODELS,
  type NetworkParameters,
  SWEPT_RIMS,
  trainingsOf,
} from "../../networks/trainings.ts";
import { BATCH } from "../../networks/training.ts";
import type { PackedTraining } from "../../paper/networks/pack.ts";
import { networkFigures, networkPage } from "../../paper/networks/page.ts";
import { nameOfModel, runRows, runsCsv } from "../../paper/networks/rows.ts";
import { summariseRuns } from "../../paper/networks/summary.ts";
import { counted } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import type { Context, ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { networksText } from "../networksText.ts";
import { type Batch, type BatchOptions, runBatch, type Summary } from "../runs/batch.ts";
import type { RunDirectory } from "../runs/runDirectory.ts";

export interface ReproduceNetworksOptions extends BatchOptions {
  readonly seeds: number;
  readonly steps: number;
  readonly model?: RimModelName;
  /** Probabilities of the rim, or true for the usual sweep. */
  readonly rim?: readonly number[] | true;
  readonly loss?: string;
}

/** Experiment (N) as a batch: task k is training k. */
export const NETWORKS_BATCH: Batch<NetworkParameters> = {
  command: "reproduce networks",
  job: "networks",
  unit: "trainings",
  taskCount: (parameters) => trainingsOf(parameters).length,
  writes: () => ["runs.csv", "report.html"],
  describeTask: (parameters, task) => {
    const { model, loss, seed } = trainingsOf(parameters)[task];
    return `${loss} on ${nameOfModel(model)}, seed ${seed}`;
  },
  finish: writeResults,
};

/** `softdice reproduce networks`: experiment (N). */
export function reproduceNetworks(options: ReproduceNetworksOptions, context: Context): Promise<ExitCode> {
  return runBatch(NETWORKS_BATCH, parametersOf(options), options, context);
}

/** A sweep is of the whole rim unless the model is given. */
function parametersOf({ seed, seeds, steps, model, rim, loss }: ReproduceNetworksOptions): NetworkParameters {
  const isSwept = rim !== undefined;
  const models = model === undefined ? (isSwept ? (["whole"] as const) : MODELS) : [model];
  return {
    seed,
    seeds,
    steps,
    model: models,
    rim: rim === true ? SWEPT_RIMS : (rim ?? [DEFAULT_RIM]),
    ...(loss === undefined ? {} : { loss: readLosses(loss) }),
  };
}

function readLosses(list: string): string[] {
  try {
    return parseRegimes(list);
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    const { subject, problem, expected, remedy } = error;
    throw new SoftdiceError({ subject: `--${subject}`, problem, expected, remedy });
  }
}

function writeResults(
  run: RunDirectory,
  parameters: NetworkParameters,
  results: ReadonlyMap<number, unknown>,
): Summary {
  const tasks = trainingsOf(parameters);
  const trainings = [...results].map(([task, result]) => ({
    task: tasks[task],
    result: result as PackedTraining,
  }));
  const rows = runRows(trainings);
  run.write("runs.csv", runsCsv(rows));
  if (trainings.length === 0) return { text: "No training ended.\n", json: { rows } };
  const figures = networkFigures(trainings, createDocument());
  for (const figure of figures) writeFigure((name, data) => run.write(name, data), figure);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", `softdice ${run.command}`],
    ["Seeds", `${parameters.seeds}, from ${parameters.seed}`],
    ["Steps", `${parameters.steps}, of ${BATCH} images each`],
    ["Test images", `${TEST_IMAGES} a seed`],
    ["Probability of the rim", parameters.rim.join(", ")],
  ] as const;
  run.write("report.html", pageHtml(networkPage(trainings, figures, provenance)));
  const text =
    `Experiment (N): ${counted(trainings.length, "training")} of ${parameters.steps} steps\n\n` +
    `${networksText(summariseRuns(trainings))}\nSee ${run.path}/report.html; the figures are in runs.csv beside it.\n`;
  return { text, json: { rows } };
}
