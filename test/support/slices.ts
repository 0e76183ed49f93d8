import type { Slice } from "../../src/formats/dicom/slices.ts";
import type { Triple } from "../../src/image/grid.ts";

/** An axial slice of 20 × 10 pixels at height `z`, changed as wanted. */
export function sliceAt(z: number, changes: Partial<Slice> = {}): Slice {
  return {
    file: `${z}.dcm`,
    frame: 0,
    sopInstanceUid: `1.2.${z}`,
    sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
    seriesUid: "1.2",
    patientId: undefined,
    studyUid: "1.1",
    frameOfReferenceUid: "1.3",
    description: "T2",
    modality: "MR",
    instanceNumber: 0,
    columns: 20,
    rows: 10,
    pixelSpacingMm: [0.5, 0.75],
    thicknessMm: 3,
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    positionMm: [-5, 7, z],
    pixels: {
      transferSyntax: "1.2.840.10008.1.2.1",
      kind: "integer",
      bitsAllocated: 16,
      bitsStored: 16,
      highBit: 15,
      signed: false,
      samplesPerPixel: 1,
      inverted: false,
      slope: 1,
      intercept: 0,
    },
    ...changes,
  };
}

/** A stack of slices with its first pixels at `origin + k·step` for each k. */
export function stackOf(
  ks: readonly number[],
  origin: Triple,
  step: Triple,
  changes: Partial<Slice> = {},
): Slice[] {
  return ks.map((k) =>
    sliceAt(k, {
      positionMm: [origin[0] + k * step[0], origin[1] + k * step[1], origin[2] + k * step[2]],
      ...changes,
    }),
  );
}
