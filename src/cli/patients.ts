import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import type { PlacedSource } from "../study/case.ts";
import { type Cohort, openCohort } from "../study/cohort.ts";
import { isForeign } from "../study/foreign.ts";
import { isArchive } from "../study/source.ts";
import { readError } from "./files.ts";
import { isFolder } from "./folders.ts";
import { inflateWithZlib } from "./inflate.ts";
import { sourcesAt, sourcesBelow } from "./inputs.ts";

/** One patient's files: a zip archive, a folder, or what a pattern says is theirs. */
export type PatientInput = WholePatient | PatientOfStudy;

interface WholePatient {
  /** The archive's or folder's name without ending and without the "(1)" of a second download. */
  readonly name: string;
  readonly path: string;
  readonly kind: "archive" | "folder";
}

interface PatientOfStudy {
  readonly name: string;
  /** The study's folder. */
  readonly path: string;
  readonly kind: "study";
  readonly pattern: string;
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
export async function findPatients(paths: readonly string[], out: string): Promise<PatientInputs> {
  const remarks: string[] = [];
  const found: WholePatient[] = [];
  for (const path of paths) found.push(...(await patientsAt(path, out, remarks)));
  if (found.length === 0) {
    throw new SoftdiceError({
      subject: paths.join(", "),
      problem: "holds no zip and no folder of files",
      expected: "the zips of the Gold Atlas, or a folder with one zip or folder a patient",
      remedy: "name the folder they were downloaded to, or pass --phantom to try without data",
    });
  }
  const patients: WholePatient[] = [];
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

function byNameThenPath(a: WholePatient, b: WholePatient): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.path < b.path ? -1 : 1;
}

async function patientsAt(path: string, out: string, remarks: string[]): Promise<WholePatient[]> {
  const entry = await stat(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  if (!entry.isDirectory()) {
    if (isArchive(path)) return [patientAt(path, "archive")];
    throw new SoftdiceError({
      subject: path,
      problem: "is neither a folder nor a zip",
      expected: "zips, or folders, of patients",
      remedy: "pass the folder that holds it",
    });
  }
  const zips = new Set<string>();
  const folders = new Set<string>();
  let files = 0;
  for await (const { place } of sourcesBelow(path, out)) {
    if (isForeign(place)) continue;
    const [first, ...below] = place.split("/");
    if (below.length > 0) folders.add(first);
    else if (isArchive(first)) zips.add(first);
    else files += 1;
  }
  if (zips.size > 0) {
    if (folders.size > 0) remarks.push(`${path}: the folders beside the zips are passed over`);
    return Array.from(zips, (name) => patientAt(join(path, name), "archive"));
  }
  if (folders.size > 0) return Array.from(folders, (name) => patientAt(join(path, name), "folder"));
  return files > 0 ? [patientAt(path, "folder")] : [];
}

function patientAt(path: string, kind: WholePatient["kind"]): WholePatient {
  return { name: patientName(path), path, kind };
}

/** "a/3_03_P (1).zip" → "3_03_P". */
function patientName(path: string): string {
  const name = basename(path).replace(/\.zip$/i, "");
  return name.replace(/\s*\(\d+\)$/, "") || name;
}

/**
 * Finds the patients of a study by a pattern of places.
 *
 * @throws SoftdiceError for what is not one folder, and where the pattern fits nothing
 */
export async function findPatientsOfStudy(
  paths: readonly string[],
  pattern: string,
  out: string,
): Promise<PatientInputs> {
  const [path, ...others] = paths;
  if (others.length > 0 || !(await isFolder(path))) {
    throw new SoftdiceError({
      subject: "--pattern",
      problem: others.length > 0 ? `stands beside ${paths.length} inputs` : `stands beside ${path}`,
      expected: "one folder, whose files it describes",
      remedy: "name the folder that holds the patients, or leave the pattern out",
    });
  }
  const { cases, remarks } = await studyAt(path, pattern, out);
  return {
    patients: cases.map(({ patient }) => ({ name: patient, path, kind: "study", pattern })),
    remarks,
  };
}

function studyAt(path: string, pattern: string, out: string): Promise<Cohort> {
  return openCohort(sourcesBelow(path, out), pattern, { inflate: inflateWithZlib }, path);
}

/** A patient's files, archives unopened, with names from the patient's own name on, and what a pattern says of them. */
export type PatientSources = (patient: PatientInput) => Promise<readonly PlacedSource[]>;

/**
 * Finds the files of patients; the folder of a study is walked once for all of its patients.
 *
 * @param out folder of the results, which is passed over
 */
export function patientSources(out: string): PatientSources {
  const studies = new Map<string, Promise<Cohort>>();
  return async (patient) => {
    if (patient.kind !== "study") return wholeSources(patient);
    const { name, path, pattern } = patient;
    const study = studies.get(path) ?? studyAt(path, pattern, out);
    studies.set(path, study);
    const { cases } = await study;
    return cases.find((one) => one.patient === name)?.sources ?? [];
  };
}

async function wholeSources({ path, kind }: WholePatient): Promise<PlacedSource[]> {
  const found: PlacedSource[] = [];
  for await (const source of sourcesAt([path])) {
    const shown = kind === "archive" ? source.name : `${basename(path)}/${source.name}`;
    found.push({ source: { ...source, name: shown }, said: {} });
  }
  return found;
}
