import { syntheticTasks, type SyntheticParameters } from "../../paper/table1/synthetic.ts";
import type { DoTask } from "./jobs.ts";

/** Experiment (S); its results are `Measurement`s. */
export function start(parameters: SyntheticParameters): DoTask {
  return syntheticTasks(parameters);
}
