import {
  checkArray,
  checkBinary,
  checkChoice,
  checkFlag,
  checkNumber,
  checkObject,
  checkProbabilities,
  checkSameLength,
  checkText,
} from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { requireSameGrid } from "../../image/compare.ts";
import { checkGrid, determinant, type Grid, voxelCount, voxelToMm } from "../../image/grid.ts";
import { patientModules } from "./modules.ts";
import { checkReference, imageAt, type ImageReference, referenceToSeries, slabOf } from "./reference.ts";
import { SEG_CLASSES } from "./seg.ts";
import { gridOf, type Series, seriesLabel } from "./series.ts";
import { uidFrom } from "./uid.ts";
import { type DatasetRecord, writeDicom } from "./write.ts";
import { writtenNames } from "./written-names.ts";

/** A structure to be written as a segment. */
export interface SegmentToWrite {
  readonly name: string;
  /** One value for each voxel: 0 or 1 for a binary segmentation, [0, 1] for one of probabilities. */
  readonly data: ArrayLike<number>;
}

/** What a SEG is written with beside its segments. */
export interface SegmentationOptions {
  /** `"probability"` stores round(255·p) in 8 bits. */
  readonly kind: "binary" | "probability";
  /**
   * The images it belongs to, on the same grid. Their UIDs (study, series, frame of reference, instances) go into the file,
   * and nothing else of them. Without it the file stands alone.
   */
  readonly series?: Series | undefined;
  /** The same by what it points into, on any grid; goes before `series`. */
  readonly reference?: ImageReference | undefined;
  /** Copies the patient's name, ID, birth date and sex from the images, for a user who imports into their own archive. */
  readonly copyPatient?: boolean;
}

const LEVELS = 255;

/**
 * Writes a DICOM SEG: one frame for each slice on which a segment is not empty, in explicit VR little endian. Equal input
 * gives equal bytes; the file carries no patient, and 1970-01-01 where the standard demands a date.
 *
 * @example
 * import { readStudy, writeSegmentation } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [4, 4, 2],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const data = new Uint8Array(32);
 * for (const voxel of [5, 6, 9, 10]) data[voxel] = 1;
 * const bytes = writeSegmentation([{ name: "Prostate", data }], grid, { kind: "binary" });
 * const { segmentations } = await readStudy([{ path: "seg.dcm", read: async () => bytes }]);
 * segmentations[0].segments.map(({ name }) => name); // ["Prostate"]
 *
 * @param segments one or more
 * @returns the bytes of the file
 * @throws SoftdiceError when the values are not of the kind, the grid is sheared, or it is not that of the series
 */
export function writeSegmentation(
  segments: readonly SegmentToWrite[],
  grid: Grid,
  options: SegmentationOptions,
): Uint8Array {
  checkObject("options", options);
  const { kind, series, reference: given, copyPatient = false } = options;
  checkChoice("kind", kind, ["binary", "probability"]);
  checkFlag("copyPatient", copyPatient);
  if (given !== undefined) checkReference("reference", given);
  checkGrid("grid", grid);
  checkUpright(grid);
  checkArray("segments", segments, "a list of segments");
  checkNumber("segments.length", segments.length, (n) => n > 0, "at least one segment");
  if (series !== undefined) requireSameGrid(seriesLabel(series), gridOf(series), "segmentation", grid);
  for (const [n, segment] of segments.entries()) {
    checkObject(`segments[${n}]`, segment, "a segment: name and data");
    const { name, data } = segment;
    checkText(`segments[${n}].name`, name);
    checkSameLength(name, data, "grid", { length: voxelCount(grid) });
    if (kind === "binary") checkBinary(name, data);
    else checkProbabilities(name, data);
  }
  const reference = given ?? (series === undefined ? undefined : referenceToSeries(series));
  const names = writtenNames(segments.map(({ name }) => name));
  const frames = framesOf(segments, grid);
  const pixels = kind === "binary" ? packBits(frames, segments, grid) : quantise(frames, segments, grid);
  const identity = uidFrom(
    "SEG",
    kind,
    JSON.stringify(grid),
    ...segments.map(({ name }) => name),
    JSON.stringify(frames),
    pixels,
  );
  const dimensions = uidFrom("dimensions", identity);
  return writeDicom(
    {
      ...patientModules(
        reference?.studyUid,
        uidFrom("study", identity),
        copyPatient ? reference?.patient : undefined,
      ),
      SOPClassUID: SEG_CLASSES[0],
      SOPInstanceUID: identity,
      Modality: "SEG",
      SeriesInstanceUID: uidFrom("series", identity),
      SeriesNumber: 1,
      InstanceNumber: 1,
      FrameOfReferenceUID: reference?.frameOfReferenceUid ?? uidFrom("frame", identity),
      PositionReferenceIndicator: "",
      ContentDate: "19700101",
      ContentTime: "000000",
      ContentLabel: "SEGMENTATION",
      ContentDescription: "",
      ContentCreatorName: "",
      ImageType: ["DERIVED", "PRIMARY"],
      LossyImageCompression: "00",
      SamplesPerPixel: 1,
      PhotometricInterpretation: "MONOCHROME2",
      NumberOfFrames: frames.length,
      Columns: grid.shape[0],
      Rows: grid.shape[1],
      BitsAllocated: kind === "binary" ? 1 : 8,
      BitsStored: kind === "binary" ? 1 : 8,
      HighBit: kind === "binary" ? 0 : 7,
      PixelRepresentation: 0,
      SegmentationType: kind === "binary" ? "BINARY" : "FRACTIONAL",
      SegmentationFractionalType: kind === "binary" ? undefined : "PROBABILITY",
      MaximumFractionalValue: kind === "binary" ? undefined : LEVELS,
      SegmentSequence: segments.map((_, n) => ({
        SegmentNumber: n + 1,
        SegmentLabel: names[n],
        SegmentAlgorithmType: "AUTOMATIC",
        SegmentAlgorithmName: "softdice",
        SegmentedPropertyCategoryCodeSequence: [code("123037004", "Anatomical Structure")],
        SegmentedPropertyTypeCodeSequence: [code("85756007", "Tissue")],
      })),
      ReferencedSeriesSequence: referencedSeries(reference),
      DimensionOrganizationSequence: [{ DimensionOrganizationUID: dimensions }],
      DimensionIndexSequence: [
        {
          DimensionOrganizationUID: dimensions,
          DimensionIndexPointer: ["ReferencedSegmentNumber"],
          FunctionalGroupPointer: ["SegmentIdentificationSequence"],
        },
        {
          DimensionOrganizationUID: dimensions,
          DimensionIndexPointer: ["ImagePositionPatient"],
          FunctionalGroupPointer: ["PlanePositionSequence"],
        },
      ],
      SharedFunctionalGroupsSequence: [sharedGroups(grid)],
      PerFrameFunctionalGroupsSequence: frames.map((frame) => frameGroups(frame, grid, reference)),
      PixelData: pixels,
    },
    "explicit",
  );
}

