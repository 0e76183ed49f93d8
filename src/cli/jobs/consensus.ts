import { join, resolve } from "node:path";
import { openCase } from "../../study/case.ts";
import { openCohort } from "../../study/cohort.ts";
import { type CaseResult, runCase } from "../consensus/runCase.ts";
import { patientFolders, type StudyParameters } from "../consensus/study.ts";
import { inflateWithZlib } from "../inflate.ts";
import { sourcesBelow } from "../inputs.ts";
import type { DoTask } from "./jobs.ts";

/** Task k makes the consensus of every structure of patient k and writes its files; its result is a {@link CaseResult}. */
export async function start(parameters: StudyParameters, out: string): Promise<DoTask> {
  const { study, pattern, patients } = parameters;
  const tools = { inflate: inflateWithZlib };
  const { cases } = await openCohort(sourcesBelow(resolve(study), out), pattern, tools, study);
  const folders = patientFolders(patients);
  return async (task): Promise<CaseResult> => {
    const patient = patients[task];
    const { sources = [] } = cases.find((one) => one.patient === patient) ?? {};
    const opened = await openCase(sources, { ...parameters, pattern: undefined }, tools, patient);
    const result = await runCase(opened, patient, parameters, { folder: join(out, folders[task]) });
    // A patient without a structure is no result.
    if (result.structures.length === 0) throw new Error(result.failures[0]?.reason ?? "holds no delineation");
    return result;
  };
}
