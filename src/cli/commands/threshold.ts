import { resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { mapQuality, mapWarnings } from "../../core/mapQuality.ts";
import { diceOptimum, segmentation, type Ties } from "../../core/optimum.ts";
import { type CurvePoint, thresholdCurve } from "../../core/thresholdCurve.ts";
import { VERSION } from "../../core/version.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import { fixed, significant } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import { thresholdFigures, thresholdPage, type ThresholdSummary } from "../../report/thresholdPage.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { FileNames } from "../fileNames.ts";
import { writeFigure } from "../figureFiles.ts";
import { readImage } from "../images.ts";
import { inputFiles } from "../inputs.ts";
import { RunDirectory } from "../runs/runDirectory.ts";
import { deflateMask } from "../deflate.ts";

export interface ThresholdOptions extends CommonOptions {
  readonly out: string;
  readonly ties: Ties;
  readonly classes?: readonly number[];
}

/** Values this far outside [0, 1], as interpolation leaves them, are clipped with a warning; others are refused. */
const OVERSHOOT = 0.1;

/** `softdice threshold`: a probability map to its Dice-optimal segmentation; of several classes one against the rest. */
export async function threshold(
  input: string,
  options: ThresholdOptions,
  context: Context,
): Promise<ExitCode> {
  const remarks: string[] = [];
  const maps: Volume[] = [];
  for await (const file of inputFiles([input])) {
    maps.push(...(await readImage(file, (remark) => remarks.push(remark))));
  }
  const wanted = chooseClasses(input, maps, options.classes);
  const cleaned = wanted.map(probabilities);
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
  for (const { volume, warnings } of cleaned) {
    const folder = cleaned.length === 1 ? "" : `${names.take(volume.name)}/`;
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

/** All maps of the file; of several classes all but the background, class 0, unless --classes says which. */
function chooseClasses(
  input: string,
  maps: readonly Volume[],
  classes: readonly number[] | undefined,
): readonly Volume[] {
  const missing = classes?.find((n) => n >= maps.length);
  if (missing !== undefined) {
    throw new SoftdiceError({
      subject: "--classes",
      problem: `asks for class ${missing}`,
      expected: `one of the ${maps.length} in ${input}, from 0`,
      remedy: "correct the list",
    });
  }
  if (classes !== undefined) return classes.map((n) => maps[n]);
  return maps.length > 1 ? maps.slice(1) : maps;
}

/** The map as floats in [0, 1], with a warning where values had to be clipped. */
function probabilities(volume: Volume): {
  readonly volume: Volume<Float32Array | Float64Array>;
  readonly warnings: readonly string[];
} {
  const data =
    volume.data instanceof Float64Array || volume.data instanceof Float32Array
      ? volume.data
      : Float32Array.from(volume.data);
  let [low, high, outside] = [0, 1, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value >= 0 && value <= 1) continue;
    if (Number.isNaN(value))
      refuse(volume.name, `holds NaN at value ${i}`, "replace it where the map is made");
    outside += 1;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (outside === 0) return { volume: { ...volume, data }, warnings: [] };
  const range = `${significant(low)} to ${significant(high)}`;
  if (low < -OVERSHOOT || high > 1 + OVERSHOOT) {
    refuse(
      volume.name,
      `holds values from ${range}`,
      "apply the sigmoid or softmax, or divide percentages by 100",
    );
  }
  return {
    volume: { ...volume, data: data.map((value) => Math.min(1, Math.max(0, value))) },
    warnings: [`${outside} values lie outside [0, 1] (${range}); they are clipped.`],
  };
}

function refuse(subject: string, problem: string, remedy: string): never {
  throw new SoftdiceError({ subject, problem, expected: "probabilities in [0, 1]", remedy });
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
