import { checkArray, checkObject } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { type Triple, voxelToMm } from "../../image/grid.ts";
import type { PatientIdentity } from "./patient.ts";
import type { Series } from "./series.ts";
import { dot, subtract } from "./vectors.ts";

/** An image that a contour or segment lies on: a file, or a frame of a multi-frame file. */
export interface ReferencedImage {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Number of the frame, from 1; `undefined` in files of one. */
  readonly frame: number | undefined;
  /** A point of its plane in LPS, in mm; `undefined` if the file that names the image does not tell. */
  readonly pointMm: Triple | undefined;
  /** How far along the normal below and above its plane it reaches, in mm, where slices have a thickness of their own. */
  readonly reachMm: readonly [number, number] | undefined;
}

/** What a written object points into: the images of one series, with their study and frame of reference. */
export interface ImageReference {
  readonly studyUid: string | undefined;
  readonly frameOfReferenceUid: string | undefined;
  readonly seriesUid: string | undefined;
  readonly normal: Triple;
  readonly images: readonly ReferencedImage[];
  readonly patient: PatientIdentity;
}

/** A point this near to the plane of an image, in mm, lies in it. */
const IN_PLANE_MM = 0.05;

/**
 * The images of a series.
 *
 * @example
 * import { referenceToSeries, type Series, structureFromMask, writeStructureSet } from "softdice/dicom";
 * import type { Volume } from "softdice/formats";
 *
 * // An RTSTRUCT of a mask that points into the images of a series.
 * export function structureOn(series: Series, { name, data, grid }: Volume): Uint8Array {
 *   const structure = structureFromMask(name, data, grid, undefined, referenceToSeries(series));
 *   return writeStructureSet([structure], { label: "consensus" });
 * }
 *
 * @throws SoftdiceError for what is no series
 */
export function referenceToSeries(series: Series): ImageReference {
  checkObject("series", series, "a series of readStudy");
  const { slices, slabs, grid } = series;
  checkArray("series.slices", slices, "a series of readStudy");
  const counts = new Map<string, number>();
  for (const { sopInstanceUid: uid } of slices) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  const layerMm = grid instanceof SoftdiceError ? 0 : grid.spacingMm[2];
  return {
    studyUid: series.studyUid === "" ? undefined : series.studyUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
    seriesUid: series.uid,
    normal: grid instanceof SoftdiceError ? [0, 0, 1] : grid.directions[2],
    patient: series.patient,
    images: slices.map(({ sopClassUid, sopInstanceUid, frame, positionMm }, n) => {
      const slab = slabs?.[n];
      return {
        sopClassUid,
        sopInstanceUid,
        frame: frame > 0 || (counts.get(sopInstanceUid) ?? 0) > 1 ? frame + 1 : undefined,
        // On the grid, whose slices stand straight above each other.
        pointMm:
          slab === undefined && !(grid instanceof SoftdiceError)
            ? voxelToMm(grid, [0, 0, series.depth[n]])
            : positionMm,
        reachMm:
          slab === undefined
            ? undefined
            : [
                (slab.first - 0.5 - slab.position) * layerMm,
                (slab.first + slab.count - 0.5 - slab.position) * layerMm,
              ],
      };
    }),
  };
}

/** Refuses what {@link referenceToSeries} does not return. */
export function checkReference(name: string, reference: ImageReference): void {
  checkObject(name, reference, "what referenceToSeries returns");
  checkArray(`${name}.images`, reference.images, "what referenceToSeries returns");
}

/** The image in whose plane a point lies. */
export function imageAt({ images, normal }: ImageReference, pointMm: Triple): ReferencedImage | undefined {
  let best: ReferencedImage | undefined;
  let least = IN_PLANE_MM;
  for (const image of images) {
    if (image.pointMm === undefined) continue;
    const off = Math.abs(dot(normal, subtract(pointMm, image.pointMm)));
    if (off > least) continue;
    least = off;
    best = image;
  }
  return best;
}

/** The image whose slab holds a point, and how far along the normal its plane is from there, in mm. */
export function slabOf(
  { images, normal }: ImageReference,
  pointMm: Triple,
): { readonly image: ReferencedImage; readonly offMm: number } | undefined {
  for (const image of images) {
    if (image.pointMm === undefined || image.reachMm === undefined) continue;
    const above = dot(normal, subtract(pointMm, image.pointMm));
    if (above >= image.reachMm[0] && above < image.reachMm[1]) return { image, offMm: -above };
  }
  return undefined;
}
