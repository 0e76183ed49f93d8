import { SoftdiceError } from "../../core/errors.ts";
import { readStudy, type StudyFile } from "../../formats/dicom/study.ts";
import { type GoldAtlasParameters, type PatientResult, runPatient } from "../../paper/goldAtlas/patient.ts";
import { phantomFiles, type PhantomParameters } from "../../paper/goldAtlas/phantomPatient.ts";
import { packIterates, type PackedIterates } from "../../paper/iterates/pack.ts";
import { patientFiles, type PatientInput } from "../patients.ts";
import type { DoTask } from "./jobs.ts";

/** Experiment (G): its parameters and where the patients come from. */
export interface GoldAtlasRun extends GoldAtlasParameters {
  readonly patients: readonly GoldAtlasPatient[];
}

/** A patient on disk, or one that is made when it is needed. */
export type GoldAtlasPatient = PatientInput | PhantomInput;

export interface PhantomInput {
  readonly name: string;
  readonly kind: "phantom";
  /** Place in the cohort. */
  readonly index: number;
  readonly phantom: PhantomParameters;
}

/** The result of one patient. */
export interface PatientTaskResult extends PatientResult {
  /** Rows of Figure 3; of the first patient only. */
  readonly figure: readonly PackedIterates[];
  /** Files that could not be read, an error each. */
  readonly problems: readonly string[];
}

/** Task k is patient k. */
export function start(run: GoldAtlasRun): DoTask {
  return async (task): Promise<PatientTaskResult> => {
    const patient = run.patients[task];
    const study = await readStudy(filesOf(patient, run));
    const problems = study.problems.map(({ message }) => message);
    const figure: PackedIterates[] = [];
    try {
      const show =
        task === 0 ? (row: Parameters<typeof packIterates>[0]) => figure.push(packIterates(row)) : undefined;
      return { ...(await runPatient(patient.name, study, run, show)), figure, problems };
    } catch (error) {
      if (!(error instanceof SoftdiceError) || problems.length === 0) throw error;
      // One of the broken files may be the one that is missing.
      throw new Error(`${error.message} (broken files: ${problems.slice(0, 3).join(" | ")})`, {
        cause: error,
      });
    }
  };
}

function filesOf(patient: GoldAtlasPatient, { grid }: GoldAtlasParameters): AsyncIterable<StudyFile> {
  return patient.kind === "phantom" ? madeFiles(patient, grid === "paper") : patientFiles(patient);
}

/** A phantom's files, as far as experiment (G) reads them, from memory. */
async function* madeFiles(
  { name, index, phantom }: PhantomInput,
  contoursOnly: boolean,
): AsyncGenerator<StudyFile, void, undefined> {
  for await (const { path, bytes } of phantomFiles(
    name,
    index,
    phantom,
    contoursOnly ? "contours" : "headers",
  ))
    yield { path, read: () => Promise.resolve(bytes) };
}
