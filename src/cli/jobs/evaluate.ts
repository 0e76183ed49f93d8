import { givenCases } from "../evaluate/givenCases.ts";
import type { EvaluateParameters } from "../evaluate/parameters.ts";
import { toRecords } from "../evaluate/records.ts";
import { runCase } from "../evaluate/runCase.ts";
import { likeImage } from "../like.ts";
import type { DoTask } from "./jobs.ts";

/** Task k evaluates every structure of case k; its result is a {@link CaseResult} as JSON keeps it. */
export async function start(parameters: EvaluateParameters, out: string): Promise<DoTask> {
  const { cases } = await givenCases(parameters, out);
  const like = await likeImage(parameters.like);
  return async (task) => {
    const name = parameters.cases[task];
    const given = cases.find(({ predicted }) => predicted.name === name);
    if (given === undefined) throw new Error(`the prediction of ${name} is gone`);
    return toRecords(await runCase(given, like, parameters));
  };
}
