import { resolve } from "node:path";
import { mapQuality, mapWarnings } from "../../core/mapQuality.ts";
import { segmentation, type Ties } from "../../core/optimum.ts";
import { type CurvePoint, thresholdCurve } from "../../core/thresholdCurve.ts";
import { VERSION } from "../../core/version.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { summariseExpectedDice } from "../../report/expectedDice.ts";
import { fixed, significant } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import { thresholdFigures, thresholdPage, type ThresholdSummary } from "../../report/thresholdPage.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { FileNames } from "../fileNames.ts";
import { refuseInputAsOut } from "../folders.ts";
import { writeFigure } from "../figureFiles.ts";
import { readProbabilityMaps } from "../probabilityMaps.ts";
import { RunDirectory } from "../runs/runDirectory.ts";
import { deflateMask } from "../deflate.ts";

export interface ThresholdOptions extends CommonOptions {
  readonly out: string;
  readonly ties: Ties;
  readonly classes?: readonly number[];
}

/** `softdice threshold`: a probability map to its Dice-optimal segmentation; of several classes one against the rest. */
export async function threshold(
  input: string,
  options: ThresholdOptions,
  context: Context,
): Promise<ExitCode> {
  refuseInputAsOut([input], options.out);
  const { maps, remarks } = await readProbabilityMaps(input, options.classes, "--classes", options.out);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "threshold",
      parameters: { input, ties: options.ties, classes: options.classes },
    },
    { force: options.force, now: context.now },
  );
  const names = new FileNames(["figures"]);
  const documents: (ThresholdSummary & { readonly name: string })[] = [];
  for (const { volume, warnings } of maps) {
    const folder = maps.length === 1 ? "" : `${names.take(volume.name)}/`;
    const summary = await writeMap(volume, [...remarks, ...warnings], options, (name, data) =>
      run.write(`${folder}${name}`, data),
    );
    documents.push({ name: volume.name, ...summary });
  }
  run.writeManifest("done", []);
  const [{ name: _, ...only }] = documents;
  if (options.json) context.out(`${JSON.stringify(documents.length === 1 ? only : { maps: documents })}\n`);
  else context.out(`${documents.map(asText).join("\n")}\nSee ${options.out}\n`);
  return EXIT.done;
}

async function writeMap(
  { name, grid, data }: Volume<Float32Array | Float64Array>,
  remarks: readonly string[],
  { ties }: ThresholdOptions,
  write: (name: string, data: string | Uint8Array) => void,
): Promise<ThresholdSummary> {
  const optimum = diceOptimum(data);
  const curve = thresholdCurve(data);
  const voxelMl = voxelVolumeMl(grid);
  const half = curve.find(({ a }) => a >= 0.5)?.voxels ?? 0;
  const summary: ThresholdSummary = {
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    ...optimum,
    volumeMl: {
      marginal: optimum.l1 * data.length * voxelMl,
      min: optimum.minVoxels * voxelMl,
      max: optimum.maxVoxels * voxelMl,
      half: half * voxelMl,
    },
    volumeBounds: [optimum.l1 ** 2, 1],
    expectedDice: summariseExpectedDice(data),
    warnings: [...remarks, ...mapWarnings(mapQuality(data))],
  };
  const mask = segmentation(data, optimum.threshold, { ties });
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("curve.csv", curveCsv(curve));
  write("dice-optimal.nii.gz", await encodeNiftiGz({ name, grid, data: mask }, deflateMask));
  const figures = thresholdFigures({ summary, curve, map: data, mask, grid }, createDocument());
  for (const figure of figures) writeFigure(write, figure);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice threshold"],
    ["Ties", ties],
  ] as const;
  write("report.html", pageHtml(thresholdPage({ name, summary, figures }, provenance)));
  return summary;
}

function curveCsv(curve: readonly CurvePoint[]): string {
  return `a,dice,voxels\n${curve.map(({ a, dice, voxels }) => `${a},${dice.toFixed(9)},${voxels}\n`).join("")}`;
}

function asText({
  name,
  threshold,
  supDice,
  volumeMl,
  warnings,
}: ThresholdSummary & { readonly name: string }): string {
  return [
    `${name}: t = ${fixed(threshold, 6)}, largest Dice ${fixed(supDice, 6)}`,
    `  at t ${significant(volumeMl.min, 4)} mL${volumeMl.max > volumeMl.min ? ` (${significant(volumeMl.max, 4)} mL with ties)` : ""}, at 1/2 ${significant(volumeMl.half, 4)} mL, the map itself ${significant(volumeMl.marginal, 4)} mL`,
    ...warnings.map((warning) => `  note: ${warning}`),
    "",
  ].join("\n");
}
