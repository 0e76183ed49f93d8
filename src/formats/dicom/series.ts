import { SoftdiceError } from "../../core/errors.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import type { Slab } from "./layers.ts";
import type { PatientIdentity } from "./patient.ts";
import { type Phase, splitPhases } from "./phases.ts";
import { stackSlices } from "./stack.ts";
import type { Slice } from "./slices.ts";

/** Image planes that belong together: one series, one orientation, one pixel grid. */
export interface Series {
  readonly uid: string;
  readonly studyUid: string;
  /** PatientID without blanks around it, to keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly patient: PatientIdentity;
  readonly frameOfReferenceUid: string | undefined;
  readonly description: string;
  readonly modality: string;
  /** Which phase, echo or b-value it is, where one UID covers several. */
  readonly phase: string | undefined;
  /**
   * One slice for each position, ascending along the normal; `depth[n]` is the index k of `slices[n]` in the grid, or of its
   * first layer where slices have a thickness of their own.
   */
  readonly slices: readonly Slice[];
  readonly depth: readonly number[];
  /** Where distances vary: each slice with its layers of the grid. */
  readonly slabs: readonly Slab[] | undefined;
  /** Where its voxels are; or why they make no grid. */
  readonly grid: Grid | SoftdiceError;
  /** What was unusual, one sentence each. */
  readonly notes: readonly string[];
}

/** The grid of a series. @throws SoftdiceError that says why there is none */
export function gridOf(series: Series): Grid {
  if (series.grid instanceof SoftdiceError) throw series.grid;
  return series.grid;
}

/** What messages call a series. Its description is free text, which may name the patient, and is left out. */
export function seriesLabel({ uid, modality, phase }: Pick<Series, "uid" | "modality" | "phase">): string {
  return `${modality === "" ? "" : `${modality} `}series ${uid}${phase === undefined ? "" : ` (${phase})`}`;
}

/**
 * Sorts planes into series, whatever their order and file names: by SeriesInstanceUID, and within one by frame of
 * reference, orientation and pixel grid, since localisers and reformats travel under one UID, and by phase
 * ({@link splitPhases}).
 */
export function groupSeries(slices: Iterable<Slice>): Series[] {
  const groups = new Map<string, Slice[][]>();
  for (const slice of slices) {
    const parts = groups.get(slice.seriesUid) ?? [];
    const part = parts.find((members) => sharePlane(members[0], slice));
    if (part === undefined) parts.push([slice]);
    else part.push(slice);
    groups.set(slice.seriesUid, parts);
  }
  return [...groups.values()].flatMap((parts) =>
    parts.flatMap((members) =>
      splitPhases(members).map((phase, _, phases) => buildSeries(phase, parts.length, phases.length)),
    ),
  );
}

function buildSeries({ slices, label }: Phase, parts: number, phases: number): Series {
  const [first] = slices;
  const identity = {
    uid: first.seriesUid,
    studyUid: first.studyUid,
    patientId: first.patient.id,
    patient: first.patient,
    frameOfReferenceUid: first.frameOfReferenceUid,
    description: first.description,
    modality: first.modality,
    phase: label,
  };
  const notes: string[] = [];
  if (parts > 1) notes.push(`its UID covers ${parts} stacks of different orientation or pixel grid`);
  if (label !== undefined) notes.push(`its UID covers ${phases} volumes; this is ${label}`);
  const stack = stackSlices(seriesLabel(identity), slices);
  return { ...identity, ...stack, notes: [...notes, ...stack.notes] };
}

/** Whether two planes can lie in one stack: 1e-3 in the directions, 1e-4 relative in the spacing. */
export function sharePlane(a: Slice, b: Slice): boolean {
  return (
    a.columns === b.columns &&
    a.rows === b.rows &&
    a.frameOfReferenceUid === b.frameOfReferenceUid &&
    a.patient.id === b.patient.id &&
    closeTo(a.rowDirection, b.rowDirection) &&
    closeTo(a.columnDirection, b.columnDirection) &&
    a.pixelSpacingMm.every((mm, axis) => Math.abs(mm - b.pixelSpacingMm[axis]) <= 1e-4 * mm)
  );
}

function closeTo(a: Triple, b: Triple): boolean {
  return a.every((value, d) => Math.abs(value - b[d]) <= 1e-3);
}
