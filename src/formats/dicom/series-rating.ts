import { SoftdiceError } from "../../core/errors.ts";
import { mmToVoxel, type Triple } from "../../image/grid.ts";
import { slabAt, slabsOf } from "./layers.ts";
import { isClosed, type Roi, type StructureSet } from "./rtstruct.ts";
import { type Series, seriesLabel } from "./series.ts";

/** What is to be put on a series. */
export interface Drawn {
  /** Frames of reference that it names. */
  readonly frames: readonly string[];
  readonly referencedSeriesUids: readonly string[];
  readonly referencedInstanceUids: ReadonlySet<string>;
  /** Instances that the file lists with those frames. */
  readonly listedInstanceUids: ReadonlySet<string>;
  /** First points of closed contours, with the images that these name. */
  readonly samples: readonly { readonly point: Triple; readonly images: readonly string[] }[];
}

/** At most this many contours are looked at, evenly taken. */
const MOST_SAMPLES = 2000;

/** What is drawn of some or all of the structures of a set. */
export function drawnOf(set: StructureSet, rois: readonly Roi[]): Drawn {
  const contours = rois.flatMap((roi) =>
    roi.contours.filter((contour) => isClosed(contour) && contour.points.length > 0),
  );
  const every = Math.max(1, Math.ceil(contours.length / MOST_SAMPLES));
  const own = rois.map((roi) => roi.frameOfReferenceUid).filter((frame) => frame !== undefined);
  const frames = rois === set.rois || own.length === 0 ? set.frameOfReferenceUids : own;
  return {
    frames,
    listedInstanceUids: new Set(frames.flatMap((frame) => [...(set.instancesOfFrame.get(frame) ?? [])])),
    referencedSeriesUids: set.referencedSeriesUids,
    referencedInstanceUids: set.referencedInstanceUids,
    samples: contours
      .filter((_, n) => n % every === 0)
      .map(({ points, images }) => ({ point: [points[0], points[1], points[2]], images })),
  };
}

/** What a series has going for it. */
export interface Rating {
  readonly series: Series;
  /** Its frame of reference is one that the structures name. */
  readonly frame: boolean;
  /** It, or what was drawn, names no frame of reference at all. */
  readonly unframed: boolean;
  /** It has a grid of two or more slices, or of one that is referred to. */
  readonly usable: boolean;
  /** Whether the file lists images of it with the structures' frames. */
  readonly listed: boolean;
  /** Part of the sampled contours that name one of its images. */
  readonly named: number;
  /** Whether most of them do, and lie in the planes of those. */
  readonly isNamedInPlane: boolean;
  /** Part of the sampled points that is inside the grid, and their mean distance from the nearest slice. */
  readonly inside: number;
  readonly offSliceMm: number;
  readonly referenced: boolean;
  readonly instances: number;
}

/** A contour this near to the plane of an image, in mm, lies in it. */
const IN_PLANE_MM = 0.05;

export function rate(drawn: Drawn, series: Series): Rating {
  const { frameOfReferenceUid: frame, grid, slices } = series;
  const instances = slices.filter(({ sopInstanceUid }) => drawn.referencedInstanceUids.has(sopInstanceUid));
  const referenced = drawn.referencedSeriesUids.includes(series.uid);
  return {
    series,
    frame: frame !== undefined && drawn.frames.includes(frame),
    listed: slices.some(({ sopInstanceUid }) => drawn.listedInstanceUids.has(sopInstanceUid)),
    unframed: frame === undefined || drawn.frames.length === 0,
    usable: !(grid instanceof SoftdiceError) && (slices.length > 1 || referenced || instances.length > 0),
    ...overlap(drawn, series),
    referenced,
    instances: instances.length / slices.length,
  };
}

/**
 * Negative if `a` fits better. What lies inside counts in steps of 2 %, so that a few points at a border do not outweigh a
 * reference; the distance from slices in steps of a micrometre, since series of one patient can differ by hundredths of
 * a millimetre, or, where most of the structure set has a series, of a hundredth of a millimetre.
 */
export function compare(a: Rating, b: Rating, favourite: Series | undefined): number {
  const stepsPerMm = favourite === undefined ? 1000 : 100;
  return (
    Number(b.frame) - Number(a.frame) ||
    Number(b.isNamedInPlane) - Number(a.isNamedInPlane) ||
    Math.round(50 * b.inside) - Math.round(50 * a.inside) ||
    Math.round(stepsPerMm * (a.offSliceMm - b.offSliceMm)) ||
    Number(b.series === favourite) - Number(a.series === favourite) ||
    Number(b.referenced) - Number(a.referenced) ||
    b.instances - a.instances ||
    b.series.slices.length - a.series.slices.length
  );
}

/** What spoke for a series, in one sentence. */
export function explain(rating: Rating): string {
  const { frame, referenced, named, instances, inside, offSliceMm, series } = rating;
  const reasons = [
    frame ? "its frame of reference is the contours'" : undefined,
    named > 0 ? "the contours name its images" : undefined,
    inside > 0
      ? `${Math.round(100 * inside)} % of the contours lie inside it, ${offSliceMm.toFixed(3)} mm off its slices on average`
      : undefined,
    referenced ? "the structure set refers to it" : undefined,
    instances > 0 && named === 0 ? "the structure set refers to its images" : undefined,
  ].filter((reason) => reason !== undefined);
  return `${seriesLabel(series)}: ${reasons.join(", ")}`;
}

function overlap(
  { samples }: Drawn,
  { grid, slices, depth, slabs: given }: Series,
): Pick<Rating, "inside" | "offSliceMm" | "named" | "isNamedInPlane"> {
  const byUid = new Map<string, number[]>();
  slices.forEach(({ sopInstanceUid: uid }, n) => byUid.set(uid, [...(byUid.get(uid) ?? []), n]));
  let named = 0;
  let inPlane = 0;
  let inside = 0;
  let distance = 0;
  const slabs = grid instanceof SoftdiceError ? [] : slabsOf(grid, given);
  for (const { point, images } of samples) {
    const uid = images.find((image) => byUid.has(image));
    if (uid !== undefined) named += 1;
    if (grid instanceof SoftdiceError) continue;
    const index = mmToVoxel(grid, point);
    if (uid !== undefined) {
      const planes = (byUid.get(uid) ?? []).map((n) => given?.[n].position ?? depth[n]);
      const isIn = planes.some((k) => Math.abs(index[2] - k) * grid.spacingMm[2] <= IN_PLANE_MM);
      if (isIn) inPlane += 1;
    }
    if (!index.every((value, axis) => value >= -0.5 && value < grid.shape[axis] - 0.5)) continue;
    const slab = slabs[slabAt(index[2], slabs, grid)];
    inside += 1;
    distance += Math.abs(index[2] - (slab?.position ?? index[2])) * grid.spacingMm[2];
  }
  const count = Math.max(1, samples.length);
  return {
    named: named / count,
    isNamedInPlane: inPlane > 0.5 * count,
    inside: inside / count,
    offSliceMm: inside === 0 ? Infinity : distance / inside,
  };
}
