import { basename, dirname } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { maskSources, type MaskSource } from "../../formats/dicom/masks.ts";
import { isConsensusName, parseRoiName } from "../../formats/dicom/names.ts";
import type { Nested } from "../../formats/dicom/rasterise.ts";
import type { Series } from "../../formats/dicom/series.ts";
import { isDicom } from "../../formats/dicom/read.ts";
import { readStudy } from "../../formats/dicom/study.ts";
import { type FileLabel, labelFiles } from "../../formats/fileLabels.ts";
import type { Volume } from "../../formats/volume.ts";
import type { Interpolation } from "../../image/resample.ts";
import { hasImageName, readImage, stem } from "../images.ts";
import { type InputFile, inputFiles } from "../inputs.ts";
import { Collection } from "./collect.ts";
import { strayName } from "./wanted.ts";

/** A file, folder or archive with masks, and what its place says of them. */
export interface CaseInput {
  readonly path: string;
  readonly structure?: string | undefined;
  readonly observer?: string | undefined;
}

/** How masks are found in what is given. */
export interface GatherOptions {
  /** Names of the structures wanted; all by default. */
  readonly structures?: readonly string[] | undefined;
  /** Names of the observers wanted; all but earlier consensuses by default. */
  readonly observers?: readonly string[] | undefined;
  /** Labels wanted of label maps, a structure each. */
  readonly labels?: readonly number[] | undefined;
  readonly resample?: Interpolation | undefined;
  readonly grid: "series" | "paper";
  readonly nested: Nested;
  readonly series?: string | undefined;
}

/** Images that are read before their turn: as many as there are threads to decompress them, in most computers. */
const READ_AHEAD = 2;

/** What was found, with the series that DICOM contours belong to. */
export interface Gathered extends Collection {
  readonly dicom: { readonly series: Series | undefined } | undefined;
}

/**
 * Reads masks and contours and sorts them by structure and observer:
 *
 * - "Prostate (User3)", a structure's or segment's name with the observer in brackets, says both;
 * - of several files with structures or segments of their own, the file is the observer;
 * - image files of one mask are observers of the one structure, or, where names occur in several folders, of the
 *   structures that they are named after, with their folders as observers;
 * - each mask of a single file is an observer of the one structure.
 *
 * A file of one mask that cannot be read makes an error of its structure, where its place says which, and the others go
 * on; any other could have held a mask of every structure, and ends it all.
 *
 * @param out folder of the results, where earlier ones may be: it is passed over
 * @throws SoftdiceError when there is nothing to make a consensus of
 */
