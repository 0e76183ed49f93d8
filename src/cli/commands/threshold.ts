import { resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import type { DiceOptimum, Ties } from "../../core/optimum.ts";
import { VERSION } from "../../core/version.ts";
import { settleVotes } from "../../image/probabilities.ts";
import { fixed, significant } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import type { ThresholdSummary } from "../../evaluation/threshold.ts";
import { thresholdTablePage } from "../../report/thresholdTable.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { csv, figureCell } from "../../report/csv.ts";
import { FileNames } from "../../report/fileNames.ts";
import { inputIdentity } from "../fingerprint.ts";
import { refuseInputAsOut } from "../folders.ts";
import { RunDirectory } from "../runs/runDirectory.ts";
import { type MapCase, mapCases } from "../threshold/mapCases.ts";
import { writeMap } from "../threshold/writeMap.ts";
import {
  type PartitionCriterion,
  type PartitionSummary,
  writePartition,
} from "../threshold/writePartition.ts";

export interface ThresholdOptions extends CommonOptions {
  readonly out: string;
  readonly ties: Ties;
  readonly classes?: readonly number[];
  readonly like?: string;
  readonly partition: PartitionCriterion | "none";
}

/** One map that was cut. */
interface Cut extends ThresholdSummary {
  readonly name: string;
  readonly case: string;
  readonly structure: string;
}

/**
 * `softdice threshold`: a probability map to its Dice-optimal segmentation; of several classes one against the rest, and the
 * best label map beside them; of a folder every case.
 */
export async function threshold(
  input: string,
  options: ThresholdOptions,
  context: Context,
): Promise<ExitCode> {
  const { classes, like, ties, partition } = options;
  refuseInputAsOut([input], options.out);
  const { cases, passedOver } = await mapCases(input, { classes, like }, options.out);
  // A file that cannot be read is found before the folder becomes a run; of several cases, the others go on.
  // What it is recognised by is computed meanwhile.
  const [first, identity] = await Promise.all([
    cases.length === 1 ? cases[0].read() : undefined,
    inputIdentity([input], options.out),
  ]);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "threshold",
      parameters: {
        input: identity,
        ties,
        classes,
        like: like === undefined ? undefined : await inputIdentity([like], options.out),
        partition,
      },
    },
    { force: options.force, now: context.now },
  );
  const folders = new FileNames(["figures"]);
  const cuts: Cut[] = [];
  const partitions: PartitionSummary[] = [];
  const failed: { what: string; reason: string }[] = [];
  for (const { name, read } of cases) {
    try {
      const one = first ?? (await read());
      const folder = cases.length === 1 ? "" : `${folders.take(name)}/`;
      const done = await writeCase(one, options, cases.length === 1, (file, data) =>
        run.write(`${folder}${file}`, data),
      );
      cuts.push(...done.cuts);
      partitions.push(...done.partitions);
    } catch (error) {
      if (!(error instanceof SoftdiceError) || first !== undefined) throw error;
      failed.push({ what: name, reason: error.message });
    }
  }
  run.write("table.csv", tableCsv(cuts));
  if (cases.length > 1) {
    const provenance = [
      ["Program", `softdice ${VERSION}`],
      ["Command", "softdice threshold"],
      ["Ties", ties],
    ] as const;
    run.write("report.html", pageHtml(thresholdTablePage({ cuts, partitions, failed }, provenance)));
  }
  run.writeManifest(failed.length > 0 ? "partly failed" : "done", failed);
  if (passedOver.length > 0 && !options.quiet)
    context.err(
      `softdice: passed over: ${passedOver.slice(0, MOST_LISTED).join(", ")}${passedOver.length > MOST_LISTED ? ` and ${passedOver.length - MOST_LISTED} more` : ""}\n`,
    );
  if (options.json) context.out(`${JSON.stringify(document(cuts, partitions))}\n`);
  else
    context.out(
      `${[...cuts.map(asText), ...partitions.map(partitionText)].join("\n")}\nSee ${options.out}\n`,
    );
  for (const { what, reason } of failed) context.err(`softdice: ${what}: ${reason}\n`);
  return failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

