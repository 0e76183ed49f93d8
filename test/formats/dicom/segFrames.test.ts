import { describe, expect, it } from "vitest";
import { SoftdiceError } from "../../../src/core/errors.ts";
import { readDicom } from "../../../src/formats/dicom/read.ts";
import { readSegmentation, type Segmentation } from "../../../src/formats/dicom/seg.ts";
import { unusable } from "../../../src/formats/dicom/roi-failure.ts";
import type { Roi } from "../../../src/formats/dicom/rtstruct.ts";
import { placeFrame } from "../../../src/formats/dicom/seg-frames.ts";
import { writeDicom } from "../../../src/formats/dicom/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { sliceAt } from "../../support/slices.ts";

/** A SEG of one segment with all of its 2 × 2 pixels in frames at the given heights. */
async function segmentation(
  zs: readonly number[],
  measures: { readonly SliceThickness?: number; readonly SpacingBetweenSlices?: number },
): Promise<Segmentation> {
  const bytes = writeDicom(
    {
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4",
      SOPInstanceUID: "1.2.3",
      StudyInstanceUID: "1.2.4",
      SeriesInstanceUID: "1.2.5",
      FrameOfReferenceUID: "1.2.6",
      PatientID: " P1 ",
      Modality: "SEG",
      SegmentationType: "BINARY",
      SegmentSequence: [{ SegmentNumber: 1, SegmentLabel: "Organ" }],
      SharedFunctionalGroupsSequence: [
        {
          PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
          PixelMeasuresSequence: [{ PixelSpacing: [1, 1], ...measures }],
          SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 1 }],
        },
      ],
      PerFrameFunctionalGroupsSequence: zs.map((z, n) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
        DerivationImageSequence: [
          {
            SourceImageSequence: [
              { ReferencedSOPClassUID: "1.2.840.10008.5.1.4.1.1.2", ReferencedSOPInstanceUID: `1.9.${n}` },
            ],
          },
        ],
      })),
      ReferencedSeriesSequence: [{ SeriesInstanceUID: "1.9" }],
      NumberOfFrames: zs.length,
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      Rows: 2,
      Columns: 2,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      PixelData: new Uint8Array(4 * zs.length).fill(1),
    },
    "explicit",
  );
  return readSegmentation(await readDicom("seg.dcm", bytes));
}

/** Distance and number of slices, or what is wrong. */
async function slicesOf(...given: Parameters<typeof segmentation>): Promise<[number, number] | string> {
  const { grid } = await segmentation(...given);
  return grid instanceof SoftdiceError ? grid.message : [grid.spacingMm[2], grid.shape[2]];
}

describe("the frames of a segmentation without images", () => {
  it("have the distance of their positions, whatever the file says of it", async () => {
    expect(await slicesOf([0, 3, 6], { SliceThickness: 3 })).toEqual([3, 3]);
    expect(await slicesOf([0, 3, 6], { SliceThickness: 3, SpacingBetweenSlices: 1 })).toEqual([3, 3]);
    expect(await slicesOf([0, 3, 6], { SliceThickness: 5, SpacingBetweenSlices: 5 })).toEqual([3, 3]);
    expect(await slicesOf([0, 3, 6], {})).toEqual([3, 3]);
    // A gap of a fifth of the thickness between slices, as MR has it, leaves no room for others.
    expect(await slicesOf([0, 6, 12], { SliceThickness: 5 })).toEqual([6, 3]);
  });

  it("leave empty slices between where they are a multiple of the smallest distance apart", async () => {
    expect(await slicesOf([0, 3, 6, 15, 18], { SliceThickness: 3 })).toEqual([3, 7]);
  });

  it("make no grid where they are farther apart than they are thick, unless the file or the user tells", async () => {
    const apart = [0, 9, 18];
    expect(await slicesOf(apart, { SliceThickness: 3 })).toMatch(
      /^seg\.dcm: has frames 9\.00 mm apart that are 3\.00 mm thick: .*--between-planes none/u,
    );
    expect(await slicesOf(apart, { SliceThickness: 3, SpacingBetweenSlices: 9 })).toEqual([9, 3]);
    expect(await slicesOf(apart, { SliceThickness: 3, SpacingBetweenSlices: 3 })).toEqual([3, 7]);
    const { gridAs } = await segmentation(apart, { SliceThickness: 3 });
    expect([gridAs("none").spacingMm[2], gridAs("none").shape[2]]).toEqual([3, 7]);
    expect([gridAs("nearest").spacingMm[2], gridAs("nearest").shape[2]]).toEqual([9, 3]);
  });

  it("keep patient, study, frame, series and images for what is made of them", async () => {
    const { patientId, studyUid, frameOfReferenceUid, reference } = await segmentation([0, 3], {
      SliceThickness: 3,
    });
    expect([patientId, studyUid, frameOfReferenceUid]).toEqual(["P1", "1.2.4", "1.2.6"]);
    expect(reference).toMatchObject({ studyUid: "1.2.4", frameOfReferenceUid: "1.2.6", seriesUid: "1.9" });
    expect(reference.images.map(({ sopInstanceUid, pointMm }) => [sopInstanceUid, pointMm?.[2]])).toEqual([
      ["1.9.0", 0],
      ["1.9.1", 3],
    ]);
  });
});