export async function gather(
  inputs: readonly CaseInput[],
  options: GatherOptions,
  out: string,
): Promise<Gathered> {
  const collection = new Collection(options.resample);
  const images: { readonly file: InputFile; readonly input: CaseInput }[] = [];
  const others: InputFile[] = [];
  for (const input of inputs) {
    for await (const file of inputFiles([input.path], out)) {
      // A file that is named itself is meant: what is neither image nor DICOM is refused, not passed over.
      const isMeant = file.path === input.path;
      if (hasImageName(file.path) || (isMeant && !isDicom(await file.read()))) images.push({ file, input });
      else others.push(file);
    }
  }
  const labels = labelImages(images, options);
  // While one image is taken in, the next ones are read and decompressed on other threads.
  const read = async (n: number): Promise<{ volumes: Volume[]; texts: string[] }> => {
    const texts: string[] = [];
    const volumes = n < images.length ? await readImage(images[n].file, (text) => texts.push(text)) : [];
    return { volumes, texts };
  };
  const start = (n: number): ReturnType<typeof read> => {
    const next = read(n);
    next.catch(() => undefined); // it is awaited in its turn, unless an image before it ends the command
    return next;
  };
  const ahead = Array.from({ length: READ_AHEAD }, (_, n) => start(n));
  const unread: { readonly structure: string; readonly error: SoftdiceError }[] = [];
  let isOneEach = options.labels === undefined;
  for (const [n, { file, input }] of images.entries()) {
    const label = labels[n];
    const content = await ahead.shift()!.catch((error: unknown) => {
      if (!(error instanceof SoftdiceError)) throw error;
      return error;
    });
    ahead.push(start(n + READ_AHEAD));
    if (content instanceof SoftdiceError) {
      unread.push({ structure: label.structure, error: content });
      continue;
    }
    const { volumes, texts } = content;
    if (volumes.length > 1) isOneEach = false;
    collection.remarks.push(...texts.map((text) => ({ text })));
    for (const volume of volumes) {
      const named = parseRoiName(volume.name);
      const isOwn = volumes.length > 1 && images.length > 1;
      const structure =
        input.structure ??
        (named.observer === undefined ? (isOwn ? volume.name : label.structure) : named.structure);
      const observer =
        input.observer ?? named.observer ?? (volumes.length > 1 && !isOwn ? volume.name : label.observer);
      addLabels(collection, { structure, observer, volume: { ...volume, name: file.path } }, options);
    }
  }
  for (const { structure, error } of unread) {
    if (structure === "" || !isOneEach) throw error;
    if (isAskedFor(options.structures, structure)) collection.fail(structure, error);
  }
  const dicom =
    others.length > 0 ? await gatherDicom(others, collection, options, images.length > 0) : undefined;
  if (collection.structures.size === 0) {
    const [failure] = collection.failures;
    if (failure !== undefined) throw failure.error;
    const stray = strayName(collection.met, options);
    if (stray !== undefined) throw stray;
    throw new SoftdiceError({
      subject: inputs.map(({ path }) => path).join(", "),
      problem: "holds no mask of a structure and observer that was asked for",
      expected: "masks, or contours named like 'Prostate (User1)'",
      remedy: "check the inputs, --structures and --observers",
    });
  }
  return Object.assign(collection, { dicom });
}

/** Adds a mask, or one for each label that is wanted of a label map. */
function addLabels(
  collection: Collection,
  delineation: Parameters<Collection["add"]>[0],
  options: GatherOptions,
): void {
  if (options.labels === undefined) {
    addWanted(collection, delineation, options);
    return;
  }
  let last = 0;
  for (const label of delineation.volume.data) {
    if (label !== last && label !== 0) collection.met.labels.add(label);
    last = label;
  }
  for (const label of options.labels) {
    const structure = [delineation.structure, `label ${label}`].filter((part) => part !== "").join(" ");
    addWanted(collection, { ...delineation, structure, label }, options);
  }
}

function addWanted(
  collection: Collection,
  delineation: Parameters<Collection["add"]>[0],
  options: GatherOptions,
): void {
  if (isWanted(collection, delineation, options)) collection.add(delineation);
}

/** Whether a structure's delineation is asked for; says so where an earlier consensus is not. */
function isWanted(
  collection: Collection,
  { structure, observer }: { readonly structure: string; readonly observer: string },
  { structures, observers }: GatherOptions,
): boolean {
  collection.met.structures.add(structure);
  collection.met.observers.add(observer);
  if (!isAskedFor(structures, structure) || !isAskedFor(observers, observer)) return false;
  if (observers !== undefined || !isConsensusName(observer)) return true;
  const text = `${structure} (${observer}): left out, a consensus itself; take it in with --observers`;
  collection.remarks.push({ structure, text });
  return false;
}

function isAskedFor(list: readonly string[] | undefined, name: string): boolean {
  return list === undefined || list.some((wanted) => wanted.toLowerCase() === name.toLowerCase());
}

