import { resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { gather } from "../consensus/gather.ts";
import { runCase } from "../consensus/runCase.ts";
import type { ConsensusParameters } from "../consensus/parameters.ts";
import { findCases } from "../consensus/cases.ts";
import { STUDY_BATCH } from "../consensus/study.ts";
import { caseText } from "../consensus/text.ts";
import { strayName } from "../consensus/wanted.ts";
import { weightsOf } from "../consensus/weights.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { refuseInputAsOut } from "../folders.ts";
import { type BatchOptions, runBatch } from "../runs/batch.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface ConsensusOptions extends BatchOptions, Omit<ConsensusParameters, "toleranceMm" | "files"> {
  readonly study?: string;
  readonly pattern?: string;
  readonly tolerance: number;
  readonly summaryOnly: boolean;
}

/** `softdice consensus`: several observers of one structure, or of many, to a consensus and a report. */
export async function consensus(
  inputs: readonly string[],
  options: ConsensusOptions,
  context: Context,
): Promise<ExitCode> {
  const { study, pattern } = options;
  const parameters = parametersOf(options);
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
  const misplaced =
    study !== undefined ? undefined : pattern !== undefined ? "--pattern" : options.shard && "--shard";
  if (misplaced !== undefined) {
    throw new SoftdiceError({
      subject: misplaced,
      problem: "stands without --study",
      expected: "the folder of a study",
      remedy: "add --study, or leave it out",
    });
  }
  refuseInputAsOut(study === undefined ? inputs : [study], options.out);
  if (study !== undefined) {
    const found = await findCases(study, pattern, options.out);
    const patients = found.cases.map(({ patient }) => patient);
    const of = { study, pattern: found.pattern, patients };
    return runBatch(STUDY_BATCH, { ...of, ...parameters }, options, context);
  }

  const gathered = await gather(
    inputs.map((path) => ({ path })),
    parameters,
    options.out,
  );
  const stray = strayName(gathered.met, parameters);
  if (stray !== undefined) throw stray;
  const [only, ...others] = gathered.structures.values();
  // Weights that do not fit are found before the folder becomes a run; of several structures, some may fit.
  if (others.length === 0) weightsOf(only.names, parameters.weights);
  const run = new RunDirectory(
    resolve(options.out),
    { version: VERSION, command: "consensus", parameters: { inputs, ...parameters } },
    { force: options.force, now: context.now },
  );
  const result = await runCase(gathered, parameters, (name, data) => run.write(name, data));
  const failed = result.failures.map(({ structure, reason }) => ({ what: structure, reason }));
  const [first] = result.structures;
  if (first === undefined) {
    run.writeManifest("partly failed", failed);
  } else {
    run.writeManifest(failed.length > 0 ? "partly failed" : "done", failed);
    const isOnly = result.structures.length === 1 && failed.length === 0;
    const document = isOnly
      ? first.summary
      : { structures: result.structures.map(({ structure, summary }) => ({ structure, ...summary })) };
    if (!isOnly) run.write("summary.json", `${JSON.stringify(document, undefined, 1)}\n`);
    if (options.json) context.out(`${JSON.stringify(document)}\n`);
    else context.out(caseText(result, options.out, parameters.files));
  }
  for (const { what, reason } of failed)
    context.err(`softdice: ${what === "" ? "" : `${what}: `}${reason}\n`);
  return first === undefined ? EXIT.wrongInput : failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

function parametersOf(options: ConsensusOptions): ConsensusParameters {
  return {
    structures: options.structures,
    observers: options.observers,
    labels: options.labels,
    weights: options.weights,
    resample: options.resample,
    grid: options.grid,
    nested: options.nested,
    series: options.series,
    empty: options.empty,
    ties: options.ties,
    toleranceMm: options.tolerance,
    surfaces: options.surfaces,
    files: !options.summaryOnly,
    seed: options.seed,
  };
}
