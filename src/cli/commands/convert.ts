import { basename, join, resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { maskSources, type MaskSource, type StructureMask } from "../../formats/dicom/masks.ts";
import type { Nested } from "../../formats/dicom/rasterise.ts";
import { readSeriesVolume } from "../../formats/dicom/series-volume.ts";
import { readStudy } from "../../formats/dicom/study.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { voxelVolumeMl } from "../../image/grid.ts";
import type { CommonOptions, Context, ExitCode } from "../context.ts";
import { EXIT } from "../context.ts";
import { FileNames } from "../fileNames.ts";
import { writeFile } from "../files.ts";
import { inputFiles } from "../inputs.ts";
import { startProgress } from "../progress.ts";
import { deflateImage, deflateMask } from "../deflate.ts";

export interface ConvertOptions extends CommonOptions {
  readonly out: string;
  readonly grid: "series" | "paper";
  readonly nested: Nested;
  readonly series?: string;
}

/** Masks that are compressed and written at a time. */
const AT_A_TIME = 4;

/** `softdice convert`: the structures of RTSTRUCT and SEG files as NIfTI masks, with their image. */
export async function convert(
  inputs: readonly string[],
  options: ConvertOptions,
  context: Context,
): Promise<ExitCode> {
  const out = resolve(options.out);
  const study = await readStudy(inputFiles(inputs));
  const { sources, problems } = maskSources(study, {
    grid: options.grid,
    nested: options.nested,
    ...(options.series === undefined ? {} : { series: options.series }),
  });
  const failures = [...study.problems, ...problems];
  const folders = new FileNames();
  const total = sources.reduce((sum, { drawn }) => sum + drawn, 0);
  const progress = startProgress(context, { total, resumed: 0, unit: "structures", quiet: options.quiet });
  let done = 0;
  const documents: ConvertDocument[] = [];
  for (const [n, source] of sources.entries()) {
    const folder = n === 0 ? "" : folders.take(basename(source.file).replace(/\.dcm$/iu, ""));
    const image = await writeImage(source, inputs, join(out, folder), failures);
    const rois: RoiEntry[] = [];
    const names = new FileNames(["image"]);
    const writing: Promise<void>[] = [];
    for (const mask of source.masks()) {
      if (context.signal.aborted) break;
      const file = mask.volume === undefined ? null : `${names.take(mask.name)}.nii.gz`;
      rois.push(entryOf(mask, file));
      if (mask.volume === undefined || file === null) continue;
      // Compression runs on other threads: a few masks at a time keep them busy.
      if (writing.length >= AT_A_TIME) await writing.shift();
      writing.push(writeMask(mask.volume, join(out, folder, file)).then(() => progress.update((done += 1))));
    }
    await Promise.all(writing);
    if (context.signal.aborted) {
      progress.stop();
      context.err(`softdice: stopped; ${done} of ${total} structures are in ${options.out}\n`);
      return EXIT.stopped;
    }
    const document = describe(source, folder, image, options, rois);
    writeFile(join(out, folder, "rois.json"), `${JSON.stringify(document, undefined, 1)}\n`);
    documents.push(document);
  }
  progress.stop();
  if (options.json) context.out(`${JSON.stringify({ ...documents[0], others: documents.slice(1) })}\n`);
  else context.out(documents.map((document) => asText(document)).join("\n"));
  for (const { message } of failures) context.err(`softdice: ${message}\n`);
  return failures.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

/** What rois.json says of one structure. */
interface RoiEntry {
  readonly name: string;
  /** Its mask in the folder; null for a structure without closed contours. */
  readonly file: string | null;
  readonly voxels: number;
  readonly volumeMl: number;
  readonly contours: {
    readonly closed: number;
    readonly open: number;
    readonly point: number;
    readonly empty: number;
    readonly outside: number;
  } | null;
  readonly offSliceMm: number | null;
  readonly nestedSlices: number | null;
  readonly contourAreaMm2: number | null;
  readonly voxelAreaMm2: number | null;
  /** What was unusual, in one line; empty if nothing was. */
  readonly unusual: string;
}

/** rois.json, and what --json prints. */
interface ConvertDocument {
  readonly source: { readonly file: string; readonly kind: "RTSTRUCT" | "SEG" };
  /** Folder below --out, empty for the first source. */
  readonly folder: string;
  readonly image: string | null;
  readonly series: { readonly uid: string; readonly modality: string; readonly reason: string } | null;
  readonly grid: {
    readonly kind: "series" | "paper" | "own";
    readonly shape: readonly number[];
    readonly spacingMm: readonly number[];
    readonly originMm: readonly number[];
    readonly directions: readonly (readonly number[])[];
  };
  readonly nested: Nested;
  /** What was unusual about the images. */
  readonly warnings: readonly string[];
  readonly rois: readonly RoiEntry[];
}

async function writeImage(
  { choice }: MaskSource,
  inputs: readonly string[],
  folder: string,
  failures: SoftdiceError[],
): Promise<string | null> {
  if (choice === undefined) return null;
  try {
    const volume = await readSeriesVolume(choice.series, inputFiles(inputs));
    writeFile(join(folder, "image.nii.gz"), await encodeNiftiGz(volume, deflateImage));
    return "image.nii.gz";
  } catch (error) {
    // Contours need the image's geometry alone: pixels that cannot be read leave the masks as they are.
    if (!(error instanceof SoftdiceError)) throw error;
    failures.push(error);
    return null;
  }
}

async function writeMask(volume: Volume, path: string): Promise<void> {
  writeFile(path, await encodeNiftiGz(volume, deflateMask));
}

function entryOf({ name, volume, voxels, report, notes }: StructureMask, file: string | null): RoiEntry {
  return {
    name,
    file,
    voxels,
    volumeMl: volume === undefined ? 0 : voxels * voxelVolumeMl(volume.grid),
    contours:
      report === undefined
        ? null
        : {
            closed: report.closedContours,
            open: report.openContours,
            point: report.pointContours,
            empty: report.emptyContours,
            outside: report.outsideContours,
          },
    offSliceMm: report?.offSliceMm ?? null,
    nestedSlices: report?.nestedSlices ?? null,
    contourAreaMm2: report?.contourAreaMm2 ?? null,
    voxelAreaMm2: report?.voxelAreaMm2 ?? null,
    unusual: notes.join("; "),
  };
}

function describe(
  { file, kind, choice, grid }: MaskSource,
  folder: string,
  image: string | null,
  options: ConvertOptions,
  rois: readonly RoiEntry[],
): ConvertDocument {
  const made = kind === "RTSTRUCT" ? "paper" : "own";
  return {
    source: { file, kind },
    folder,
    image,
    series:
      choice === undefined
        ? null
        : { uid: choice.series.uid, modality: choice.series.modality, reason: choice.reason },
    grid: {
      kind: choice === undefined ? made : "series",
      shape: grid.shape,
      spacingMm: grid.spacingMm,
      originMm: grid.originMm,
      directions: grid.directions,
    },
    nested: options.nested,
    warnings: choice?.series.notes ?? [],
    rois,
  };
}

function asText({ source, folder, series, grid, warnings, rois }: ConvertDocument): string {
  const width = Math.max(4, ...rois.map(({ name }) => name.length));
  const head = [
    `${source.file}${folder === "" ? "" : ` → ${folder}/`}`,
    series === null ? `on a grid of its own, ${grid.shape.join(" × ")}` : `on ${series.reason}`,
    ...warnings.map((warning) => `the series: ${warning}`),
  ];
  const lines = rois.map(({ name, file, voxels, volumeMl, unusual }) => {
    const size =
      file === null
        ? "no mask".padStart(24)
        : `${String(voxels).padStart(10)} ${volumeMl.toFixed(2).padStart(10)} mL`;
    return `  ${name.padEnd(width)} ${size}${unusual === "" ? "" : `  ${unusual}`}`;
  });
  return `${[...head, ...lines].join("\n")}\n`;
}
