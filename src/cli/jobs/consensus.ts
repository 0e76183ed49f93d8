import { join } from "node:path";
import { findCases } from "../consensus/cases.ts";
import { gather } from "../consensus/gather.ts";
import { type CaseResult, runCase } from "../consensus/runCase.ts";
import { patientFolders, type StudyParameters } from "../consensus/study.ts";
import { writeFile } from "../files.ts";
import type { DoTask } from "./jobs.ts";

/** Task k makes the consensus of every structure of patient k and writes its files; its result is a {@link CaseResult}. */
export async function start(parameters: StudyParameters, out: string): Promise<DoTask> {
  const { study, pattern, patients } = parameters;
  const { cases } = await findCases(study, pattern, out);
  const folders = patientFolders(patients);
  return async (task): Promise<CaseResult> => {
    const inputs = cases.find(({ patient }) => patient === patients[task])?.inputs ?? [];
    return runCase(await gather(inputs, parameters, out), parameters, (name, data) =>
      writeFile(join(out, folders[task], name), data),
    );
  };
}
