import { join } from "node:path";
import type { StudyCase } from "../consensus/cases.ts";
import type { ConsensusParameters } from "../consensus/parameters.ts";
import { gather } from "../consensus/gather.ts";
import { type CaseResult, runCase } from "../consensus/runCase.ts";
import { writeFile } from "../files.ts";
import type { DoTask } from "./jobs.ts";

/** A study: one task a patient. */
export interface StudyJob {
  readonly cases: readonly StudyCase[];
  /** Folder of each patient's files. */
  readonly folders: readonly string[];
  readonly parameters: ConsensusParameters;
}

/** Task k makes the consensus of every structure of patient k and writes its files; its result is a {@link CaseResult}. */
export function start({ cases, folders, parameters }: StudyJob): DoTask {
  return async (task): Promise<CaseResult> =>
    runCase(await gather(cases[task].inputs, parameters), parameters, (name, data) =>
      writeFile(join(folders[task], name), data),
    );
}
