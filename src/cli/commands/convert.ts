import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { VERSION } from "../../core/version.ts";
import { type MaskOptions, maskSources, type MaskSource, type SpareMask } from "../../formats/dicom/masks.ts";
import { readStudy } from "../../formats/dicom/study.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { FileNames } from "../../report/fileNames.ts";
import { syncFolder } from "../durableFile.ts";
import { writeError, writeFileAside } from "../files.ts";
import type { ForeignFiles } from "../foreignFiles.ts";
import { beginImages, imageName } from "../gridImages.ts";
import { inputFiles } from "../inputs.ts";
import { LabelMap } from "../labelMap.ts";
import {
  describeMasks,
  entryOf,
  gridsOf,
  type MaskDocument,
  masksText,
  type RoiEntry,
  type SourceGrid,
} from "../maskDocument.ts";
import { encodeMask, encodeVolume, MASK_ENDINGS, type MaskFormat } from "../maskFiles.ts";
import { claimMaskFolder, openMaskFolder, writeIndex } from "../maskFolder.ts";
import { startProgress } from "../progress.ts";
import type { RunIdentity } from "../runs/journalFile.ts";
import { inputIdentity } from "../fingerprint.ts";
import { shownPath } from "../shownPaths.ts";

export interface ConvertOptions extends MaskOptions {
  readonly out: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
  readonly format: MaskFormat;
  readonly labelsFile: boolean;
  readonly copyPatient: boolean;
}

/** Masks that are compressed and written at a time. */
const AT_A_TIME = 4;

