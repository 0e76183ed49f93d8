import { SoftdiceError } from "../../core/errors.ts";
import type { PlacedSource } from "../../study/case.ts";
import { type InputFile, sourcesOf } from "../../study/inputFiles.ts";
import type { Place } from "../../study/pattern.ts";
import { scan } from "../../study/scan.ts";
import { type GoldAtlasParameters, type PatientResult, runPatient } from "../../paper/goldAtlas/patient.ts";
import { phantomFiles, type PhantomParameters } from "../../paper/goldAtlas/phantomPatient.ts";
import { packIterates, type PackedIterates } from "../../paper/iterates/pack.ts";
import { inflateWithZlib } from "../inflate.ts";
import { type PatientInput, patientSources } from "../patients.ts";
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
export function start(run: GoldAtlasRun, out: string): DoTask {
  const sourcesOnDisk = patientSources(out);
  return async (task): Promise<PatientTaskResult> => {
    const patient = run.patients[task];
    const given = patient.kind === "phantom" ? await madeSources(patient, run) : await sourcesOnDisk(patient);
    const said = new Map(given.map(({ source, said: place }) => [source.place, place]));
    const { objects, volumes } = await scan(
      given.map(({ source }) => source),
      { inflate: inflateWithZlib },
    );
    const files = { ...objects, volumes, saidOf: (place: string): Place => said.get(place) ?? {} };
    const problems = objects.problems.map(({ message }) => message);
    const figure: PackedIterates[] = [];
    try {
      const show =
        task === 0 ? (row: Parameters<typeof packIterates>[0]) => figure.push(packIterates(row)) : undefined;
      return { ...(await runPatient(patient.name, files, run, show)), figure, problems };
    } catch (error) {
      if (!(error instanceof SoftdiceError) || problems.length === 0) throw error;
      // One of the broken files may be the one that is missing.
      throw new Error(`${error.message} (broken files: ${problems.slice(0, 3).join(" | ")})`, {
        cause: error,
      });
    }
  };
}

/** A phantom's files, as far as experiment (G) reads them, from memory. */
async function madeSources(
  { name, index, phantom }: PhantomInput,
  { grid }: GoldAtlasParameters,
): Promise<PlacedSource[]> {
  const files: InputFile[] = [];
  const content = grid === "paper" ? "contours" : "headers";
  for await (const { path, bytes } of phantomFiles(name, index, phantom, content))
    files.push({ path, data: bytes });
  const made: PlacedSource[] = [];
  for await (const source of sourcesOf(files, undefined)) made.push({ source, said: {} });
  return made;
}
