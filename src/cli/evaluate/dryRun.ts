import { SoftdiceError } from "../../core/errors.ts";
import { type Decision, decisionsText } from "../../study/decisions.ts";
import type { Policy } from "../../study/policy.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { likeImage } from "../like.ts";
import { type GivenCases, OF_NO_CASE } from "./givenCases.ts";
import { openEvaluation } from "./openCase.ts";

/** Prints what each input is taken for: the decisions that an evaluation would rest on, and nothing is computed or written. */
export async function printDryRun(
  { cases, unobserved, unused, passedOver, unplaced }: GivenCases,
  policy: Policy & { readonly like?: string | undefined },
  { json }: { readonly json: boolean },
  context: Context,
): Promise<ExitCode> {
  const like = await likeImage(policy.like);
  const sources: Decision[] = [];
  const failures: string[] = [];
  const notes = new Set<string>();
  for (const given of cases) {
    if (context.signal.aborted) return EXIT.stopped;
    const { name } = given.predicted;
    try {
      const opened = await openEvaluation(given, like, policy);
      sources.push(...opened.sources.map((one) => ({ ...one, patient: name })));
      failures.push(
        ...opened.failures.map(({ structure, reason }) =>
          structure === "" ? `${name}: ${reason}` : `${name}, ${structure}: ${reason}`,
        ),
      );
      for (const { remarks } of opened.structures)
        for (const text of remarks()) notes.add(`${name}: ${text}`);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push(`${name}: ${error.message}`);
    }
  }
  failures.push(...unobserved);
  failures.push(...unused.map((name) => `${name}: ${OF_NO_CASE}`));
  if (passedOver.length > 0) notes.add(`passed over, no predictions: ${passedOver.join(", ")}`);
  if (unplaced.length > 0) notes.add(`passed over, of no predicted case: ${unplaced.join(", ")}`);
  if (json) context.out(`${JSON.stringify({ sources })}\n`);
  else context.out(decisionsText(sources) + [...notes].map((note) => `note: ${note}\n`).join(""));
  for (const failure of failures) context.err(`softdice: ${failure}\n`);
  const isWhole = failures.length === 0 && sources.every(({ decision }) => decision !== "failed");
  return sources.length === 0 ? EXIT.wrongInput : isWhole ? EXIT.done : EXIT.partlyFailed;
}
