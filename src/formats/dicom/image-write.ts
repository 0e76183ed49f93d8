import { type Grid, voxelToMm } from "../../image/grid.ts";
import { patientModules } from "./modules.ts";
import type { DatasetRecord } from "./write.ts";

/** UIDs that tie a slice to its series, study and coordinates. */
export interface ImageUids {
  readonly study: string;
  readonly series: string;
  readonly frame: string;
}

/**
 * The attributes of slice k of an image in signed 16 bits, without its SOP class and instance, modality and pixels: its place,
 * its pixel format and what the modules of CT and MR images ask for. It names no patient and carries no date.
 */
export function imageSlice(grid: Grid, k: number, uids: ImageUids): DatasetRecord {
  return {
    ...patientModules(undefined, uids.study),
    ImageType: ["DERIVED", "SECONDARY", "AXIAL"],
    SliceThickness: grid.spacingMm[2],
    PatientPosition: "HFS",
    SeriesInstanceUID: uids.series,
    SeriesNumber: "",
    AcquisitionNumber: "",
    InstanceNumber: k + 1,
    ImagePositionPatient: [...voxelToMm(grid, [0, 0, k])],
    ImageOrientationPatient: [...grid.directions[0], ...grid.directions[1]],
    FrameOfReferenceUID: uids.frame,
    PositionReferenceIndicator: "",
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: grid.shape[1],
    Columns: grid.shape[0],
    PixelSpacing: [grid.spacingMm[1], grid.spacingMm[0]],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
  };
}

/** What CT images say besides: stored values are Hounsfield units. */
export const CT_IMAGE: DatasetRecord = {
  SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
  Modality: "CT",
  KVP: "",
  RescaleIntercept: 0,
  RescaleSlope: 1,
};
