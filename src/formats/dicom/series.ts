import { SoftdiceError } from "../../core/errors.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { stackSlices } from "./stack.ts";
import type { Slice } from "./slices.ts";

/** Image planes that belong together: one series, one orientation, one pixel grid. */
export interface Series {
  readonly uid: string;
  readonly studyUid: string;
  /** PatientID without blanks around it, to keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly frameOfReferenceUid: string | undefined;
  readonly description: string;
  readonly modality: string;
  /** One slice for each position, ascending along the normal; `depth[n]` is the index k of `slices[n]` in the grid. */
  readonly slices: readonly Slice[];
  readonly depth: readonly number[];
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
export function seriesLabel({ uid, modality }: Pick<Series, "uid" | "modality">): string {
  return `${modality === "" ? "" : `${modality} `}series ${uid}`;
}

/**
 * Sorts planes into series, whatever their order and file names: by SeriesInstanceUID, and within one by frame of
 * reference, orientation and pixel grid, since localisers and reformats travel under one UID.
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
  return [...groups.values()].flatMap((parts) => parts.map((members) => buildSeries(members, parts.length)));
}

function buildSeries(members: readonly Slice[], parts: number): Series {
  const [first] = members;
  const identity = {
    uid: first.seriesUid,
    studyUid: first.studyUid,
    patientId: first.patientId,
    frameOfReferenceUid: first.frameOfReferenceUid,
    description: first.description,
    modality: first.modality,
  };
  const notes: string[] = [];
  if (parts > 1) notes.push(`its UID covers ${parts} stacks of different orientation or pixel grid`);
  const stack = stackSlices(seriesLabel(identity), members);
  return { ...identity, ...stack, notes: [...notes, ...stack.notes] };
}

/** Whether two planes can lie in one stack: 1e-3 in the directions, 1e-4 relative in the spacing. */
export function sharePlane(a: Slice, b: Slice): boolean {
  return (
    a.columns === b.columns &&
    a.rows === b.rows &&
    a.frameOfReferenceUid === b.frameOfReferenceUid &&
    closeTo(a.rowDirection, b.rowDirection) &&
    closeTo(a.columnDirection, b.columnDirection) &&
    a.pixelSpacingMm.every((mm, axis) => Math.abs(mm - b.pixelSpacingMm[axis]) <= 1e-4 * mm)
  );
}

function closeTo(a: Triple, b: Triple): boolean {
  return a.every((value, d) => Math.abs(value - b[d]) <= 1e-3);
}
