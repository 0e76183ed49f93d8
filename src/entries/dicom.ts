/**
 * softdice/dicom: series, structure sets and segmentations of DICOM, to masks and back.
 *
 * @example
 * import { maskToContours, rasterise } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [6, 6, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const mask = new Uint8Array(36);
 * for (const i of [14, 15, 20, 21]) mask[i] = 1;
 * const [square] = maskToContours(mask, grid); // the outline of 2 × 2 voxels, in slice 0
 * square.points.length; // 12: four corners of x, y, z
 *
 * @packageDocumentation
 */
export { SoftdiceError, type Fault } from "../core/errors.ts";
export { registerCodec, type Codec, type CodecLoader } from "../formats/dicom/codecs.ts";
export { maskToContours, type SliceContour } from "../formats/dicom/contours.ts";
export {
  maskSources,
  type BetweenPlanes,
  type Layers,
  type MaskOptions,
  type MaskSource,
  type MaskStructure,
  type SpareMask,
  type StructureMask,
} from "../formats/dicom/masks.ts";
export {
  rasterise,
  type ClosedContour,
  type ContourPlane,
  type Nested,
  type Rasterised,
  type RasteriseOptions,
} from "../formats/dicom/rasterise.ts";
export { referenceToSeries, type ImageReference, type ReferencedImage } from "../formats/dicom/reference.ts";
export {
  structureFromMask,
  writeStructureSet,
  type Structure,
  type StructureSetOptions,
} from "../formats/dicom/rtstruct-write.ts";
export type { Contour, Roi, StructureSet } from "../formats/dicom/rtstruct.ts";
export {
  writeSegmentation,
  type SegmentationOptions,
  type SegmentToWrite,
} from "../formats/dicom/seg-write.ts";
export type { Segment, Segmentation } from "../formats/dicom/seg.ts";
export { readSeriesVolume } from "../formats/dicom/series-volume.ts";
export type { Series } from "../formats/dicom/series.ts";
export { readStudy, type Study, type StudyFile } from "../formats/dicom/study.ts";
export type { Grid, Triple } from "../image/grid.ts";
export type { Volume, VoxelArray } from "../image/volume.ts";
