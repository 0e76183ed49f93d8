import type { Nested } from "../../formats/dicom/rasterise.ts";
import type { Study } from "../../formats/dicom/study.ts";
import type { Triple } from "../../image/grid.ts";
import type { Iterates } from "../iterates/compute.ts";
import { measure, type Measurement } from "../table1/sample.ts";
import { chooseStructureSet, type Delineations, findDelineations } from "./delineations.ts";
import { figure3Row } from "./figure3.ts";
import { chooseGrid, type GridKind } from "./grid.ts";
import { observe } from "./observed.ts";
import { cutPatch } from "./patch.ts";
import type { PlannedStructure } from "./plan.ts";
import { startStream } from "./stream.ts";
import { structureVolumes, type StructureVolumes } from "./volumes.ts";

/** Everything that a patient's samples depend on besides the patient. */
export interface GoldAtlasParameters {
  readonly seed: number;
  readonly plan: readonly PlannedStructure[];
  readonly grid: GridKind;
  readonly nested: Nested;
  /** Side of the patch in pixels; the paper's is 128. */
  readonly patch: number;
  readonly iterations: readonly number[];
  /** Whether every voxel is followed by itself. */
  readonly exact: boolean;
}

/** What is read of one patient. */
export type PatientFiles = Pick<Study, "structureSets" | "series">;

/** One patient's samples, one a structure, and how they came about. */
export interface PatientResult {
  /** Which structure set and which grid were used, and why. */
  readonly choices: readonly string[];
  readonly shape: Triple;
  readonly spacingMm: Triple;
  readonly structures: readonly StructureResult[];
}

/** One structure of one patient: a sample, or why there is none. */
export type StructureResult = StructureSample | StructureFailure;

export interface StructureSample {
  readonly row: string;
  readonly measurement: Measurement;
  readonly volumes: StructureVolumes;
  /** Part of Σ m outside the patch. */
  readonly outside: number;
  /** ROIs that are not there or hold nothing, a remark each. */
  readonly missing: readonly string[];
}

export interface StructureFailure {
  readonly row: string;
  readonly failure: string;
}

/**
 * Runs experiment (G) on one patient. A structure without a delineation is a failure of its own; the others go on.
 *
 * @param name the patient's name: tells the streams apart that the descents start from
 * @param show called with each sample's row of Figure 3; without it none is kept
 * @throws SoftdiceError when there is no structure set of the observers, or no grid
 */
export function runPatient(
  name: string,
  files: PatientFiles,
  parameters: GoldAtlasParameters,
  show?: (row: Iterates) => void,
): PatientResult {
  const { seed, plan, nested, iterations, exact } = parameters;
  const { set, reason } = chooseStructureSet(files.structureSets, plan);
  const { grid, reason: gridReason } = chooseGrid(set, files.series, parameters.grid);
  const structures = findDelineations(plan, set).map((delineations): StructureResult => {
    const { row, rois, missing } = delineations;
    const observed = rois.length === 0 ? undefined : observe(rois, grid, nested);
    if (observed === undefined) return { row, failure: whyNone(delineations) };
    const patch = cutPatch(observed, parameters.patch);
    show?.(figure3Row(row, patch, startStream(seed, row, name), iterations));
    return {
      row,
      measurement: measure(patch.marginal, startStream(seed, row, name), iterations, exact),
      volumes: structureVolumes(observed, patch.marginal.length),
      outside: patch.outside,
      missing: [...missing, ...observed.empty.map((roi) => `${roi} holds no voxel`)],
    };
  });
  return {
    choices: [reason, `grid: ${gridReason}`],
    shape: grid.shape,
    spacingMm: grid.spacingMm,
    structures,
  };
}

function whyNone({ rois, missing }: Delineations): string {
  return rois.length === 0
    ? `no observer delineated it: ${missing.join(", ")}`
    : "its contours hold no voxel";
}
