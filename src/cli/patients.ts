import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import type { StudyFile } from "../formats/dicom/study.ts";
import { readError } from "./files.ts";
import { inputFiles } from "./inputs.ts";

/** One patient's files: a zip archive, or a folder. */
export interface PatientInput {
  /** The archive's or folder's name without ending and without the "(1)" of a second download. */
  readonly name: string;
  readonly path: string;
  readonly kind: "archive" | "folder";
}

/** Patients in the order of their names, and remarks on what was passed over. */
export interface PatientInputs {
  readonly patients: readonly PatientInput[];
  readonly remarks: readonly string[];
}

/**
 * Finds patients: each zip is one; a folder holds one in each of its zips, else in each of its folders, else is one.
 * Nothing is unpacked or renamed.
 *
 * @param out folder of the results, where earlier ones may be: it is no patient
 * @throws SoftdiceError for a path that is not there, and when there is no patient at all
 */
export function findPatients(paths: readonly string[], out: string): PatientInputs {
  const remarks: string[] = [];
  const found = paths.flatMap((path) => patientsAt(path, out, remarks));
  if (found.length === 0) {
    throw new SoftdiceError({
      subject: paths.join(", "),
      problem: "holds no zip and no folder of files",
      expected: "the zips of the Gold Atlas, or a folder with one zip or folder a patient",
      remedy: "name the folder they were downloaded to, or pass --phantom to try without data",
    });
  }
  const patients: PatientInput[] = [];
  for (const patient of found.sort(byNameThenPath)) {
    const earlier = patients.find(({ name }) => name === patient.name);
    if (earlier === undefined) patients.push(patient);
    else
      remarks.push(
        `${basename(patient.path)} is another copy of ${basename(earlier.path)} by its name and is passed over`,
      );
  }
  return { patients, remarks };
}

function byNameThenPath(a: PatientInput, b: PatientInput): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}

function patientsAt(path: string, out: string, remarks: string[]): PatientInput[] {
  if (!isFolder(path)) {
    if (isZip(path)) return [patientAt(path, "archive")];
    throw new SoftdiceError({
      subject: path,
      problem: "is neither a folder nor a zip",
      expected: "zips, or folders, of patients",
      remedy: "pass the folder that holds it",
    });
  }
  const entries = visibleEntries(path).filter((entry) => entry !== out);
  const zips = entries.filter((entry) => !isFolder(entry) && isZip(entry));
  const folders = entries.filter((entry) => isFolder(entry) && hasFiles(entry));
  if (zips.length > 0) {
    if (folders.length > 0) remarks.push(`${path}: the folders beside the zips are passed over`);
    return zips.map((zip) => patientAt(zip, "archive"));
  }
  if (folders.length > 0) return folders.map((folder) => patientAt(folder, "folder"));
  return entries.length > 0 ? [patientAt(path, "folder")] : [];
}

function patientAt(path: string, kind: PatientInput["kind"]): PatientInput {
  return { name: patientName(path), path, kind };
}

/** "a/3_03_P (1).zip" → "3_03_P". */
function patientName(path: string): string {
  const name = basename(path).replace(/\.zip$/i, "");
  return name.replace(/\s*\(\d+\)$/, "") || name;
}

/** A patient's files, one after the other, with paths from the patient's own name on. */
export async function* patientFiles({
  path,
}: Pick<PatientInput, "path">): AsyncGenerator<StudyFile, void, undefined> {
  const above = dirname(path).length + 1;
  for await (const file of inputFiles([path])) yield { path: file.path.slice(above), read: file.read };
}

/** Whether there is any file below a folder. */
function hasFiles(path: string): boolean {
  return visibleEntries(path).some((entry) => !isFolder(entry) || hasFiles(entry));
}

/** What is in a folder, without what systems leave behind. */
function visibleEntries(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((name) => !name.startsWith(".") && name !== "__MACOSX")
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw readError(path, cause);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw readError(path, cause);
  }
}

function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}