/** `softdice convert`: the structures of RTSTRUCT and SEG files as masks, with their image. */
export async function convert(
  inputs: readonly string[],
  options: ConvertOptions,
  context: Context,
): Promise<ExitCode> {
  if (options.copyPatient && options.format !== "seg") {
    throw new SoftdiceError({
      subject: "--copy-patient",
      problem: `has nothing to copy into (--format ${options.format})`,
      expected: "--format seg",
      remedy: "correct or remove it",
    });
  }
  const out = resolve(options.out);
  const identity = await identityOf(inputs, options, out);
  const foreign = openMaskFolder(out, identity, options.force);
  const study = await readStudy(inputFiles(inputs));
  const { sources, problems } = maskSources(study, options);
  const failures = [...study.problems, ...problems];
  const folders = new FileNames();
  const total = sources.reduce(
    (sum, { structures }) => sum + structures.filter(({ grid }) => grid).length,
    0,
  );
  const progress = startProgress(context, { total, resumed: 0, unit: "structures", quiet: options.quiet });
  let done = 0;
  const documents: MaskDocument[] = [];
  claimMaskFolder(out, identity);
  for (const [n, source] of sources.entries()) {
    const file = shownPath(source.file, inputs);
    const folder = n === 0 ? "" : folders.take(file.replace(/^.*\//u, "").replace(/\.dcm$/iu, ""));
    const into = { inputs, folder: join(out, folder), foreign, options, failures };
    const grids = gridsOf(source);
    const { names: images } = await beginImages(grids, into);
    const masks = writeMasks(source, grids, into, context, () => progress.update((done += 1)));
    // Nothing is written any more when this ends, however it does.
    await Promise.allSettled([images, masks]);
    const document = describeMasks(
      identity,
      { file, kind: source.kind },
      { folder, grids, images: await images, ...(await masks) },
    );
    syncNames(into.folder);
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
  for (const line of failureLines(failures)) context.err(`softdice: ${line}\n`);
  return failures.length > 0 ? EXIT.partlyFailed : EXIT.done;
}

async function identityOf(
  inputs: readonly string[],
  options: ConvertOptions,
  out: string,
): Promise<RunIdentity> {
  const { grid, nested, series, betweenPlanes, assumeSameFrame, assumeSamePatient } = options;
  const { format, labelsFile, copyPatient } = options;
  const parameters = {
    inputs: await inputIdentity(inputs, out),
    ...{ grid, nested, series, "between-planes": betweenPlanes },
    ...{ "assume-same-frame": assumeSameFrame, "assume-same-patient": assumeSamePatient },
    ...{ format, "labels-file": labelsFile, "copy-patient": copyPatient },
  };
  return { version: VERSION, command: "convert", parameters };
}

/** What the files of one source are written with. */
interface Into {
  readonly inputs: readonly string[];
  readonly folder: string;
  readonly foreign: ForeignFiles;
  readonly options: ConvertOptions;
  /** Takes what failed. */
  readonly failures: SoftdiceError[];
}

async function writeMasks(
  source: MaskSource,
  grids: readonly SourceGrid[],
  { folder, foreign, options, failures }: Into,
  context: Context,
  onWritten: () => void,
): Promise<{ readonly rois: RoiEntry[]; readonly labels: string | null }> {
  const { format, copyPatient } = options;
  const rois: RoiEntry[] = [];
  const names = new FileNames([...grids.map((_, n) => imageName(n)), "labels"]);
  const labels = options.labelsFile ? new LabelMap() : undefined;
  const writing: Promise<void>[] = [];
  const spare: SpareMask[] = [];
  try {
    for (const structure of source.structures) {
      if (context.signal.aborted) break;
      const mask = structure.rasterise(spare);
      const { volume, layers } = mask;
      if (mask.failure !== undefined) failures.push(mask.failure);
      const file = volume === undefined ? null : `${names.take(mask.name)}${MASK_ENDINGS[format]}`;
      const label = volume === undefined ? null : (labels?.add(volume) ?? null);
      const grid = grids.findIndex((one) => one.grid === structure.grid);
      rois.push(entryOf(structure, mask, { file, label, grid: grid < 0 ? null : grid }));
      if (volume === undefined || file === null) continue;
      // Compression runs on other threads: a few masks at a time keep them busy.
      if (writing.length >= AT_A_TIME) await writing.at(-AT_A_TIME);
      const { data } = volume;
      const written = encodeMask(volume, format, {
        layers,
        reference: structure.reference,
        copyPatient,
      }).then((bytes) => {
        if (data instanceof Uint8Array && spare.length < AT_A_TIME) spare.push({ data, layers });
        foreign.refuse(join(folder, file));
        return writeFileAside(join(folder, file), bytes, "later").then(onWritten);
      });
      written.catch(() => undefined); // awaited later
      writing.push(written);
    }
  } finally {
    await Promise.allSettled(writing);
  }
  await Promise.all(writing);
  if (labels?.failure !== undefined) failures.push(labels.failure);
  const map = labels?.volume();
  if (map === undefined) return { rois: rois.map((roi) => ({ ...roi, label: null })), labels: null };
  const plain = format === "seg" ? "nifti" : format;
  const name = `labels${MASK_ENDINGS[plain]}`;
  foreign.refuse(join(folder, name));
  await writeFileAside(join(folder, name), await encodeVolume(map, plain, true), "later");
  return { rois, labels: name };
}

/** Returns when the names of what was written into a folder are on disk; there is none where nothing was. */
function syncNames(folder: string): void {
  try {
    if (existsSync(folder)) syncFolder(folder);
  } catch (cause) {
    throw writeError(folder, cause);
  }
}

/** Names of structures that one line of an error lists. */
const MOST_NAMES = 5;

/** One line for each thing that went wrong; structures of which the same is to be said share one. */
function failureLines(failures: readonly SoftdiceError[]): string[] {
  const groups = new Map<string, { readonly error: SoftdiceError; readonly subjects: string[] }>();
  for (const error of failures) {
    const { problem, expected, remedy } = error;
    const key = JSON.stringify([problem, expected, remedy]);
    const group = groups.get(key) ?? { error, subjects: [] };
    group.subjects.push(error.subject);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ error, subjects }) => {
    const { problem, expected, remedy } = error;
    const more = subjects.length - MOST_NAMES;
    const subject = `${subjects.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} others` : ""}`;
    return new SoftdiceError({ subject, problem, expected, remedy }).message;
  });
}