async function gatherDicom(
  files: readonly InputFile[],
  collection: Collection,
  options: GatherOptions,
  besideImages: boolean,
): Promise<Gathered["dicom"]> {
  const study = await readStudy(each(files));
  collection.remarks.push(...study.problems.map(({ message }) => ({ text: message })));
  if (besideImages && study.structureSets.length + study.segmentations.length === 0) return undefined;
  const { sources, problems } = maskSources(study, {
    grid: options.grid,
    nested: options.nested,
    ...(options.series === undefined ? {} : { series: options.series }),
  });
  collection.remarks.push(...problems.map(({ message }) => ({ text: message })));
  const fileNames = distinctNames(sources.map(({ file }) => file));
  const roiNames = [
    ...study.structureSets.flatMap(({ rois }) => rois.map(({ name }) => name)),
    ...study.segmentations.flatMap(({ segments }) => segments.map(({ name }) => name)),
  ];
  const byFile = sources.length > 1 && roiNames.every((name) => parseRoiName(name).observer === undefined);
  const left: string[] = [];
  for (const [n, source] of sources.entries()) {
    for (const { rasterise } of source.structures) {
      const mask = rasterise();
      const named = parseRoiName(mask.name);
      const isListed = options.observers?.some(
        (name) => name.toLowerCase() === mask.name.trim().toLowerCase(),
      );
      if (named.observer === undefined && !byFile && isListed !== true) {
        left.push(mask.name);
        continue;
      }
      const structure = isListed === true ? "" : named.structure;
      const observer = isListed === true ? mask.name.trim() : (named.observer ?? fileNames[n]);
      if (!isWanted(collection, { structure, observer }, options)) continue;
      const remark = (text: string): number =>
        collection.remarks.push({ structure, text: `${mask.name}: ${text}` });
      if (collection.has(structure, observer)) {
        remark("given twice, in several files; that of the file with more structures counts");
      } else if (mask.failure !== undefined) {
        collection.fail(structure, mask.failure);
      } else if (mask.volume === undefined) {
        remark(`${mask.notes.join("; ")}; left out`);
      } else {
        if (mask.notes.length > 0) remark(mask.notes.join("; "));
        collection.add({ structure, observer, volume: { ...mask.volume, name: mask.name } });
      }
    }
  }
  remarkOnUnnamed(left, collection, options);
  return { series: seriesOf(sources[0]) };
}

/** The series that the first structure of a file lies on. */
function seriesOf({ structures }: MaskSource): Series | undefined {
  return structures.find(({ choice }) => choice !== undefined)?.choice?.series;
}

function remarkOnUnnamed(left: readonly string[], collection: Collection, options: GatherOptions): void {
  if (left.length === 0) return;
  const names = [...new Set(left)].map((name) => `'${name}'`).join(", ");
  if (collection.structures.size > 0) {
    collection.remarks.push({ text: `${names}: without an observer in brackets, left out` });
    return;
  }
  if (collection.failures.length > 0) return;
  if (collection.met.structures.size > 0) {
    const stray = strayName(collection.met, options);
    if (stray !== undefined) throw stray;
  }
  throw new SoftdiceError({
    subject: names,
    problem: "names no observer",
    expected: "names such as 'Prostate (User1)', or one file an observer",
    remedy: "list the delineations of one structure with --observers",
  });
}

async function* each(files: readonly InputFile[]): AsyncGenerator<InputFile> {
  for (const file of files) yield await Promise.resolve(file);
}

/** What the places of image files say, or what is said of them. Labels of one label map an observer need no more names. */
function labelImages(
  images: readonly { readonly file: InputFile; readonly input: CaseInput }[],
  { labels }: GatherOptions,
): FileLabel[] {
  const found = labelFiles(images.map(({ file: { path } }) => ({ name: stem(path), path })));
  const isOne = new Set(found.map(({ structure }) => structure)).size === 1;
  return images.map(({ input }, n) =>
    input.observer === undefined
      ? {
          ...found[n],
          structure: input.structure ?? (isOne && labels !== undefined ? "" : found[n].structure),
        }
      : { structure: input.structure ?? "", observer: input.observer },
  );
}

/** File names without folder and ending, with their folders where they would be the same. */
function distinctNames(paths: readonly string[]): string[] {
  const stems = paths.map(stem);
  return stems.map((stem, n) =>
    stems.filter((other) => other === stem).length > 1 ? `${basename(dirname(paths[n]))}/${stem}` : stem,
  );
}
