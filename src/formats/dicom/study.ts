import { checkFunction, checkIterable, checkObject, checkText } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { checkBytes } from "../bytes.ts";
import type { Dataset } from "./dataset.ts";
import { type DicomFile, isDicom, readDicom } from "./read.ts";
import { readStructureSet, RTSTRUCT_CLASS, type StructureSet } from "./rtstruct.ts";
import { readSegmentation, SEG_CLASSES, type Segmentation } from "./seg.ts";
import { groupSeries, type Series } from "./series.ts";
import { readSlices, type Slice } from "./slices.ts";

/** A file that is read when it is asked for. */
export interface StudyFile {
  /** Folders and name, for messages and to tell files apart. */
  readonly path: string;
  readonly read: () => Promise<Uint8Array>;
}

/** What is in a folder, archive or list of DICOM files. */
export interface Study {
  readonly series: readonly Series[];
  readonly structureSets: readonly StructureSet[];
  readonly segmentations: readonly Segmentation[];
  /** Why DICOM files that should have been of use are not, one error a file. */
  readonly problems: readonly SoftdiceError[];
  /** Files that are no DICOM, and DICOM objects of other kinds. */
  readonly ignored: number;
}

/**
 * Reads what is among files of any kind and name: image headers, structure sets and segmentations. What is no DICOM,
 * the index DICOMDIR, and objects of other kinds, such as plans, doses, registrations and screenshots, are
 * passed over, and so is an image that came before. One file at a time is in memory; pixels of images are not kept (see
 * `readSeriesVolume`).
 *
 * @example
 * import { readStudy } from "softdice/dicom";
 *
 * const notes = { path: "notes.txt", read: async () => new TextEncoder().encode("no DICOM") };
 * const { series, structureSets, ignored } = await readStudy([notes]);
 * [series.length, structureSets.length, ignored]; // [0, 0, 1]
 *
 * @param files each with its path and a function that reads it
 * @throws SoftdiceError for what is no list of such files; what is wrong in a file is one of `problems`
 */
export async function readStudy(files: AsyncIterable<StudyFile> | Iterable<StudyFile>): Promise<Study> {
  const slices: Slice[] = [];
  const structureSets: StructureSet[] = [];
  const segmentations: Segmentation[] = [];
  const problems: SoftdiceError[] = [];
  const seen = new Set<string>();
  let ignored = 0;
  let n = 0;
  checkIterable("files", files, "a list of files");
  for await (const given of files) {
    checkStudyFile(`files[${n++}]`, given);
    const { path, read } = given;
    try {
      const bytes = DIRECTORY.test(path) ? undefined : await read();
      if (bytes !== undefined) checkBytes(path, bytes);
      const file = bytes !== undefined && isDicom(bytes) ? await readDicom(path, bytes) : undefined;
      const kind = file === undefined ? "other" : kindOf(file.dataset);
      if (file === undefined || kind === "other") ignored += 1;
      else if (kind === "structures") structureSets.push(readStructureSet(file));
      else if (kind === "segmentation") segmentations.push(await readSegmentation(file));
      else if (isRepeated(file, seen)) ignored += 1;
      else for (const slice of readSlices(file)) slices.push(slice);
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      problems.push(error);
    }
  }
  return { series: groupSeries(slices), structureSets, segmentations, problems, ignored };
}

/**
 * Refuses what is no file with a path and a function that reads it.
 * @param name what errors call it
 */
export function checkStudyFile(name: string, file: StudyFile): void {
  checkObject(name, file, "a file: path and read");
  checkText(`${name}.path`, file.path);
  checkFunction(`${name}.read`, file.read);
}

/** The index of a DICOM medium; it holds no objects, and everything in it is in their headers. */
const DIRECTORY = /(?:^|[/\\])DICOMDIR$/iu;

/** SOP classes of images that have pixels but no voxels of the patient: CR, DX, captures, RT images and doses. */
const FLAT = [
  "1.2.840.10008.5.1.4.1.1.1",
  "1.2.840.10008.5.1.4.1.1.7",
  "1.2.840.10008.5.1.4.1.1.481.1",
  "1.2.840.10008.5.1.4.1.1.481.2",
];

/** SOP classes of CT, MR and PET images, plain, enhanced and converted: without rows they are broken, not something else. */
const VOLUMES = [
  "1.2.840.10008.5.1.4.1.1.2",
  "1.2.840.10008.5.1.4.1.1.4",
  "1.2.840.10008.5.1.4.1.1.128",
  "1.2.840.10008.5.1.4.1.1.130",
];

function kindOf(dataset: Dataset): "structures" | "segmentation" | "image" | "other" {
  const uid = dataset.text("SOPClassUID") ?? "";
  if (uid === RTSTRUCT_CLASS || dataset.text("Modality") === "RTSTRUCT") return "structures";
  if (SEG_CLASSES.includes(uid)) return "segmentation";
  const isAmong = (classes: readonly string[]): boolean =>
    classes.some((one) => uid === one || uid.startsWith(`${one}.`));
  if (isAmong(VOLUMES)) return "image";
  return isAmong(FLAT) || dataset.number("Rows") === undefined ? "other" : "image";
}

/** Whether this very image came before, under another name. */
function isRepeated({ dataset }: DicomFile, seen: Set<string>): boolean {
  const uid = dataset.text("SOPInstanceUID");
  if (uid === undefined) return false;
  if (seen.has(uid)) return true;
  seen.add(uid);
  return false;
}
