import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import type { StudyFile } from "../formats/dicom/study.ts";
import { fileError } from "./files.ts";
import { inputFiles } from "./inputs.ts";

/** One patient's files: a zip archive, or a folder. */
export interface PatientInput {
  /** The archive's or folder's name without ending and without the "(1)" of a second download. */
  readonly name: string;
  readonly path: string;
  readonly kind: "archive" | "folder";
  /** Bytes of the archive, or of all files in the folder: tells a changed input from the same. */
  readonly bytes: number;
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
 * @throws SoftdiceError for a path that is not there, and when there is no patient at all
 */
export function findPatients(paths: readonly string[]): PatientInputs {
  const remarks: string[] = [];
  const found = paths.flatMap((path) => patientsAt(path, remarks));
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

function patientsAt(path: string, remarks: string[]): PatientInput[] {
  if (!isFolder(path)) {
    if (isZip(path)) return [archive(path)];
    throw new SoftdiceError({
      subject: path,
      problem: "is neither a folder nor a zip",
      expected: "zips, or folders, of patients",
      remedy: "pass the folder that holds it",
    });
  }
  const entries = visibleEntries(path);
  const zips = entries.filter((entry) => !isFolder(entry) && isZip(entry));
  const folders = entries.filter((entry) => isFolder(entry) && fileSizes(entry).length > 0);
  if (zips.length > 0) {
    if (folders.length > 0) remarks.push(`${path}: the folders beside the zips are passed over`);
    return zips.map(archive);
  }
  if (folders.length > 0) return folders.map(folder);
  return entries.length > 0 ? [folder(path)] : [];
}

function archive(path: string): PatientInput {
  return { name: patientName(path), path, kind: "archive", bytes: statSync(path).size };
}

function folder(path: string): PatientInput {
  const bytes = fileSizes(path).reduce((sum, { size }) => sum + size, 0);
  return { name: patientName(path), path, kind: "folder", bytes };
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

/** All files below a folder with their sizes, in the order of their names. */
function fileSizes(path: string): { readonly path: string; readonly size: number }[] {
  return visibleEntries(path).flatMap((entry) =>
    isFolder(entry) ? fileSizes(entry) : [{ path: entry, size: statSync(entry).size }],
  );
}

/** What is in a folder, without what systems leave behind. */
function visibleEntries(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((name) => !name.startsWith(".") && name !== "__MACOSX")
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw fileError(path, "cannot be read", cause);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw fileError(path, "cannot be read", cause);
  }
}

function isZip(path: string): boolean {
  return /\.zip$/i.test(path);
}
