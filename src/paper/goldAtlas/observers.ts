import { SoftdiceError } from "../../core/errors.ts";
import type { Nested } from "../../formats/dicom/rasterise.ts";
import type { Series } from "../../formats/dicom/series.ts";
import type { Study as DicomObjects } from "../../formats/dicom/study.ts";
import { counted } from "../../report/numbers.ts";
import { type Case, type CaseStructure, openScan } from "../../study/case.ts";
import { canonicalName, sameName } from "../../study/names.ts";
import type { Place } from "../../study/pattern.ts";
import type { Policy } from "../../study/policy.ts";
import type { Scan } from "../../study/scan.ts";
import { mappingOf, type PlannedStructure } from "./plan.ts";

/** Which voxels the contours are turned into: those that plastimatch makes up, as in the paper, or the images'. */
export type GridKind = "paper" | "series";

/** What is read of one patient; volumes, segmentations, and what a layout says of places, where there are any. */
export interface PatientFiles
  extends Pick<DicomObjects, "structureSets" | "series">, Partial<Pick<DicomObjects, "segmentations">> {
  readonly volumes?: Scan["volumes"];
  readonly saidOf?: (place: string) => Place;
}

/** How a patient's delineations are read, as every command that reads observers takes it. */
export type Reading = Pick<
  Policy,
  "labels" | "resample" | "assumeSameFrame" | "assumeSamePatient" | "betweenPlanes" | "series"
> & {
  readonly grid: GridKind;
  readonly nested: Nested;
};

/** A plan, and a way to read, as one policy. */
export function policyOf(plan: readonly PlannedStructure[], reading: Reading): Policy {
  const { labels, resample, assumeSameFrame, assumeSamePatient, betweenPlanes, series, grid, nested } =
    reading;
  return {
    ...{ labels, resample, assumeSameFrame, assumeSamePatient, betweenPlanes, series, grid, nested },
    rois: mappingOf(plan),
  };
}

/** A patient's delineations of the planned structures. */
export interface PlannedCase {
  /** In the plan's order. */
  readonly structures: readonly {
    readonly row: string;
    /** Undefined where nobody delineated it. */
    readonly structure: CaseStructure | undefined;
    /** What is missing, one remark an observer: "Rectum (User2) is not there". */
    readonly missing: readonly string[];
    readonly failure: SoftdiceError | undefined;
  }[];
  /** Which structure sets were used, and how many of the planned delineations each has. */
  readonly choice: string;
}

/**
 * A patient's delineations of a plan's structures, as every other command understands them, under the plan's names.
 *
 * @throws SoftdiceError when there is no structure set of the observers, or no grid
 */
export async function openPlanned(
  { structureSets, series, segmentations = [], volumes = [], saidOf }: PatientFiles,
  plan: readonly PlannedStructure[],
  reading: Reading,
): Promise<PlannedCase> {
  const objects = { structureSets, series, segmentations, problems: [], ignored: 0 };
  const scan = { volumes, objects, sources: new Map(), skipped: [], foreign: [], ownResults: [] };
  const opened = await openScan(scan, policyOf(plan, reading), saidOf, "files");
  if (opened.structures.length + opened.failures.length === 0)
    throw noDelineation(opened, structureSets.length, segmentations.length + volumes.length, plan);
  return {
    structures: plan.map(({ row, rois }) => ({
      row,
      structure: opened.structures.find(({ name }) => sameName(name, row)),
      missing: rois.flatMap((name) => whyMissing(name, opened)),
      failure: opened.failures.find(({ structure }) => sameName(structure, row))?.error,
    })),
    choice: choiceOf(opened, plan),
  };
}

/** Why a delineation does not count: nothing where it does. */
function whyMissing(name: string, { decisions }: Case): string[] {
  const own = decisions().filter(({ item }) => canonicalName(item) === canonicalName(name));
  if (own.some(({ decision }) => decision === "used")) return [];
  const [first] = own;
  return [`${name} ${first === undefined ? "is not there" : first.why}`];
}

function choiceOf({ decisions }: Case, plan: readonly PlannedStructure[]): string {
  const counts = new Map<string, number>();
  for (const { input, decision } of decisions()) {
    if (decision === "used") counts.set(input, (counts.get(input) ?? 0) + 1);
  }
  const all = plan.reduce((sum, { rois }) => sum + rois.length, 0);
  return Array.from(counts, ([file, count]) => `${file} has ${count} of ${all} delineations`).join("; ");
}

function noDelineation(
  { failures, missing }: Case,
  sets: number,
  others: number,
  plan: readonly PlannedStructure[],
): SoftdiceError {
  const error = failures[0]?.error ?? missing[0];
  if (error !== undefined && sets + others > 0) return error;
  return new SoftdiceError({
    subject: "files",
    problem:
      sets + others === 0
        ? "hold no RTSTRUCT"
        : `hold no observer's delineation in ${others === 0 ? counted(sets, "RTSTRUCT") : counted(sets + others, "file")}`,
    expected: `ROIs named like "${plan[0].rois[0]}"`,
    remedy: "name the ROIs of the study with --rois",
  });
}

/** Where the voxels come from, in words without any text of the images' headers, which could name the patient. */
export function describeGrid(used: Series | undefined, all: readonly Series[]): string {
  if (used === undefined) return "made up from the contours";
  const { modality, slices } = used;
  return `that of image series ${all.indexOf(used) + 1} of ${all.length} (${modality}, ${slices.length} slices)`;
}
