import { SoftdiceError } from "../../core/errors.ts";
import { mmToVoxel, type Triple } from "../../image/grid.ts";
import { slabAt, slabsOf } from "./layers.ts";
import { isClosed, type Roi, type StructureSet } from "./rtstruct.ts";
import { type Series, seriesLabel } from "./series.ts";

/** The series on whose grid structures are to be read, and why. */
export interface Choice {
  readonly series: Series;
  /** One sentence that says what was chosen and what spoke for it. */
  readonly reason: string;
  /** A word on what had to be assumed; `undefined` if nothing had. */
  readonly caution: string | undefined;
}

/** What restricts, or widens, the choice. */
export interface ChoiceOptions {
  /** UID of a series or a part of its description; overrides everything but frame and patient. */
  readonly wanted?: string | undefined;
  /** Takes series of another frame of reference too. */
  readonly assumeSameFrame?: boolean | undefined;
  /** Takes series of another PatientID too. */
  readonly assumeSamePatient?: boolean | undefined;
}

/**
 * Chooses among all series of a folder the one that a structure set as a whole belongs to. What a series has going for it
 * is, in this order: its frame of reference is one that the structures name; their contours name its images and lie in the
 * planes of those; the contours lie inside its voxels; their planes are those of its slices; the file refers to it; the file
 * refers to its instances; it has more slices. A reference to a series that is not there counts for nothing.
 *
 * A series of another frame is chosen only where contours name its images; one of another patient, or without a grid, never;
 * one of a single slice only where the file refers to it.
 *
 * @returns `undefined` if nothing in the folder can belong to the structure set
 * @throws SoftdiceError when `wanted` fits no series, or several; and when only series without a grid would fit
 */
export function chooseSeries(
  set: StructureSet,
  series: readonly Series[],
  wanted?: string,
): Choice | undefined {
  const choice = pick(drawnOf(set, set.rois), candidatesOf(set, series, { wanted }), { wanted });
  if (choice instanceof SoftdiceError) throw choice;
  return choice;
}

/**
 * The series of each ROI of a set, or what keeps it from having one. A ROI goes where most of the set goes
 * ({@link chooseSeries}), unless its own frame of reference, images or planes say that it was drawn on another.
 */
export function chooseForRois(
  set: StructureSet,
  series: readonly Series[],
  options: ChoiceOptions,
): (Choice | SoftdiceError)[] {
  const candidates = candidatesOf(set, series, options);
  const whole = pick(drawnOf(set, set.rois), candidates, options);
  const favourite = whole instanceof SoftdiceError ? undefined : whole?.series;
  return set.rois.map((roi) => {
    const choice = pick(drawnOf(set, [roi]), candidates, options, favourite);
    return choice ?? noSeries(set, roi, series, candidates);
  });
}

/** The series that a choice is made of. */
function candidatesOf(
  { patientId }: StructureSet,
  series: readonly Series[],
  { wanted, assumeSamePatient }: ChoiceOptions,
): readonly Series[] {
  const meant = wanted === undefined ? series : findSeries(series, wanted);
  return assumeSamePatient === true ? meant : meant.filter((one) => isSamePatient(patientId, one.patientId));
}

/** Whether two objects can be of one patient: an identifier that is missing is not another one. */
export function isSamePatient(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** The series with this UID, or those of the only UID whose description holds this text: one, or the phases of one. */
export function findSeries(series: readonly Series[], wanted: string): readonly Series[] {
  const text = wanted.toLowerCase();
  const exact = series.filter(({ uid, description }) => uid === wanted || description.toLowerCase() === text);
  const found =
    exact.length > 0 ? exact : series.filter(({ description }) => description.toLowerCase().includes(text));
  if (new Set(found.map(({ uid }) => uid)).size === 1) return found;
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

/** What is to be put on a series. */
interface Drawn {
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

function drawnOf(set: StructureSet, rois: readonly Roi[]): Drawn {
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

/** The best of the candidates, an error if it could only be one without a grid, `undefined` if there is none. */
function pick(
  drawn: Drawn,
  candidates: readonly Series[],
  { wanted, assumeSameFrame }: ChoiceOptions,
  favourite?: Series,
): Choice | SoftdiceError | undefined {
  const ranked = candidates
    .map((candidate) => rate(drawn, candidate))
    .filter(
      (rating) =>
        rating.frame ||
        rating.named > 0 ||
        rating.listed ||
        (rating.unframed && (wanted !== undefined || rating.referenced || rating.inside > 0.5)) ||
        (assumeSameFrame === true && (wanted !== undefined || rating.referenced || rating.inside > 0.5)),
    )
    .sort((a, b) => compare(a, b, favourite));
  const best = ranked.find(({ usable }) => usable || wanted !== undefined);
  if (best === undefined || best.series.grid instanceof SoftdiceError) {
    const blocked = ranked.find(({ series }) => series.grid instanceof SoftdiceError);
    return blocked?.series.grid instanceof SoftdiceError ? blocked.series.grid : undefined;
  }
  return {
    series: best.series,
    reason: wanted === undefined ? explain(best) : "chosen by --series",
    caution: best.frame || best.unframed ? undefined : cautionOn(best),
  };
}

function cautionOn({ named, listed }: Rating): string {
  return named > 0 || listed
    ? "its frame of reference is not that of the images, which its contours refer to all the same"
    : "its frame of reference is not that of the images; taken for the same, as was asked";
}

interface Rating {
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

function rate(drawn: Drawn, series: Series): Rating {
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
function compare(a: Rating, b: Rating, favourite: Series | undefined): number {
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

function explain(rating: Rating): string {
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

/** Why there is no series for a ROI. */
function noSeries(
  set: StructureSet,
  roi: Roi,
  series: readonly Series[],
  candidates: readonly Series[],
): SoftdiceError {
  const frames = roi.frameOfReferenceUid === undefined ? set.frameOfReferenceUids : [roi.frameOfReferenceUid];
  const isOtherFrame =
    frames.length > 0 &&
    candidates.length > 0 &&
    candidates.every(({ frameOfReferenceUid: frame }) => frame !== undefined && !frames.includes(frame));
  if (series.length > 0 && candidates.length === 0) {
    return new SoftdiceError({
      subject: roi.name,
      problem: "belongs to another patient than the images: their PatientIDs differ",
      expected: "images of the same patient",
      remedy: "add the images of its patient, or pass --assume-same-patient if they are",
    });
  }
  if (isOtherFrame) {
    return new SoftdiceError({
      subject: roi.name,
      problem: "lies in another frame of reference than the images",
      expected: "images in its frame of reference",
      remedy: "add its images, or pass --assume-same-frame if the two frames are one",
    });
  }
  return new SoftdiceError({
    subject: roi.name,
    problem: `fits none of the ${series.length} image series beside it`,
    expected: "images in the contours' frame of reference",
    remedy: "add its images, choose a series with --series, or take --grid paper, which needs none",
  });
}
