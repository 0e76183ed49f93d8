import { SoftdiceError } from "../../core/errors.ts";
import type { Roi, StructureSet } from "./rtstruct.ts";
import { compare, type Drawn, drawnOf, explain, rate, type Rating } from "./series-rating.ts";
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
