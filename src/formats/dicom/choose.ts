import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, mmToVoxel } from "../../image/grid.ts";
import { isClosed, type StructureSet } from "./rtstruct.ts";
import { type Series, seriesLabel } from "./series.ts";

/** The series on whose grid a structure set is to be read, and why. */
export interface Choice {
  readonly series: Series;
  /** One sentence that says what was chosen and what spoke for it. */
  readonly reason: string;
}

/**
 * Chooses among all series of a folder the one that a structure set belongs to. What a series has going for it is, in
 * this order: its frame of reference is one that the structures name; the contours lie inside its voxels; their planes
 * are those of its slices; the file refers to it; the file refers to its instances; it has more slices. A reference to a
 * series that is not there counts for nothing, and neither does a reference into another frame.
 *
 * A series of one slice, or one that makes no grid, is never chosen by itself.
 *
 * @param wanted a SeriesInstanceUID, or a part of a series' description in any case; overrides everything
 * @returns `undefined` if nothing in the folder can belong to the structure set
 * @throws SoftdiceError when `wanted` fits no series, or several; and when only series without a grid would fit
 */
export function chooseSeries(
  set: StructureSet,
  series: readonly Series[],
  wanted?: string,
): Choice | undefined {
  if (wanted !== undefined) {
    return { series: findSeries(series, wanted), reason: "chosen by --series" };
  }
  const samples = samplePoints(set);
  const ranked = series
    .map((candidate) => rate(set, candidate, samples))
    .filter((rating) => rating.frame || rating.referenced || (rating.unframed && rating.inside > 0.5))
    .sort(compare);
  const best = ranked.find(({ usable }) => usable);
  if (best === undefined) {
    const blocked = ranked.find(({ series }) => series.grid instanceof SoftdiceError);
    if (blocked !== undefined && blocked.series.grid instanceof SoftdiceError) throw blocked.series.grid;
    return undefined;
  }
  return { series: best.series, reason: explain(best) };
}

/** The series with this UID, or the only one whose description holds this text. */
export function findSeries(series: readonly Series[], wanted: string): Series {
  const text = wanted.toLowerCase();
  const exact = series.filter(({ uid, description }) => uid === wanted || description.toLowerCase() === text);
  const found =
    exact.length > 0 ? exact : series.filter(({ description }) => description.toLowerCase().includes(text));
  if (found.length === 1) return found[0];
  throw new SoftdiceError({
    subject: "--series",
    problem: `"${wanted}" fits ${found.length === 0 ? "no series" : `${found.length} series`}`,
    expected: `one of the ${(found.length === 0 ? series : found).map(sizedLabel).join(", ")}`,
    remedy: "give its UID, or more of its description",
  });
}

function sizedLabel(series: Series): string {
  return `${seriesLabel(series)} (${series.slices[0].columns} × ${series.slices[0].rows} × ${series.slices.length})`;
}

interface Rating {
  readonly series: Series;
  /** Its frame of reference is one that the structure set names. */
  readonly frame: boolean;
  /** It, or the structure set, names no frame of reference at all. */
  readonly unframed: boolean;
  /** It has a grid of two or more slices. */
  readonly usable: boolean;
  /** Part of the sampled points that is inside the grid, and their mean distance from the nearest slice. */
  readonly inside: number;
  readonly offSliceMm: number;
  readonly referenced: boolean;
  readonly instances: number;
}

function rate(
  set: StructureSet,
  series: Series,
  samples: readonly (readonly [number, number, number])[],
): Rating {
  const { frameOfReferenceUid: frame, grid, slices } = series;
  const usable = !(grid instanceof SoftdiceError) && slices.length > 1;
  return {
    series,
    frame: frame !== undefined && set.frameOfReferenceUids.includes(frame),
    unframed: frame === undefined || set.frameOfReferenceUids.length === 0,
    usable,
    ...(grid instanceof SoftdiceError ? { inside: 0, offSliceMm: Infinity } : overlap(grid, samples)),
    referenced: set.referencedSeriesUids.includes(series.uid),
    instances:
      slices.filter(({ sopInstanceUid }) => set.referencedInstanceUids.has(sopInstanceUid)).length /
      slices.length,
  };
}

/**
 * Negative if `a` fits better. What lies inside counts in steps of 2 %, so that a few points at a border do not outweigh a
 * reference; the distance from slices in steps of a micrometre, since series of one patient can differ by hundredths of
 * a millimetre.
 */
function compare(a: Rating, b: Rating): number {
  return (
    Number(b.frame) - Number(a.frame) ||
    Math.round(50 * b.inside) - Math.round(50 * a.inside) ||
    Math.round(1000 * (a.offSliceMm - b.offSliceMm)) ||
    Number(b.referenced) - Number(a.referenced) ||
    b.instances - a.instances ||
    b.series.slices.length - a.series.slices.length
  );
}

function explain({ frame, referenced, instances, inside, offSliceMm, series }: Rating): string {
  const reasons = [
    frame ? "its frame of reference is the contours'" : undefined,
    inside > 0
      ? `${Math.round(100 * inside)} % of the contours lie inside it, ${offSliceMm.toFixed(3)} mm off its slices on average`
      : undefined,
    referenced ? "the structure set refers to it" : undefined,
    instances > 0 ? "the structure set refers to its images" : undefined,
  ].filter((reason) => reason !== undefined);
  return `${seriesLabel(series)}: ${reasons.join(", ")}`;
}

/** The first points of closed contours, at most 2000 of them, evenly taken. */
function samplePoints(set: StructureSet): (readonly [number, number, number])[] {
  const contours = set.rois.flatMap(({ contours }) =>
    contours.filter((contour) => isClosed(contour) && contour.points.length > 0),
  );
  const every = Math.max(1, Math.ceil(contours.length / 2000));
  return contours
    .filter((_, n) => n % every === 0)
    .map(({ points }) => [points[0], points[1], points[2]] as const);
}

function overlap(
  grid: Grid,
  samples: readonly (readonly [number, number, number])[],
): { inside: number; offSliceMm: number } {
  let inside = 0;
  let distance = 0;
  for (const sample of samples) {
    const index = mmToVoxel(grid, sample);
    if (!index.every((value, axis) => value >= -0.5 && value < grid.shape[axis] - 0.5)) continue;
    inside += 1;
    distance += Math.abs(index[2] - Math.round(index[2])) * grid.spacingMm[2];
  }
  return {
    inside: inside / Math.max(1, samples.length),
    offSliceMm: inside === 0 ? Infinity : distance / inside,
  };
}
