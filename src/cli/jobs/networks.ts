import { runTraining } from "../../networks/experiment.ts";
import { trainingsOf, type NetworkParameters } from "../../networks/trainings.ts";
import { packTraining, type PackedTraining } from "../../paper/networks/pack.ts";
import type { DoTask } from "./jobs.ts";

/** Experiment (N): task k is training k. */
export function start(parameters: NetworkParameters): DoTask {
  const trainings = trainingsOf(parameters);
  return (task): PackedTraining => packTraining(runTraining(trainings[task]));
}
