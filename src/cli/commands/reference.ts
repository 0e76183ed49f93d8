import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import type { Triple } from "../../image/grid.ts";
import { computeConvergence } from "../../paper/reference/convergence/compute.ts";
import { drawConvergence } from "../../paper/reference/convergence/draw.ts";
import { countReferenceFiles, referenceFiles } from "../../paper/reference/files.ts";
import { measureReference } from "../../paper/reference/measure.ts";
import { CONVERGENCE, referencePage } from "../../paper/reference/page.ts";
import { referenceReadme } from "../../paper/reference/readme.ts";
import { pageHtml } from "../../report/page.ts";
import { checkValues } from "../../synthetic/reference/check/check.ts";
import { parseResultsCsv, templateCsv } from "../../synthetic/reference/check/csv.ts";
import { type Reference, referenceOf } from "../../synthetic/reference/reference.ts";
import { scene } from "../../synthetic/reference/scene.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { deflateMask } from "../deflate.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { readJsonIfThere } from "../files.ts";
import { startProgress } from "../progress.ts";
import { readInputText } from "../readInput.ts";
import { checkText, countVerdicts } from "../referenceText.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface ReferenceOptions extends CommonOptions {
  readonly out: string;
  readonly spacing: Triple;
  readonly orientation: readonly number[];
  readonly offset: Triple;
  readonly tolerance: number;
  /** A table of another program's values. */
  readonly check?: string;
}

const INDEX = "reference.json";

/** `softdice reference`: the reference shapes as files, or the check of another program's values against them. */
export async function reference(
  options: ReferenceOptions,
  isOutGiven: boolean,
  context: Context,
): Promise<ExitCode> {
  return options.check === undefined
    ? writeReference(options, context)
    : checkResults(options.check, isOutGiven ? options.out : undefined, options, context);
}

async function writeReference(options: ReferenceOptions, context: Context): Promise<ExitCode> {
  const { spacing, orientation, offset, tolerance } = options;
  const at = scene({ spacingMm: spacing, orientation, offsetVoxels: offset, toleranceMm: tolerance });
  const run = new RunDirectory(
    resolve(options.out),
    { version: VERSION, command: "reference", parameters: { spacing, orientation, offset, tolerance } },
    { force: options.force, now: context.now },
  );
  const total = countReferenceFiles(at);
  const progress = startProgress(context, { total, resumed: 0, unit: "files", quiet: options.quiet });
  let done = 0;
  for await (const { path, bytes } of referenceFiles(at, deflateMask)) {
    await setImmediate(); // lets Ctrl-C through
    if (context.signal.aborted) break;
    run.write(path, bytes);
    progress.update((done += 1));
  }
  progress.stop();
  if (context.signal.aborted) {
    run.writeManifest("stopped", []);
    context.err(`softdice: stopped; ${done} of ${total} files are in ${options.out}\n`);
    return EXIT.stopped;
  }
  const exact = referenceOf(at);
  run.write("results-template.csv", templateCsv(exact));
  run.write("README.md", referenceReadme(exact, VERSION));
  const drawing = drawConvergence(
    computeConvergence({ orientation, toleranceMm: tolerance }),
    createDocument(),
  );
  writeFigure((name, data) => run.write(name, data), { ...CONVERGENCE, drawing });
  const own = checkValues("softdice", measureReference(at, exact), exact);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice reference"],
    ["Spacing", `${spacing.join(" × ")} mm`],
    ["Orientation", orientation.join(", ")],
    ["Offset", `${offset.join(", ")} voxels`],
  ] as const;
  run.write("report.html", pageHtml(referencePage(exact, own, drawing, provenance)));
  run.write(INDEX, `${JSON.stringify({ softdice: VERSION, ...exact }, undefined, 1)}\n`);
  run.writeManifest("done", []);
  const quantities = exact.cases.reduce((sum, one) => sum + one.quantities.length, 0);
  if (options.json) {
    context.out(
      `${JSON.stringify({ reference: join(options.out, INDEX), template: join(options.out, "results-template.csv"), cases: exact.cases.length, quantities, own: countVerdicts(own) })}\n`,
    );
  } else {
    context.out(
      `${exact.cases.length} cases with ${quantities} exact values are in ${options.out}; see ${options.out}/README.md\n` +
        `Check a program's values: softdice reference --check results.csv --out ${options.out}\n`,
    );
  }
  return EXIT.done;
}

/** Judges a table by the reference in `out`, or else by the one beside it. */
async function checkResults(
  path: string,
  out: string | undefined,
  { json }: Pick<ReferenceOptions, "json">,
  context: Context,
): Promise<ExitCode> {
  const text = await readInputText(path);
  const index = join(out ?? dirname(path), INDEX);
  const result = checkValues(path, parseResultsCsv(path, text), readReference(index));
  const counts = countVerdicts(result);
  if (json) {
    const values = result.values.map(
      ({ case: name, quantity, value, reference: known, verdict, equals, causes }) => ({
        case: name,
        quantity,
        value,
        exact: known.value,
        onVoxels: known.onVoxels ?? null,
        onContours: known.onContours ?? null,
        tolerance: known.tolerance,
        verdict,
        equals: equals ?? null,
        causes,
      }),
    );
    context.out(`${JSON.stringify({ counts, values, causes: result.causes, missing: result.missing })}\n`);
  } else context.out(checkText(result));
  return counts.wrong > 0 ? EXIT.partlyFailed : EXIT.done;
}

function readReference(path: string): Reference {
  const known = readJsonIfThere(path, "a reference that softdice reference wrote");
  if (isReference(known)) return known;
  throw new SoftdiceError({
    subject: path,
    problem: known === undefined ? "is not there" : "is not a reference",
    expected: "the reference.json of the shapes that the values are of",
    remedy: "name its folder with --out, or put the table beside it",
  });
}

function isReference(known: unknown): known is Reference {
  if (typeof known !== "object" || known === null || !("cases" in known) || !Array.isArray(known.cases))
    return false;
  return known.cases.every(
    (one: unknown) =>
      typeof one === "object" &&
      one !== null &&
      "case" in one &&
      "quantities" in one &&
      Array.isArray(one.quantities) &&
      one.quantities.every(isQuantity),
  );
}

function isQuantity(quantity: unknown): boolean {
  return (
    typeof quantity === "object" &&
    quantity !== null &&
    "quantity" in quantity &&
    "value" in quantity &&
    typeof quantity.value === "number" &&
    "tolerance" in quantity &&
    typeof quantity.tolerance === "number" &&
    "alternatives" in quantity &&
    Array.isArray(quantity.alternatives)
  );
}
