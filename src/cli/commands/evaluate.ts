import type { Cut } from "../../evaluation/evaluateCase.ts";
import type { EmptyPolicy } from "../../raters/empty.ts";
import type { Context, ExitCode } from "../context.ts";
import { EXIT } from "../context.ts";
import { printDryRun } from "../evaluate/dryRun.ts";
import { givenCases, observersOption, OF_NO_CASE } from "../evaluate/givenCases.ts";
import type { EvaluateParameters } from "../evaluate/parameters.ts";
import { EVALUATE_BATCH } from "../evaluate/study.ts";
import { likeImage } from "../like.ts";
import { refuseInputAsOut } from "../folders.ts";
import { type ObserverOptions, policyOf } from "../manual/observerOptions.ts";
import { type BatchOptions, runBatch } from "../runs/batch.ts";

export interface EvaluateOptions extends BatchOptions, Omit<ObserverOptions, "observers"> {
  /** Files and folders, and names of observers among those in them. */
  readonly observers: readonly string[];
  readonly like?: string;
  readonly cut: Cut;
  readonly empty: EmptyPolicy;
  readonly tolerance: number;
  readonly surfaces: boolean;
}

/** `softdice evaluate`: a model's masks or probability maps among the observers of each case. */
export async function evaluate(
  inputs: readonly string[],
  options: EvaluateOptions,
  context: Context,
): Promise<ExitCode> {
  const { drawn, names } = observersOption(options.observers);
  refuseInputAsOut([...inputs, ...drawn], options.out);
  const policy = await policyOf({ ...options, observers: names });
  const places = { predictions: inputs, drawn, pattern: policy.pattern };
  const given = await givenCases(places, options.out);
  const { like, cut, empty, surfaces, tolerance, seed } = options;
  // An image that lends nothing is found before the folder becomes a run.
  await likeImage(like);
  if (options.dryRun) return printDryRun(given, { ...policy, like }, options, context);
  const { unobserved, unused, passedOver, unplaced } = given;
  for (const reason of unobserved.slice(0, MOST_LISTED)) context.err(`softdice: ${reason}\n`);
  if (unobserved.length > MOST_LISTED)
    context.err(`softdice: and ${unobserved.length - MOST_LISTED} more cases without an observer\n`);
  if (unused.length > 0) context.err(`softdice: ${listed(unused)}: ${OF_NO_CASE}\n`);
  if (!options.quiet) {
    if (passedOver.length > 0) context.err(`softdice: passed over, no predictions: ${listed(passedOver)}\n`);
    if (unplaced.length > 0)
      context.err(`softdice: passed over, of no predicted case: ${listed(unplaced)}\n`);
  }
  const parameters: EvaluateParameters = {
    ...policy,
    ...places,
    like,
    cut,
    empty,
    surfaces,
    toleranceMm: tolerance,
    seed,
    cases: given.cases.map(({ predicted }) => predicted.name),
  };
  const status = await runBatch(EVALUATE_BATCH, parameters, options, context);
  return status === EXIT.done && unobserved.length + unused.length > 0 ? EXIT.partlyFailed : status;
}

const MOST_LISTED = 5;

function listed(names: readonly string[]): string {
  const rest = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
  return `${names.slice(0, MOST_LISTED).join(", ")}${rest}`;
}
