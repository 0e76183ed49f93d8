import { CT_IMAGE, imageSlice } from "../../formats/dicom/image-write.ts";
import { uidFrom } from "../../formats/dicom/uid.ts";
import { type DatasetRecord, writeDicom } from "../../formats/dicom/write.ts";
import { type Grid, voxelToMm } from "../../image/grid.ts";
import { pelvisImage, type PelvisModality } from "../../synthetic/pelvis/image.ts";
import { PELVIS_FIELD_MM, pelvisGrid, type PelvisPatient } from "../../synthetic/pelvis/patient.ts";

/** One image series of a phantom patient. */
export interface PhantomSeries {
  readonly description: string;
  readonly contrast: PelvisModality;
  /** Where its voxels are in the phantom. */
  readonly grid: Grid;
  /** Its frame of reference; series of one frame lie in the same coordinates. */
  readonly frame: "MR" | "CT";
  /** Its frame's z of the phantom's z = 0. */
  readonly tableMm: number;
}

/**
 * The series of the Gold Atlas: T2, on which the observers drew; T1 on a coarser grid; a CT deformed onto T2's grid; the
 * CT itself, in another frame of reference, with the most slices.
 */
export function phantomSeries(size: number, slices: number): PhantomSeries[] {
  const t2 = pelvisGrid(size, slices);
  const coarse = Math.max(16, Math.round(size / 2));
  const common = { frame: "MR", tableMm: 0 } as const;
  return [
    { ...common, description: "T2 TSE tra", contrast: "t2", grid: t2 },
    {
      ...common,
      description: "T1 tra",
      contrast: "t1",
      grid: pelvisGrid(coarse, Math.max(2, Math.round(0.8 * slices))),
    },
    { ...common, description: "CT deformed", contrast: "ct", grid: t2 },
    {
      description: "CT pelvis",
      contrast: "ct",
      grid: pelvisGrid(coarse, Math.round(1.25 * slices)),
      frame: "CT",
      tableMm: -3 * PELVIS_FIELD_MM.height,
    },
  ];
}

/** UIDs of a phantom patient's study and frames of reference: functions of seed and patient alone. */
export function phantomUid(patient: PelvisPatient, ...parts: readonly (string | number)[]): string {
  return uidFrom("softdice phantom", ...[patient.seed, patient.index, ...parts].map(String));
}

/** A DICOM file of one slice. */
export interface PhantomImageFile {
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a series, a slice each; without pixels they hold everything else, which is all that placing contours on
 * the images needs.
 */
export function* phantomImageFiles(
  patient: PelvisPatient,
  series: PhantomSeries,
  withPixels: boolean,
): Generator<PhantomImageFile, void, undefined> {
  const { grid, contrast } = series;
  const images = withPixels ? pelvisImage(patient, contrast, grid) : undefined;
  for (let k = 0; k < grid.shape[2]; k++) {
    const pixels = images?.next().value;
    const bytes =
      pixels === undefined ? undefined : new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    const sopInstanceUid = phantomUid(patient, series.description, k);
    const header = imageHeader(patient, series, k);
    yield {
      sopInstanceUid,
      bytes: writeDicom({ ...header, SOPInstanceUID: sopInstanceUid, PixelData: bytes }, "explicit"),
    };
  }
}

function imageHeader(patient: PelvisPatient, series: PhantomSeries, k: number): DatasetRecord {
  const { grid, description, frame, tableMm, contrast } = series;
  const [x, y, z] = voxelToMm(grid, [0, 0, k]);
  return {
    ...imageSlice(grid, k, {
      study: phantomUid(patient, "study"),
      series: phantomUid(patient, description),
      frame: phantomUid(patient, "frame", frame),
    }),
    ...(contrast === "ct" ? CT_IMAGE : MR_IMAGE),
    SeriesDescription: description,
    ImagePositionPatient: [x, y, z + tableMm],
  };
}

/** What the MR image module asks for (PS3.3, C.8.3.1): a spin echo sequence. */
const MR_IMAGE: DatasetRecord = {
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.4",
  Modality: "MR",
  ScanningSequence: "SE",
  SequenceVariant: "SK",
  ScanOptions: "",
  MRAcquisitionType: "2D",
  RepetitionTime: "",
  EchoTime: "",
  EchoTrainLength: "",
};
