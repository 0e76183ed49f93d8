import { structureFromMask, writeStructureSet } from "../../src/formats/dicom/rtstruct-write.ts";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { type Grid, type Triple, unitGrid } from "../../src/image/grid.ts";
import type { VoxelArray } from "../../src/image/volume.ts";
import { type Case, openCase } from "../../src/study/case.ts";
import { type Cohort, openCohort } from "../../src/study/cohort.ts";
import type { Policy } from "../../src/study/policy.ts";
import { folderOf, type Source } from "../../src/study/source.ts";
import { bytesOf, textOf } from "./fixtures.ts";

export type Files = Readonly<Record<string, Uint8Array>>;

/** Files in memory as sources, in the order given, found in a folder unless they are named themselves. */
export function sourcesFrom(files: Files, isNamed: boolean = false): Source[] {
  return Object.entries(files).map(([path, bytes]) => ({
    place: path,
    name: path,
    isNamed,
    read: () => Promise.resolve(bytes),
    open: () => Promise.resolve(new Blob([new Uint8Array(bytes)])),
    sibling: (other) => Promise.resolve(files[folderOf(path) + other]),
  }));
}

/** One patient's files, opened. */
export function openFiles(files: Files, policy: Policy = {}, isNamed: boolean = false): Promise<Case> {
  const given = sourcesFrom(files, isNamed).map((source) => ({ source, said: {} }));
  return openCase(given, policy, {}, "the inputs");
}

/** A study's files, sorted by patient. */
export function openStudyFiles(files: Files, pattern?: string): Promise<Cohort> {
  return openCohort(sourcesFrom(files), pattern, {}, "the study");
}

/** "Structure: observer observer", a line for each structure of a case. */
export function whoDrewWhat({ structures }: Case): string[] {
  return structures.map(({ name, observers }) => `${name}: ${observers.join(" ")}`);
}

/** The same for each patient of a study, with the patient before it. */
export async function whoDrewWhom(files: Files, pattern?: string, policy: Policy = {}): Promise<string[]> {
  const { cases } = await openStudyFiles(files, pattern);
  const lines: string[] = [];
  for (const { patient, sources } of cases) {
    const opened = await openCase(sources, policy, {}, patient);
    lines.push(...whoDrewWhat(opened).map((line) => `${patient} ${line}`));
  }
  return lines;
}

/** The tiny image of these tests: 12 × 12 × 6 voxels of 1 × 1 × 2 mm. */
export const TINY: Grid = { ...unitGrid([12, 12, 6]), spacingMm: [1, 1, 2] };

/** Values of a box [start, end) on a grid, 0 around it. */
export function boxValues(
  start: Triple,
  end: Triple,
  { shape }: Pick<Grid, "shape"> = TINY,
  value = 1,
): Float32Array {
  const [nx, ny, nz] = shape;
  return Float32Array.from({ length: nx * ny * nz }, (_, at) => {
    const position = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    return position.every((p, axis) => p >= start[axis] && p < end[axis]) ? value : 0;
  });
}

/** A mask of a box as NIfTI. */
export function niftiBox(start: Triple, end: Triple, grid: Grid = TINY): Uint8Array {
  return nifti(Uint8Array.from(boxValues(start, end, grid)), grid);
}

export function nifti(data: VoxelArray, grid: Grid = TINY): Uint8Array {
  return encodeNifti({ name: "test", data, grid });
}

/** Boxes of 108, 108 and 90 voxels: the first two share 90, the third shares 54 with either. */
export const MASKS = {
  first: niftiBox([2, 2, 1], [8, 8, 4]),
  second: niftiBox([3, 2, 1], [9, 8, 4]),
  third: niftiBox([2, 3, 1], [8, 8, 4]),
} as const;

/** Boxes far from {@link MASKS}: of 64 and 48 voxels, which share 48. */
export const ELSEWHERE = {
  first: niftiBox([8, 8, 1], [12, 12, 5]),
  second: niftiBox([8, 8, 1], [12, 12, 4]),
} as const;

/** An RTSTRUCT with a box for each ROI, on a frame of reference of its own; each mm further in x. */
export function structureSet(
  rois: readonly string[],
  { label = "set", patient }: { readonly label?: string; readonly patient?: string } = {},
): Uint8Array {
  const bytes = writeStructureSet(
    rois.map((name, n) => structureFromMask(name, boxValues([1 + (n % 3), 2, 1], [7 + (n % 3), 8, 4]), TINY)),
    { label },
  );
  // PatientID has the length of "ANONYMOUS", so that nothing else of the file moves.
  return patient === undefined
    ? bytes
    : bytesOf(textOf(bytes).replaceAll("ANONYMOUS", patient.slice(0, 9).padEnd(9)));
}

/** Contours without images: the grid that the paper made up, and frames taken for one. */
export const WITHOUT_IMAGES: Policy = { grid: "paper", assumeSameFrame: true };
