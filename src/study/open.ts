import type { SoftdiceError } from "../core/errors.ts";
import type { Grid } from "../image/grid.ts";
import { checkPolicy } from "./checkPolicy.ts";
import { openCase, type PlacedSource } from "./case.ts";
import { openCohort } from "./cohort.ts";
import { type Decision, decisionsOn, ONE_PATIENT } from "./decisions.ts";
import { type InputFile, sourcesOf } from "./inputFiles.ts";
import type { Policy, Tools } from "./policy.ts";

/** How files are read: what the user says of them, and what reading needs from outside. */
export interface OpenOptions extends Policy, Tools {}

/** One structure of a patient. */
export interface OpenedStructure {
  /** Empty where nothing names it. */
  readonly name: string;
  /** Names of the observers, as far as they are known before anything is drawn. */
  readonly observers: readonly string[];
  /**
   * Draws all observers on one grid.
   * @throws SoftdiceError that says why the structure has failed
   */
  readonly observe: () => ObservedStructure;
}

/** The observers of one structure, as `consensus`, `agreement` and `evaluate` take them. */
export interface ObservedStructure {
  readonly grid: Grid;
  /** R names. */
  readonly names: readonly string[];
  /** R masks of N values, 0 or 1, parallel to `names`. */
  readonly raters: readonly Uint8Array[];
}

/** One patient's delineations. */
export interface OpenedPatient {
  /** The patient's alias, never an identifier out of a DICOM header. */
  readonly patient: string;
  /** Those of several observers first. */
  readonly structures: readonly OpenedStructure[];
  /** What failed: structures, and files without a structure that fails with them (named ""). */
  readonly failures: readonly { readonly structure: string; readonly error: SoftdiceError }[];
  /** What became of everything that was met; after `observe`, with its voxels. */
  readonly decisions: (structure?: string) => readonly Decision[];
  /** What was unusual or passed over, a sentence each; after `observe`, also what drawing brought up. */
  readonly remarks: () => readonly string[];
}

/** A study: its patients, opened one at a time. */
export interface OpenedStudy {
  /** How places were read, such as "{patient}/{observer}". */
  readonly pattern: string;
  readonly patients: readonly {
    /** As files and folders name the patient. */
    readonly patient: string;
    readonly open: () => Promise<OpenedPatient>;
  }[];
  /** Files that should have been some patient's and fit nowhere. */
  readonly unfit: readonly string[];
  readonly remarks: readonly string[];
}

/**
 * One patient's files to delineations: who drew what, on which grid. Files may be of any kind and number: NIfTI, NRRD,
 * MetaImage and NumPy masks, label maps, RTSTRUCT and SEG with their images, zips of them. What cannot be read, or could
 * mean two things, is a failure with a name, never an empty mask.
 *
 * @example
 * import { consensus } from "softdice";
 * import { encodeNifti } from "softdice/formats";
 * import { openPatient } from "softdice/study";
 *
 * const grid = {
 *   shape: [4, 1, 1],
 *   spacingMm: [1, 1, 1],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const nifti = (...values: number[]) => encodeNifti({ name: "mask", grid, data: Uint8Array.from(values) });
 * const { structures } = await openPatient([
 *   { path: "anna.nii", data: nifti(0, 1, 1, 0) },
 *   { path: "ben.nii", data: nifti(0, 1, 1, 1) },
 * ]);
 * const { raters, names, grid: common } = structures[0].observe();
 * names; // ["anna", "ben"]
 * const { marginal } = consensus(raters, { names, grid: common });
 * marginal.supDice; // 0.9090909090909091, that is 10/11
 *
 * @param files each with a path by which names and observers are told apart
 * @param options names and grids that are wanted (see {@link Policy}), a decompressor, progress and a signal to stop
 * @throws SoftdiceError for files of several patients, names that can be read in two ways, a file that cannot be used, and
 * no file at all; `options.signal.reason` once that is aborted
 */
export async function openPatient(
  files: Iterable<InputFile> | AsyncIterable<InputFile>,
  options: OpenOptions = {},
): Promise<OpenedPatient> {
  checkPolicy(options);
  const given: PlacedSource[] = [];
  for await (const source of sourcesOf(files, options.signal)) given.push({ source, said: {} });
  return opened(given, ONE_PATIENT, options);
}

/**
 * The files of a study's folder, sorted by patient: by `options.pattern`, as BIDS derivatives, or by the one reading that
 * names, grids and masks leave.
 *
 * @example
 * import { encodeNifti } from "softdice/formats";
 * import { openStudy } from "softdice/study";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 1],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const data = encodeNifti({ name: "mask", grid, data: Uint8Array.of(0, 1) });
 * const paths = ["p1/anna.nii", "p1/ben.nii", "p2/anna.nii", "p2/ben.nii"];
 * const study = await openStudy(
 *   paths.map((path) => ({ path, data })),
 *   { pattern: "{patient}/{observer}" },
 * );
 * study.patients.map(({ patient }) => patient); // ["p1", "p2"]
 * const { structures } = await study.patients[0].open();
 * structures[0].observers; // ["anna", "ben"]
 *
 * @param files paths from the study's folder on
 * @throws SoftdiceError where nothing fits, or two readings do; `options.signal.reason` once that is aborted
 */
export async function openStudy(
  files: Iterable<InputFile> | AsyncIterable<InputFile>,
  options: OpenOptions = {},
): Promise<OpenedStudy> {
  checkPolicy(options);
  const { pattern, ...policy } = options;
  const sources = sourcesOf(files, options.signal);
  const cohort = await openCohort(sources, pattern, options, "files");
  return {
    pattern: cohort.pattern,
    patients: cohort.cases.map(({ patient, sources: own }) => ({
      patient,
      open: () => opened(own, patient, policy),
    })),
    unfit: cohort.unfit,
    remarks: cohort.remarks,
  };
}

async function opened(
  given: readonly PlacedSource[],
  patient: string,
  options: OpenOptions,
): Promise<OpenedPatient> {
  const found = await openCase(given, options, options, "files");
  return {
    patient,
    structures: found.structures.map(({ name, observers, observe }) => ({
      name,
      observers,
      observe: () => {
        const { grid, names, map } = observe();
        const votes = map();
        return { grid, names, raters: names.map((_, k) => votes.mask(k)) };
      },
    })),
    failures: [...found.failures, ...found.missing.map((error) => ({ structure: "", error }))],
    decisions: (structure) =>
      structure === undefined
        ? found.decisions().map((decision) => ({ ...decision, patient }))
        : decisionsOn(found.decisions(), structure, patient),
    remarks: () => found.remarks.map(({ text }) => text),
  };
}
