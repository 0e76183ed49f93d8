/**
 * softdice/study: files to delineations, who drew what, of whom, on which grid; the input of `consensus`.
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
 * const { masks } = consensus(raters, { names, grid: common });
 * masks.diceOptimal; // Uint8Array [0, 1, 1, 1]
 *
 * @packageDocumentation
 */
export { SoftdiceError, type Fault } from "../core/errors.ts";
export type { Inflate } from "../formats/compression.ts";
export type { Grid, Triple } from "../image/grid.ts";
export type { Interpolation } from "../image/resample.ts";
export { decisionsText, type Decision } from "../study/decisions.ts";
export type { InputFile } from "../study/inputFiles.ts";
export {
  openPatient,
  openStudy,
  type ObservedStructure,
  type OpenedPatient,
  type OpenedStructure,
  type OpenedStudy,
  type OpenOptions,
} from "../study/open.ts";
export type { Policy, Tools } from "../study/policy.ts";
export { parseRois, type RoiMapping } from "../study/rois.ts";