/** One plane of one segment. */
interface Frame {
  readonly segment: number;
  readonly slice: number;
}

/** The planes with anything on them; the first plane of the first segment if there are none. */
function framesOf(segments: readonly SegmentToWrite[], grid: Grid): Frame[] {
  const size = grid.shape[0] * grid.shape[1];
  const frames: Frame[] = [];
  segments.forEach(({ data }, segment) => {
    for (let slice = 0; slice < grid.shape[2]; slice++) {
      let i = slice * size;
      while (i < (slice + 1) * size && data[i] === 0) i += 1;
      if (i < (slice + 1) * size) frames.push({ segment, slice });
    }
  });
  return frames.length > 0 ? frames : [{ segment: 0, slice: 0 }];
}

/** Frames as one run of bits, the first pixel in the lowest bit of the first byte; no padding between frames. */
function packBits(frames: readonly Frame[], segments: readonly SegmentToWrite[], grid: Grid): Uint8Array {
  const size = grid.shape[0] * grid.shape[1];
  const out = new Uint8Array(Math.ceil((frames.length * size) / 8));
  frames.forEach(({ segment, slice }, n) => {
    const { data } = segments[segment];
    for (let i = 0; i < size; i++) {
      if (data[slice * size + i] === 1) out[(n * size + i) >> 3] |= 1 << ((n * size + i) & 7);
    }
  });
  return out;
}

function quantise(frames: readonly Frame[], segments: readonly SegmentToWrite[], grid: Grid): Uint8Array {
  const size = grid.shape[0] * grid.shape[1];
  const out = new Uint8Array(frames.length * size);
  frames.forEach(({ segment, slice }, n) => {
    const { data } = segments[segment];
    for (let i = 0; i < size; i++) out[n * size + i] = Math.round(LEVELS * data[slice * size + i]);
  });
  return out;
}

function sharedGroups({ spacingMm, directions }: Grid): DatasetRecord {
  return {
    PlaneOrientationSequence: [{ ImageOrientationPatient: [...directions[0], ...directions[1]] }],
    PixelMeasuresSequence: [
      {
        PixelSpacing: [spacingMm[1], spacingMm[0]],
        SliceThickness: spacingMm[2],
        SpacingBetweenSlices: spacingMm[2],
      },
    ],
  };
}

function frameGroups(
  { segment, slice }: Frame,
  grid: Grid,
  reference: ImageReference | undefined,
): DatasetRecord {
  const place = voxelToMm(grid, [0, 0, slice]);
  const image = reference && (imageAt(reference, place) ?? slabOf(reference, place)?.image);
  return {
    FrameContentSequence: [{ DimensionIndexValues: [segment + 1, slice + 1] }],
    PlanePositionSequence: [{ ImagePositionPatient: [...place] }],
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment + 1 }],
    DerivationImageSequence:
      image === undefined
        ? undefined
        : [
            {
              SourceImageSequence: [
                {
                  ReferencedSOPClassUID: image.sopClassUid,
                  ReferencedSOPInstanceUID: image.sopInstanceUid,
                  ReferencedFrameNumber: image.frame,
                  PurposeOfReferenceCodeSequence: [
                    code("121322", "Source image for image processing operation", "DCM"),
                  ],
                },
              ],
              DerivationCodeSequence: [code("113076", "Segmentation", "DCM")],
            },
          ],
  };
}

function referencedSeries(reference: ImageReference | undefined): DatasetRecord[] | undefined {
  if (reference?.seriesUid === undefined || reference.images.length === 0) return undefined;
  const byUid = new Map(reference.images.map((image) => [image.sopInstanceUid, image]));
  return [
    {
      SeriesInstanceUID: reference.seriesUid,
      ReferencedInstanceSequence: [...byUid.values()].map(({ sopClassUid, sopInstanceUid }) => ({
        ReferencedSOPClassUID: sopClassUid,
        ReferencedSOPInstanceUID: sopInstanceUid,
      })),
    },
  ];
}

function code(value: string, meaning: string, scheme = "SCT"): DatasetRecord {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/** A SEG has its frames straight above each other, at right angles. */
function checkUpright(grid: Grid): void {
  if (Math.abs(Math.abs(determinant(grid.directions)) - 1) <= 1e-4) return;
  throw new SoftdiceError({
    subject: "segmentation",
    problem: "lies on a sheared grid",
    expected: "axes at right angles",
    remedy: "resample it to a straight grid first",
  });
}
