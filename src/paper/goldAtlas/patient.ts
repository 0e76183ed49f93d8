import { SoftdiceError } from "../../core/errors.ts";
import type { Triple } from "../../image/grid.ts";
import type { Observed as ObservedStructure } from "../../study/structure.ts";
import type { Iterates } from "../iterates/compute.ts";
import { measure, type Measurement } from "../table1/sample.ts";
import { figure3Row } from "./figure3.ts";
import { inBox } from "./observed.ts";
import { describeGrid, openPlanned, type PatientFiles, type PlannedCase, type Reading } from "./observers.ts";
import { cutPatch } from "./patch.ts";
import type { PlannedStructure } from "./plan.ts";
import { startStream } from "./stream.ts";
import { structureVolumes, type StructureVolumes } from "./volumes.ts";

/** Everything that a patient's samples depend on besides the patient. */
export interface GoldAtlasParameters extends Reading {
  readonly seed: number;
  readonly plan: readonly PlannedStructure[];
  /** Side of the patch in pixels; the paper's is 128. */
  readonly patch: number;
  readonly iterations: readonly number[];
  /** Whether every voxel is followed by itself. */
  readonly exact: boolean;
}

/** One patient's samples, one a structure, and how they came about. */
export interface PatientResult {
  /** Which structure sets and which grid were used, and why. */
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
  /** Delineations that are not there or do not count, a remark each. */
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
export async function runPatient(
  name: string,
  files: PatientFiles,
  parameters: GoldAtlasParameters,
  show?: (row: Iterates) => void,
): Promise<PatientResult> {
  const planned = await openPlanned(files, parameters.plan, parameters);
  const structures = planned.structures.map((one) => runStructure(name, one, parameters, show));
  const [first] = planned.structures.flatMap(({ structure }) => observedOf(structure) ?? []);
  const grids = new Set(
    planned.structures.flatMap(({ structure }) => {
      const observed = observedOf(structure);
      if (observed === undefined) return [];
      return [
        structure?.isContour ? describeGrid(observed.choice?.series, files.series) : "that of the masks",
      ];
    }),
  );
  return {
    choices: [planned.choice, `grid: ${[...grids].join("; ")}`],
    shape: first?.grid.shape ?? [0, 0, 0],
    spacingMm: first?.grid.spacingMm ?? [0, 0, 0],
    structures,
  };
}

type Planned = PlannedCase["structures"][number];

function runStructure(
  name: string,
  { row, structure, missing, failure }: Planned,
  { seed, patch: side, iterations, exact }: GoldAtlasParameters,
  show: ((row: Iterates) => void) | undefined,
): StructureResult {
  if (structure === undefined) {
    return { row, failure: failure?.message ?? `no observer delineated it: ${missing.join(", ")}` };
  }
  try {
    const observed = inBox(structure.observe());
    if (structure.observe().masks.every(({ data }) => data.length === 0))
      return { row, failure: "its contours hold no voxel" };
    const patch = cutPatch(observed, side);
    show?.(figure3Row(row, patch, startStream(seed, row, name), iterations));
    return {
      row,
      measurement: measure(patch.marginal, startStream(seed, row, name), iterations, exact),
      volumes: structureVolumes(observed, patch.marginal.length),
      outside: patch.outside,
      missing,
    };
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    return { row, failure: error.message };
  }
}

function observedOf(structure: Planned["structure"]): ObservedStructure | undefined {
  try {
    return structure?.observe();
  } catch (error) {
    if (error instanceof SoftdiceError) return undefined;
    throw error;
  }
}
