import { resolve } from "node:path";
import { counted } from "../../report/numbers.ts";
import { type Cohort, openCohort } from "../../study/cohort.ts";
import type { ConsensusOptions } from "../commands/consensus.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { inflateWithZlib } from "../inflate.ts";
import { sourcesBelow } from "../inputs.ts";
import { runBatch } from "../runs/batch.ts";
import { printDryRun } from "./dryRun.ts";
import type { ConsensusParameters } from "./parameters.ts";
import { STUDY_BATCH } from "./study.ts";

const TOOLS = { inflate: inflateWithZlib };

/** `softdice consensus --study`: loaded by itself, since one case needs neither a study's tables nor progress. */
export async function consensusOfStudy(
  study: string,
  parameters: ConsensusParameters,
  options: ConsensusOptions,
  context: Context,
): Promise<ExitCode> {
  const cohort = await openCohort(sourcesBelow(resolve(study), options.out), options.pattern, TOOLS, study);
  if (options.dryRun)
    return printDryRun(cohort, { ...parameters, pattern: undefined }, TOOLS, options, context);
  if (!options.quiet) context.err(cohortText(cohort));
  for (const name of cohort.unfit)
    context.err(`softdice: ${name}: does not fit ${cohort.pattern}; left out\n`);
  const patients = cohort.cases.map(({ patient }) => patient);
  const of = { study, ...parameters, pattern: cohort.pattern, patients };
  const exit = await runBatch(STUDY_BATCH, of, options, context);
  return exit === EXIT.done && cohort.unfit.length > 0 ? EXIT.partlyFailed : exit;
}

/** How a study was read, before it starts. */
function cohortText({ pattern, cases, remarks }: Cohort): string {
  const head = `reading the study as ${pattern}: ${counted(cases.length, "patient")}`;
  return [head, ...remarks].map((line) => `${line}\n`).join("");
}