describe("a frame on a grid", () => {
  const grid = {
    ...unitGrid([20, 10, 4]),
    spacingMm: [0.5, 0.75, 3] as const,
    originMm: [-5, 7, 0] as const,
  };

  it("finds its place in any order and direction of the axes", () => {
    expect(placeFrame(sliceAt(6), grid)).toMatchObject({ start: 400, across: 1, down: 20, columns: [0, 20] });
    const turned = sliceAt(3, { rowDirection: [-1, 0, 0], positionMm: [4.5, 7, 3] });
    expect(placeFrame(turned, grid)).toMatchObject({ start: 219, across: -1, down: 20 });
  });

  it("has pixels inside it alone where it reaches out of it, and none elsewhere", () => {
    const shifted = sliceAt(3, { positionMm: [-6, 7, 3] });
    expect(placeFrame(shifted, grid)).toMatchObject({ columns: [2, 20], rows: [0, 10] });
    const above = placeFrame(sliceAt(30), grid);
    expect([above?.columns[0], above?.columns[1]]).toEqual([0, 0]);
  });

  it("has none where its pixels lie between voxels", () => {
    expect(placeFrame(sliceAt(1.5), grid)).toBeUndefined();
    expect(placeFrame(sliceAt(3, { positionMm: [-4.8, 7, 3] }), grid)).toBeUndefined();
    expect(placeFrame(sliceAt(3, { pixelSpacingMm: [0.4, 0.75] }), grid)).toBeUndefined();
  });

  it("fills all layers of a slice with a thickness of its own", () => {
    const slabs = [
      { position: 0.5, first: 0, count: 2 },
      { position: 2.5, first: 2, count: 2 },
    ];
    expect(placeFrame(sliceAt(7.5), grid, slabs)).toMatchObject({ start: 400, layers: [0, 200] });
  });
});

describe("values that are none of the standard's", () => {
  it("are not quoted, since they may be anything", async () => {
    const bytes = writeDicom(
      {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4",
        SOPInstanceUID: "1.2.3",
        SeriesInstanceUID: "1.2.5",
        Modality: "SEG",
        SegmentationType: "JANE DOE",
        Rows: 2,
        Columns: 2,
      },
      "explicit",
    );
    const reading = readDicom("seg.dcm", bytes).then(readSegmentation);
    await expect(reading).rejects.toThrow(
      /^seg\.dcm: \(0062,0001\) SegmentationType holds a value that is not/u,
    );
    await expect(reading).rejects.toThrow(/^(?!.*JANE)/u);
    const points = Float64Array.of(0, 0, 0, 5, 0, 0, 5, 5, 0);
    const roi: Roi = {
      number: 1,
      name: "A",
      frameOfReferenceUid: undefined,
      contours: [{ type: "JANE DOE", points, images: [] }],
      notes: [],
    };
    const message = unusable(roi, unitGrid([9, 9, 1]))?.message;
    expect(message).toMatch(/^A: has 1 contour of a type that is not in the standard, expected/u);
    expect(message).not.toContain("JANE");
  });
});
