import { resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import type { Case } from "../../study/case.ts";
import { ONE_PATIENT } from "../../study/decisions.ts";
import { parsePattern } from "../../study/pattern.ts";
import { dryRunOf } from "../consensus/dryRun.ts";
import type { ConsensusParameters } from "../consensus/parameters.ts";
import { type CaseResult, runCase } from "../consensus/runCase.ts";
import { caseText } from "../consensus/text.ts";
import { weightsOf } from "../consensus/weights.ts";
import { beginOnThread } from "../distances/begin.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { refuseInputAsOut } from "../folders.ts";
import { inputIdentity } from "../fingerprint.ts";
import { type ObserverOptions, policyOf } from "../manual/observerOptions.ts";
import { openInputs } from "../openInputs.ts";
import type { BatchOptions } from "../runs/batch.ts";
import type { PngThread } from "../pngs/thread.ts";
import type { Rasterise } from "../rasterise.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface ConsensusOptions
  extends
    BatchOptions,
    ObserverOptions,
    Pick<ConsensusParameters, "weights" | "empty" | "ties" | "surfaces" | "copyPatient"> {
  readonly study?: string;
  readonly tolerance: number;
  readonly summaryOnly: boolean;
}

/** `softdice consensus`: several observers of one structure, or of many, to a consensus and a report. */
export async function consensus(
  inputs: readonly string[],
  options: ConsensusOptions,
  context: Context,
): Promise<ExitCode> {
  const { study } = options;
  checkInputs(inputs, options);
  refuseInputAsOut(study === undefined ? inputs : [study], options.out);
  const parameters = await parametersOf(options);
  if (study === undefined) return consensusOfCase(inputs, parameters, options, context);
  const { consensusOfStudy } = await import("../consensus/studyRun.ts");
  return consensusOfStudy(study, parameters, options, context);
}

async function consensusOfCase(
  inputs: readonly string[],
  parameters: ConsensusParameters,
  options: ConsensusOptions,
  context: Context,
): Promise<ExitCode> {
  if (options.dryRun) return dryRunOf(inputs, parameters, options, context);
  const opened = await openInputs(inputs, parameters, options.out);
  requireObservers(opened, parameters);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "consensus",
      parameters: { inputs: await inputIdentity(inputs, options.out), ...parameters },
    },
    { force: options.force, now: context.now },
  );
  let pngs: PngThread | undefined;
  const startPngs = async (): Promise<Rasterise> => {
    pngs ??= (await import("../pngs/thread.ts")).startPngThread();
    return pngs.rasterise;
  };
  try {
    const into = { folder: run.path, refuse: (path: string) => run.refuseForeign(path) };
    const beside = { begin: beginOnThread, startPngs };
    const result = await runCase(opened, ONE_PATIENT, parameters, into, beside);
    return finish(run, result, parameters, options, context);
  } finally {
    pngs?.end();
  }
}

/** What can be said before the folder becomes a run. @throws SoftdiceError where observers cannot be told apart */
function requireObservers({ structures, decisions }: Case, parameters: ConsensusParameters): void {
  const [only, ...others] = structures;
  const inputs = new Set(decisions().map(({ input }) => input));
  const isContour = structures.some(({ isContour: is }) => is);
  const haveOne = structures.every(({ observers }) => observers.length === 1);
  if (isContour && haveOne && (inputs.size === 1 || others.length > 0)) {
    const names = structures.slice(0, 5).map(({ name }) => `'${name}'`);
    throw new SoftdiceError({
      subject: `${names.join(", ")}${structures.length > 5 ? ` and ${structures.length - 5} more` : ""}`,
      problem: inputs.size === 1 ? "names no observer" : "is no structure of two observers",
      expected: "names such as 'Prostate (User1)', or one file an observer",
      remedy: "list the delineations of one structure with --observers, or map them with --rois",
    });
  }
  // What is wrong with the only structure is found early too; of several, some may be right.
  if (others.length > 0) return;
  only.observe();
  weightsOf(only.observers, parameters.weights);
}

function finish(
  run: RunDirectory,
  result: CaseResult,
  { files }: ConsensusParameters,
  options: ConsensusOptions,
  context: Context,
): ExitCode {
  const failed = result.failures.map(({ structure, reason }) => ({ what: structure, reason }));
  const [first] = result.structures;
  const status = failed.length > 0 ? "partly failed" : "done";
  if (first !== undefined) {
    const isOnly = result.structures.length === 1 && first.folder === "";
    const document = isOnly
      ? first.summary
      : {
          structures: result.structures.map(({ summary }) => summary),
          sources: result.sources,
          warnings: result.warnings,
        };
    if (!isOnly) run.write("summary.json", `${JSON.stringify(document, undefined, 1)}\n`);
    run.writeManifest(status, failed);
    if (options.json) context.out(`${JSON.stringify(document)}\n`);
    else {
      context.out(caseText(result, options.out, files));
      for (const warning of result.warnings) context.out(`note: ${warning}\n`);
    }
  } else run.writeManifest(status, failed);
  for (const { what, reason } of failed)
    context.err(`softdice: ${what === "" ? "" : `${what}: `}${reason}\n`);
  return first === undefined ? EXIT.wrongInput : failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

function checkInputs(inputs: readonly string[], { study, pattern, shard }: ConsensusOptions): void {
  if (study === undefined && inputs.length === 0) {
    throw new SoftdiceError({
      subject: "command line",
      problem: "has no masks",
      expected: "masks, contours, or --study with a folder",
      remedy: "see softdice consensus --help",
    });
  }
  if (study !== undefined && inputs.length > 0) {
    throw new SoftdiceError({
      subject: inputs[0],
      problem: "stands beside --study",
      expected: "either inputs or a study",
      remedy: "leave one of them out",
    });
  }
  if (study !== undefined) return;
  const saysPatients = pattern !== undefined && parsePattern(pattern, "--pattern").roles.has("patient");
  const misplaced = saysPatients ? "--pattern" : shard && "--shard";
  if (misplaced === undefined) return;
  throw new SoftdiceError({
    subject: misplaced,
    problem: saysPatients ? "says {patient} without --study" : "stands without --study",
    expected: "the folder of a study",
    remedy: "add --study, or leave it out",
  });
}

async function parametersOf(options: ConsensusOptions): Promise<ConsensusParameters> {
  return {
    ...(await policyOf(options)),
    weights: options.weights,
    empty: options.empty,
    ties: options.ties,
    toleranceMm: options.tolerance,
    surfaces: options.surfaces,
    files: !options.summaryOnly,
    seed: options.seed,
    copyPatient: options.copyPatient,
  };
}
