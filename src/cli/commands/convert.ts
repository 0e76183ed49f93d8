import { basename, join, resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import { maskSources, type MaskSource } from "../../formats/dicom/masks.ts";
import type { Nested } from "../../formats/dicom/rasterise.ts";
import { readSeriesVolume } from "../../formats/dicom/series-volume.ts";
import { readStudy } from "../../formats/dicom/study.ts";
import { encodeNiftiGz } from "../../formats/nifti/write.ts";
import type { Volume } from "../../formats/volume.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { deflateImage, deflateMask } from "../deflate.ts";
import { FileNames } from "../fileNames.ts";
import { writeFile } from "../files.ts";
import { inputFiles } from "../inputs.ts";
import { describeMasks, entryOf, type MaskDocument, masksText, type RoiEntry } from "../maskDocument.ts";
import { claimMaskFolder, openMaskFolder, writeIndex } from "../maskFolder.ts";
import { startProgress } from "../progress.ts";

export interface ConvertOptions {
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
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
  const { grid, nested, series } = options;
  const identity = { version: VERSION, command: "convert", parameters: { inputs, grid, nested, series } };
  openMaskFolder(out, identity, options.force);
  const study = await readStudy(inputFiles(inputs));
  const { sources, problems } = maskSources(study, {
    grid,
    nested,
    ...(series === undefined ? {} : { series }),
  });
  const failures = [...study.problems, ...problems];
  const folders = new FileNames();
  const total = sources.reduce(
    (sum, { structures }) => sum + structures.filter(({ hasArea }) => hasArea).length,
    0,
  );
  const progress = startProgress(context, { total, resumed: 0, unit: "structures", quiet: options.quiet });
  let done = 0;
  const documents: MaskDocument[] = [];
  if (sources.length > 0) claimMaskFolder(out, identity);
  for (const [n, source] of sources.entries()) {
    const folder = n === 0 ? "" : folders.take(basename(source.file).replace(/\.dcm$/iu, ""));
    const image = writeImage(source, inputs, join(out, folder), failures);
    image.catch(() => undefined); // awaited later
    const rois: RoiEntry[] = [];
    const names = new FileNames(["image"]);
    const writing: Promise<void>[] = [];
    const spare: Uint8Array[] = [];
    for (const structure of source.structures) {
      if (context.signal.aborted) break;
      const mask = structure.rasterise(spare);
      const file = mask.volume === undefined ? null : `${names.take(mask.name)}.nii.gz`;
      rois.push(entryOf(mask, file));
      if (mask.failure !== undefined) failures.push(mask.failure);
      if (mask.volume === undefined || file === null) continue;
      // Compression runs on other threads: a few masks at a time keep them busy.
      if (writing.length >= AT_A_TIME) await writing.shift();
      const { data } = mask.volume;
      const written = writeMask(mask.volume, join(out, folder, file)).then(() => {
        if (data instanceof Uint8Array && spare.length < AT_A_TIME) spare.push(data);
        progress.update((done += 1));
      });
      written.catch(() => undefined); // awaited later
      writing.push(written);
    }
    await Promise.all(writing);
    const imageFile = await image;
    const document = describeMasks(identity, source, folder, imageFile, rois);
    writeIndex(join(out, folder), document);
    documents.push(document);
    if (context.signal.aborted) {
      progress.stop();
      context.err(`softdice: stopped; ${done} of ${total} structures are in ${options.out}\n`);
      return EXIT.stopped;
    }
  }
  progress.stop();
  if (options.json) context.out(`${JSON.stringify({ ...documents[0], others: documents.slice(1) })}\n`);
  else context.out(documents.map((document) => masksText(document)).join("\n"));
  for (const { message } of failures) context.err(`softdice: ${message}\n`);
  return failures.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

async function writeImage(
  { structures }: MaskSource,
  inputs: readonly string[],
  folder: string,
  failures: SoftdiceError[],
): Promise<string | null> {
  const choice = structures.find((structure) => structure.choice !== undefined)?.choice;
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
