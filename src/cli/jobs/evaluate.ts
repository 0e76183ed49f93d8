import { observerFiles } from "../evaluate/observerFiles.ts";
import type { EvaluateParameters } from "../evaluate/parameters.ts";
import { predictedCases } from "../evaluate/predictedCases.ts";
import { toRecords } from "../evaluate/records.ts";
import { runCase } from "../evaluate/runCase.ts";
import { namedSource } from "../inputs.ts";
import type { DoTask } from "./jobs.ts";

/** Task k evaluates every structure of case k; its result is a {@link CaseResult} as JSON keeps it. */
export async function start(parameters: EvaluateParameters, out: string): Promise<DoTask> {
  const { cases } = await predictedCases(parameters.predictions, out);
  const { files } = await observerFiles(parameters.observers, parameters.cases, out);
  const like = parameters.like === undefined ? undefined : await namedSource(parameters.like);
  return async (task) => {
    const name = parameters.cases[task];
    const predicted = cases.find((one) => one.name === name);
    if (predicted === undefined) throw new Error(`the prediction of ${name} is gone`);
    const own = files.filter((file) => file.case === name);
    return toRecords(await runCase(predicted, own, like, parameters));
  };
}
