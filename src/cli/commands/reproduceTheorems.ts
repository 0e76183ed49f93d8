import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { VERSION } from "../../core/version.ts";
import {
  checkStatement,
  describeCounterExample,
  type StatementResult,
} from "../../paper/theorems/compute.ts";
import { theoremFigures } from "../../paper/theorems/figures.ts";
import { theoremsPage } from "../../paper/theorems/page.ts";
import { type Statement, TOLERANCE } from "../../paper/theorems/statement.ts";
import { STATEMENTS } from "../../paper/theorems/statements.ts";
import { significant } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { startProgress } from "../progress.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface ReproduceTheoremsOptions extends CommonOptions {
  readonly out: string;
  /** Marginals a statement is checked on. */
  readonly cases: number;
}

/** `softdice reproduce theorems`: each statement of the paper on many marginals. */
export async function reproduceTheorems(
  options: ReproduceTheoremsOptions,
  context: Context,
  statements: readonly Statement[] = STATEMENTS,
): Promise<ExitCode> {
  const { seed, cases } = options;
  const run = new RunDirectory(
    resolve(options.out),
    { version: VERSION, command: "reproduce theorems", parameters: { seed, cases } },
    { force: options.force, now: context.now },
  );
  const progress = startProgress(context, {
    total: statements.length,
    resumed: 0,
    unit: "statements",
    quiet: options.quiet,
  });
  const results: StatementResult[] = [];
  for (const [statementIndex, statement] of statements.entries()) {
    await setImmediate(); // lets Ctrl-C be heard
    if (context.signal.aborted) break;
    results.push(checkStatement(statement, { seed, cases, statementIndex }));
    progress.update(results.length);
  }
  progress.stop();

  const failed = results.filter(({ counterExample }) => counterExample !== undefined);
  run.write("theorems.csv", csv(results));
  if (!context.signal.aborted) writeReport(run, results, statements, { seed, cases });
  run.writeManifest(
    status(context.signal.aborted, failed.length),
    failed.map((result) => ({ what: result.name, reason: describeCounterExample(result) })),
  );
  if (options.json)
    context.out(`${JSON.stringify({ tolerance: TOLERANCE, statements: results.map(toJson) })}\n`);
  else context.out(`${results.map(line).join("")}${seeReport(run, context)}`);
  for (const result of failed) context.err(`softdice: ${describeCounterExample(result)}`);
  if (context.signal.aborted) return EXIT.stopped;
  return failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

function writeReport(
  run: RunDirectory,
  results: readonly StatementResult[],
  statements: readonly Statement[],
  { seed, cases }: Pick<ReproduceTheoremsOptions, "seed" | "cases">,
): void {
  const figures = theoremFigures(statements, { seed, cases }, createDocument());
  for (const figure of figures) writeFigure((name, data) => run.write(name, data), figure);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", `softdice ${run.command}`],
    ["Marginals a statement", String(cases)],
    ["Seed", String(seed)],
  ] as const;
  run.write("report.html", pageHtml(theoremsPage(results, figures, provenance)));
}

function seeReport(run: RunDirectory, { signal }: Context): string {
  return signal.aborted ? "" : `\nSee ${run.path}/report.html\n`;
}

function status(aborted: boolean, failures: number): "stopped" | "partly failed" | "done" {
  if (aborted) return "stopped";
  return failures > 0 ? "partly failed" : "done";
}

function line({ name, claim, cases, worst, counterExample }: StatementResult): string {
  const outcome =
    counterExample === undefined
      ? `holds on ${cases} marginals; worst margin ${significant(worst, 2)}`
      : `FAILS on marginal ${cases}, by ${worst.toExponential(1)}`;
  return `${name}: ${outcome}\n    ${claim}\n`;
}

function toJson({ counterExample, ...result }: StatementResult): object {
  const { m, ...example } = counterExample ?? { m: [] };
  return { ...result, counterExample: counterExample === undefined ? null : { ...example, m: [...m] } };
}

function csv(results: readonly StatementResult[]): string {
  const rows = results.map(
    ({ name, cases, worst, counterExample }) =>
      `"${name}",${cases},${worst.toExponential(3)},${counterExample === undefined ? "holds" : "fails"}`,
  );
  return `${["statement,cases,largestViolation,outcome", ...rows].join("\n")}\n`;
}
