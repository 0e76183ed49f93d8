import { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import { type Choice, isSamePatient } from "./choose.ts";
import { checkSize } from "./grid-size.ts";
import type { Slab } from "./layers.ts";
import type { MaskOptions, MaskStructure, StructureMask } from "./mask-types.ts";
import { referenceToSeries } from "./reference.ts";
import type { Segment, Segmentation } from "./seg.ts";
import { gridOf, type Series } from "./series.ts";

/**
 * The segments of a SEG: on the grid of the images that it refers to or shares a frame of reference with, where its pixels
 * are voxels of theirs, else on a grid of its own.
 */
export function structuresOfSegmentation(
  seg: Segmentation,
  series: readonly Series[],
  { assumeSamePatient, betweenPlanes }: MaskOptions,
): MaskStructure[] {
  const own = series.filter(
    (one) =>
      (assumeSamePatient === true || isSamePatient(seg.patientId, one.patientId)) &&
      !(one.grid instanceof SoftdiceError) &&
      seg.fits(one.grid, one.slabs),
  );
  const found =
    own.find(({ uid }) => seg.referencedSeriesUids.includes(uid)) ??
    own.find(({ frameOfReferenceUid: frame }) => frame !== undefined && frame === seg.frameOfReferenceUid);
  const choice: Choice | undefined =
    found === undefined
      ? undefined
      : { series: found, reason: "the segmentation's voxels are its voxels", caution: undefined };
  const target = gridFor(seg, found, betweenPlanes);
  return seg.segments.map((segment): MaskStructure => {
    const hasArea = segment.frames > 0;
    const failure = hasArea && target instanceof SoftdiceError ? named(segment, target) : undefined;
    return {
      name: segment.name,
      number: segment.number,
      hasArea,
      frameOfReferenceUid: seg.frameOfReferenceUid,
      choice,
      reference: found === undefined ? seg.reference : referenceToSeries(found),
      grid: hasArea && !(target instanceof SoftdiceError) ? target : undefined,
      failure,
      rasterise: () =>
        target instanceof SoftdiceError || !hasArea
          ? none(segment, failure)
          : segmentMask(segment, target, found?.slabs),
    };
  });
}

function gridFor(
  seg: Segmentation,
  series: Series | undefined,
  told: MaskOptions["betweenPlanes"],
): Grid | SoftdiceError {
  try {
    return checkSize(seg.file, series === undefined ? seg.gridAs(told) : gridOf(series));
  } catch (error) {
    if (error instanceof SoftdiceError) return error;
    throw error;
  }
}

function named({ name }: Segment, { problem, expected, remedy }: SoftdiceError): SoftdiceError {
  return new SoftdiceError({ subject: name, problem, expected, remedy });
}

function none({ name }: Segment, failure: SoftdiceError | undefined): StructureMask {
  const notes = failure === undefined ? ["it has no frames"] : [];
  const layers = { start: 0, end: 0 };
  return { name, volume: undefined, layers, voxels: 0, report: undefined, notes, failure };
}

function segmentMask(segment: Segment, grid: Grid, slabs: readonly Slab[] | undefined): StructureMask {
  const volume = segment.volume(grid, slabs);
  const voxels = countNonZero(volume.data);
  const layers = { start: 0, end: grid.shape[2] };
  return { name: segment.name, volume, layers, voxels, report: undefined, notes: [], failure: undefined };
}

function countNonZero(data: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count += 1;
  return count;
}