const MOST_LISTED = 5;

async function writeCase(
  one: MapCase,
  { ties, partition }: ThresholdOptions,
  hasPage: boolean,
  write: (name: string, data: string | Uint8Array) => void,
): Promise<{ readonly cuts: Cut[]; readonly partitions: PartitionSummary[] }> {
  const names = new FileNames(["figures"]);
  const cuts: Cut[] = [];
  const optima = new Map<Float32Array | Float64Array, DiceOptimum>();
  for (const { volume, structure, warnings } of one.maps) {
    const map = settleVotes(volume);
    const folder = one.maps.length === 1 ? "" : `${names.take(structure === "" ? volume.name : structure)}/`;
    const summary = await writeMap(map, [...one.remarks, ...warnings], { ties, hasPage }, (name, data) =>
      write(`${folder}${name}`, data),
    );
    optima.set(map.data, summary);
    cuts.push({ name: volume.name, case: one.name, structure, ...summary });
  }
  const label = partition === "none" ? undefined : await writePartition(one, optima, partition, write);
  return { cuts, partitions: label === undefined ? [] : [label] };
}

/** The one map's summary, or all maps with the partitions. */
function document(cuts: readonly Cut[], partitions: readonly PartitionSummary[]): object {
  if (cuts.length > 1) return { maps: cuts, partitions };
  const [{ name: _, case: __, structure: ___, ...only }] = cuts;
  return only;
}

function tableCsv(cuts: readonly Cut[]): string {
  return csv(
    [
      "case",
      "structure",
      "threshold",
      "supDice",
      "minVoxels",
      "maxVoxels",
      "marginalMl",
      "minMl",
      "maxMl",
      "halfMl",
      "majorityMl",
      "warnings",
    ],
    cuts.map((cut) => [
      cut.case,
      cut.structure === "" ? cut.name : cut.structure,
      ...[
        cut.threshold,
        cut.supDice,
        cut.minVoxels,
        cut.maxVoxels,
        cut.volumeMl.marginal,
        cut.volumeMl.min,
        cut.volumeMl.max,
        cut.volumeMl.half,
        cut.volumeMl.majority,
      ].map(figureCell),
      String(cut.warnings.length),
    ]),
  );
}

function asText({
  name,
  case: of,
  structure,
  threshold: t,
  supDice,
  volumeMl,
  tiedAtHalf,
  warnings,
}: Cut): string {
  const half = `at 1/2 ${significant(volumeMl.half, 4)} mL${tiedAtHalf > 0 ? ` (≥; ${significant(volumeMl.majority, 4)} mL above, ${tiedAtHalf} voxels tie)` : ""}`;
  return [
    `${structure === "" ? name : `${of}, ${structure}`}: t = ${fixed(t, 6)}, largest Dice ${fixed(supDice, 6)}`,
    `  at t ${significant(volumeMl.min, 4)} mL${volumeMl.max > volumeMl.min ? ` (${significant(volumeMl.max, 4)} mL with ties)` : ""}, ${half}, the map itself ${significant(volumeMl.marginal, 4)} mL`,
    ...warnings.map((warning) => `  note: ${warning}`),
    "",
  ].join("\n");
}

function partitionText({ case: of, criterion, dice, upperBound, gap, classes }: PartitionSummary): string {
  const what = criterion === "generalised" ? "generalised Dice" : "mean Dice of the structures";
  const bound = gap === 0 ? "the best there is" : `no label map has more than ${fixed(upperBound, 6)}`;
  return [
    `${of}: best label map without overlaps: ${what} ${fixed(dice, 6)}, ${bound}`,
    `  ${classes.map(({ name, label, volumeMl }) => `${name === "" ? `label ${label}` : name} ${significant(volumeMl, 4)} mL`).join(", ")}`,
    "",
  ].join("\n");
}
