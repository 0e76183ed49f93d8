import type { Cut } from "../../evaluation/evaluateCase.ts";
import type { Interpolation } from "../../image/resample.ts";
import type { EmptyPolicy } from "../../raters/empty.ts";
import type { Context, ExitCode } from "../context.ts";
import { EXIT } from "../context.ts";
import { observerFiles } from "../evaluate/observerFiles.ts";
import type { EvaluateParameters } from "../evaluate/parameters.ts";
import { predictedCases } from "../evaluate/predictedCases.ts";
import { EVALUATE_BATCH } from "../evaluate/study.ts";
import { refuseInputAsOut } from "../folders.ts";
import { type BatchOptions, runBatch } from "../runs/batch.ts";

export interface EvaluateOptions extends BatchOptions {
  readonly observers: readonly string[];
  readonly like?: string;
  readonly cut: Cut;
  readonly empty: EmptyPolicy;
  readonly resample?: Interpolation;
  readonly tolerance: number;
  readonly surfaces: boolean;
  readonly dryRun: boolean;
}

/** `softdice evaluate`: a model's masks or probability maps among the observers of each case. */
export async function evaluate(
  inputs: readonly string[],
  options: EvaluateOptions,
  context: Context,
): Promise<ExitCode> {
  refuseInputAsOut([...inputs, ...options.observers], options.out);
  const predicted = await predictedCases(inputs, options.out);
  const names = predicted.cases.map(({ name }) => name);
  const found = await observerFiles(options.observers, names, options.out);
  const passedOver = [...predicted.passedOver, ...found.passedOver];
  if (options.dryRun) {
    context.out(dryRunText(predicted.cases, found.files, passedOver));
    return EXIT.done;
  }
  const observed = names.filter((name) => found.files.some((file) => file.case === name));
  if (observed.length < names.length) {
    const without = names.filter((name) => !observed.includes(name));
    context.err(`softdice: ${listed(without)}: has no observer, and is left out\n`);
  }
  if (passedOver.length > 0 && !options.quiet) context.err(`softdice: passed over: ${listed(passedOver)}\n`);
  const { cut, empty, like, resample, surfaces, tolerance, seed } = options;
  const parameters: EvaluateParameters = {
    predictions: inputs,
    observers: options.observers,
    like,
    cut,
    empty,
    resample,
    surfaces,
    toleranceMm: tolerance,
    seed,
    cases: observed,
  };
  const status = await runBatch(EVALUATE_BATCH, parameters, options, context);
  return status === EXIT.done && observed.length < names.length ? EXIT.partlyFailed : status;
}

const MOST_LISTED = 5;

function listed(names: readonly string[]): string {
  const rest = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
  return `${names.slice(0, MOST_LISTED).join(", ")}${rest}`;
}

/** What each file is taken for, a line each. */
function dryRunText(
  cases: Awaited<ReturnType<typeof predictedCases>>["cases"],
  files: Awaited<ReturnType<typeof observerFiles>>["files"],
  passedOver: readonly string[],
): string {
  const lines = cases.flatMap(({ name, map, mask }) => [
    ...(map === undefined ? [] : [`${map.name}: probability map of ${name}`]),
    ...(mask === undefined ? [] : [`${mask.name}: ${map === undefined ? "prediction" : "mask"} of ${name}`]),
    ...files
      .filter((file) => file.case === name)
      .map(
        ({ file, observer, structure }) =>
          `${file.name}: ${observer}'s ${structure === undefined ? "mask" : structure} of ${name}`,
      ),
  ]);
  if (passedOver.length > 0) lines.push(`passed over: ${passedOver.join(", ")}`);
  return `${lines.join("\n")}\n`;
}
