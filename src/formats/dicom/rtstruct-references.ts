import type { ImageReference, ReferencedImage } from "./reference.ts";
import type { DatasetRecord } from "./write.ts";

/** One reference for each series and frame. */
export function distinctReferences(all: readonly (ImageReference | undefined)[]): ImageReference[] {
  const byKey = new Map<string, ImageReference>();
  for (const reference of all) {
    if (reference === undefined) continue;
    const { studyUid = "", seriesUid = "", frameOfReferenceUid = "", images } = reference;
    // Phases of one series have images of their own.
    const key = [studyUid, seriesUid, frameOfReferenceUid, images.at(0)?.sopInstanceUid ?? ""].join(" ");
    if (!byKey.has(key)) byKey.set(key, reference);
  }
  return [...byKey.values()];
}

/** Each frame of reference with its studies, those with their series, those with their images. */
export function referencedFrames(
  all: readonly (ImageReference | undefined)[],
  references: readonly ImageReference[],
  frameOf: (reference: ImageReference | undefined) => string,
): DatasetRecord[] {
  const frames = [...new Set(all.map(frameOf))];
  return frames.map((frame) => {
    const own = references.filter((reference) => frameOf(reference) === frame);
    const studies = [...new Set(own.map(({ studyUid }) => studyUid))].flatMap((studyUid) => {
      const series = referencedSeries(own.filter((reference) => reference.studyUid === studyUid));
      return studyUid === undefined || series.length === 0 ? [] : [referencedStudy(studyUid, series)];
    });
    return {
      FrameOfReferenceUID: frame,
      RTReferencedStudySequence: studies.length === 0 ? undefined : studies,
    };
  });
}

const STUDY_CLASS = "1.2.840.10008.3.1.2.3.1";

function referencedStudy(studyUid: string, series: readonly DatasetRecord[]): DatasetRecord {
  return {
    ReferencedSOPClassUID: STUDY_CLASS,
    ReferencedSOPInstanceUID: studyUid,
    RTReferencedSeriesSequence: series,
  };
}

/** The series that name images; a series of several phases once, with the images of all that are referred to. */
function referencedSeries(references: readonly ImageReference[]): DatasetRecord[] {
  const bySeries = new Map<string, ReferencedImage[]>();
  for (const { seriesUid, images } of references) {
    if (seriesUid === undefined || images.length === 0) continue;
    bySeries.set(seriesUid, [...(bySeries.get(seriesUid) ?? []), ...images]);
  }
  return [...bySeries].map(([uid, images]) => ({
    SeriesInstanceUID: uid,
    ContourImageSequence: distinctImages(images),
  }));
}

/** Files, with the numbers of the frames where they have several. */
function distinctImages(images: readonly ReferencedImage[]): DatasetRecord[] {
  const byUid = new Map<string, { readonly image: ReferencedImage; readonly frames: number[] }>();
  for (const image of images) {
    const known = byUid.get(image.sopInstanceUid) ?? { image, frames: [] };
    if (image.frame !== undefined) known.frames.push(image.frame);
    byUid.set(image.sopInstanceUid, known);
  }
  return [...byUid.values()].map(({ image, frames }) => ({
    ...imageItem({ ...image, frame: undefined }),
    ReferencedFrameNumber: frames.length === 0 ? undefined : frames,
  }));
}

/** An image as a sequence names it. */
export function imageItem({ sopClassUid, sopInstanceUid, frame }: ReferencedImage): DatasetRecord {
  return {
    ReferencedSOPClassUID: sopClassUid,
    ReferencedSOPInstanceUID: sopInstanceUid,
    ReferencedFrameNumber: frame,
  };
}
