import { SoftdiceError } from "../../core/errors.ts";
import { parseRegimes } from "../../networks/regime.ts";
import type { RimModelName } from "../../networks/rimCases.ts";
import {
  DEFAULT_RIM,
  MODELS,
  type NetworkParameters,
  SWEPT_RIMS,
  trainingsOf,
} from "../../networks/trainings.ts";
import type { PackedTraining } from "../../paper/networks/pack.ts";
import { nameOfModel, runRows, runsCsv } from "../../paper/networks/rows.ts";
import type { Context, ExitCode } from "../context.ts";
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
    throw new SoftdiceError({ ...error, subject: `--${error.subject}` });
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
  return { text: runsCsv(rows), json: { rows } };
}
