import { resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { DEFAULT_LOSSES } from "../../evaluation/compareLosses.ts";
import type { LossRow } from "../../losses/comparison.ts";
import { parseLosses } from "../../losses/registry.ts";
import { thresholdsBySize } from "../../losses/thresholdsBySize.ts";
import { lossFigures } from "../../report/losses/figures.ts";
import { lossesPage, type LossesSummary } from "../../report/losses/page.ts";
import { fixed, significant } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { FileNames } from "../../report/fileNames.ts";
import { refuseInputAsOut } from "../folders.ts";
import { inputIdentity } from "../fingerprint.ts";
import { type NamedMarginal, readMarginals } from "../losses/marginals.ts";
import { dryRunOf } from "../consensus/dryRun.ts";
import { lossOption } from "../losses/option.ts";
import { summariseLosses } from "../losses/summarise.ts";
import { type ObserverOptions, policyOf } from "../manual/observerOptions.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface LossesOptions extends CommonOptions, ObserverOptions {
  readonly classes?: readonly number[];
  readonly out: string;
  /** Names of the losses, separated by commas; every kind if left out. */
  readonly loss?: string;
}

/** `softdice losses`: what each segmentation loss converges to on a map, or on the marginal of several observers. */
export async function losses(
  inputs: readonly string[],
  options: LossesOptions,
  context: Context,
): Promise<ExitCode> {
  const { loss, classes } = options;
  const policy = await policyOf(options);
  refuseInputAsOut(inputs, options.out);
  if (options.dryRun) return dryRunOf(inputs, policy, options, context);
  const list = lossOption(() => parseLosses(loss ?? DEFAULT_LOSSES.join(",")));
  const { marginals, failures } = await readMarginals(inputs, { ...policy, classes }, options.out);
  const results = marginals.map((marginal) => ({
    marginal,
    ...summariseLosses(marginal, list, loss !== undefined),
  }));
  const names = list.map(({ name }) => name);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "losses",
      parameters: { inputs: await inputIdentity(inputs, options.out), losses: names, classes, ...policy },
    },
    { force: options.force, now: context.now },
  );
  const isOnly = results.length === 1 && failures.length === 0;
  const folders = new FileNames(["figures"]);
  for (const { marginal, summary, compared } of results) {
    const folder = isOnly ? "" : `${folders.take(marginal.name)}/`;
    const write = (name: string, data: string | Uint8Array): void => run.write(`${folder}${name}`, data);
    write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
    write("losses.csv", lossesCsv(summary.losses));
    const marginalLosses = list.filter((one) => one.target === "marginal");
    const sizes = thresholdsBySize(marginal.m, marginalLosses);
    const { m, grid: on, observers: who } = marginal;
    const patternAt = who?.patternAt ?? (() => 0);
    const figures = lossFigures({ compared, m, patternAt, grid: on, sizes }, createDocument());
    for (const figure of figures) writeFigure(write, figure);
    const page = lossesPage({ name: marginal.name, summary, figures }, provenance(marginal, names));
    write("report.html", pageHtml(page));
  }
  run.writeManifest(failures.length > 0 ? "partly failed" : "done", failures);
  const documents = results.map(({ marginal, summary }) => ({ name: marginal.name, ...summary }));
  if (!options.json) {
    context.out(
      `${results.map(({ marginal, summary }) => asText(marginal.name, summary)).join("\n")}\nSee ${options.out}\n`,
    );
  } else if (isOnly) context.out(`${JSON.stringify(results[0].summary)}\n`);
  else context.out(`${JSON.stringify({ maps: documents })}\n`);
  for (const { what, reason } of failures) context.err(`softdice: ${what}: ${reason}\n`);
  return failures.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

function provenance(
  { observers }: NamedMarginal,
  names: readonly string[],
): readonly (readonly [name: string, value: string])[] {
  return [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice losses"],
    ["Losses", names.join(", ")],
    ...(observers === undefined ? [] : [["Observers", observers.names.join(", ")] as const]),
  ];
}

const COLUMNS = [
  "loss",
  "threshold",
  "minVoxels",
  "maxVoxels",
  "soft",
  "volume",
  "volumeMl",
  "volumeBias",
  "marginalDice",
  "jaccard",
  "meanRaterDice",
  "value",
  "gap",
] as const satisfies readonly (keyof LossRow)[];

/** A row a loss; names with commas are quoted, what does not exist is empty. */
function lossesCsv(rows: readonly LossRow[]): string {
  const cell = (value: string | number | boolean | null): string =>
    typeof value === "string" && value.includes(",") ? `"${value}"` : String(value ?? "");
  return `${[COLUMNS.join(","), ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(","))].join("\n")}\n`;
}

function asText(name: string, { losses: rows, expectedDice, warnings }: LossesSummary): string {
  const width = Math.max(...rows.map(({ loss }) => loss.length));
  const head = ["loss".padEnd(width), "threshold", "       mL", "   bias", "   Dice"].join(" ");
  const lines = rows.map(({ loss, threshold, volumeMl, volumeBias, marginalDice, soft }) =>
    [
      loss.padEnd(width),
      (threshold === null ? "–" : fixed(threshold, 4)).padStart(9),
      significant(volumeMl, 4).padStart(9),
      (volumeBias === null ? "–" : fixed(volumeBias, 3)).padStart(7),
      fixed(marginalDice, 4).padStart(7),
      soft ? " soft" : "",
    ]
      .join(" ")
      .trimEnd(),
  );
  return [
    `${name}: where a threshold of 1/2 on the trained output cuts the marginal`,
    ...[head, ...lines].map((line) => `  ${line}`),
    `  largest expected Dice of independent voxels ${fixed(expectedDice.best, 6)}, with ${expectedDice.voxels} voxels`,
    ...warnings.map((warning) => `  note: ${warning}`),
    "",
  ].join("\n");
}
