import { SoftdiceError } from "../../core/errors.ts";
import { counted } from "../../report/numbers.ts";
import { openCase } from "../../study/case.ts";
import type { Cohort } from "../../study/cohort.ts";
import { type Decision, decisionsText } from "../../study/decisions.ts";
import type { Policy, Tools } from "../../study/policy.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";

/** Prints what each input is taken for: the decisions that a run would rest on, and nothing is computed or written. */
export async function printDryRun(
  { pattern, cases, unfit, remarks }: Cohort,
  policy: Policy,
  tools: Tools,
  { json }: { readonly json: boolean },
  context: Context,
): Promise<ExitCode> {
  const decisions: Decision[] = unfit.map((input) => ({
    input,
    item: "",
    patient: "",
    structure: "",
    observer: "",
    voxels: null,
    decision: "failed",
    why: `does not fit ${pattern}`,
  }));
  const notes = new Set(remarks);
  const failures: string[] = [];
  for (const { patient, sources } of cases) {
    if (context.signal.aborted) return EXIT.stopped;
    try {
      const opened = await openCase(sources, policy, tools, patient === "" ? "the inputs" : patient);
      for (const { observe } of opened.structures) tryTo(observe);
      decisions.push(...opened.decisions().map((decision) => ({ ...decision, patient })));
      for (const { text } of opened.remarks) notes.add(patient === "" ? text : `${patient}: ${text}`);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push(`${patient === "" ? "" : `${patient}: `}${error.message}`);
    }
  }
  if (json) context.out(`${JSON.stringify({ pattern, sources: decisions })}\n`);
  else {
    const head =
      cases[0]?.patient === "" ? "" : `${counted(cases.length, "patient")}, read as ${pattern}\n\n`;
    context.out(head + decisionsText(decisions) + [...notes].map((note) => `note: ${note}\n`).join(""));
  }
  for (const failure of failures) context.err(`softdice: ${failure}\n`);
  const hasFailed = failures.length > 0 || decisions.some(({ decision }) => decision === "failed");
  return failures.length === cases.length ? EXIT.wrongInput : hasFailed ? EXIT.partlyFailed : EXIT.done;
}

/** A structure that fails has said so in its decisions. */
function tryTo(observe: () => unknown): void {
  try {
    observe();
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
  }
}
