import type { Triple } from "../../image/grid.ts";
import type { Dataset } from "./dataset.ts";
import { type PixelFormat, readPixelFormat } from "./pixel-format.ts";
import type { DicomFile } from "./read.ts";

/** One plane of an image series: a file of it, or a frame of a multi-frame file, as its header describes it. */
export interface Slice {
  readonly file: string;
  /** Index of the frame in its file, from 0. */
  readonly frame: number;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
  /** PatientID without blanks around it, to keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly frameOfReferenceUid: string | undefined;
  readonly description: string;
  readonly modality: string;
  readonly instanceNumber: number;
  readonly columns: number;
  readonly rows: number;
  /** Distance of neighbouring pixels along a row and along a column, in mm. */
  readonly pixelSpacingMm: readonly [number, number];
  readonly thicknessMm: number | undefined;
  /** Directions in which the columns (along a row) and the rows (down a column) count up, in LPS. */
  readonly rowDirection: Triple;
  readonly columnDirection: Triple;
  /** Centre of the first pixel in LPS, in mm. */
  readonly positionMm: Triple;
  readonly pixels: PixelFormat;
}

/** Largest number of rows, columns or frames that a reader of images accepts. */
const MOST = 2 ** 16;

/**
 * The planes of an image file: one, or as many as a multi-frame file has frames. The geometry of frames comes from the
 * functional groups, shared or per frame, and what is missing there from the file itself.
 * @throws SoftdiceError naming file and tag when it has no pixels or no place in the patient
 */
export function readSlices({ name, dataset, transferSyntax }: DicomFile): Slice[] {
  const shared = dataset.item("SharedFunctionalGroupsSequence");
  const frames = dataset.items("PerFrameFunctionalGroupsSequence");
  const count = dataset.number("NumberOfFrames") ?? 1;
  const file = {
    file: name,
    sopInstanceUid: dataset.requireText("SOPInstanceUID"),
    sopClassUid: dataset.text("SOPClassUID") ?? "",
    seriesUid: dataset.requireText("SeriesInstanceUID"),
    studyUid: dataset.text("StudyInstanceUID") ?? "",
    patientId: dataset.text("PatientID"),
    frameOfReferenceUid: dataset.text("FrameOfReferenceUID"),
    description: dataset.text("SeriesDescription") ?? "",
    modality: dataset.text("Modality") ?? "",
    instanceNumber: dataset.number("InstanceNumber") ?? 0,
    columns: dataset.requireInteger("Columns", 1, MOST),
    rows: dataset.requireInteger("Rows", 1, MOST),
  };
  if (count > 1 && frames.length !== count) {
    throw dataset.fault(
      "PerFrameFunctionalGroupsSequence",
      `describes ${frames.length} of ${count} frames`,
      "the place of each frame in the patient",
      "export the images as single files or as an enhanced multi-frame file",
    );
  }
  return (frames.length > 0 ? frames : [undefined]).map((own, frame): Slice => {
    const group = (sequence: GroupKeyword): Dataset =>
      own?.item(sequence) ?? shared?.item(sequence) ?? dataset;
    const measures = group("PixelMeasuresSequence");
    const [down, across] = measures.requireNumbers("PixelSpacing", 2);
    if (!(down > 0 && across > 0)) {
      throw dataset.fault("PixelSpacing", `is ${down}\\${across}`, "two positive numbers of mm");
    }
    return {
      ...file,
      frame,
      pixelSpacingMm: [across, down],
      thicknessMm: measures.number("SliceThickness"),
      ...readOrientation(group("PlaneOrientationSequence")),
      positionMm: triple(group("PlanePositionSequence").requireNumbers("ImagePositionPatient", 3)),
      pixels: readPixelFormat(dataset, group("PixelValueTransformationSequence"), transferSyntax),
    };
  });
}

type GroupKeyword =
  | "PixelMeasuresSequence"
  | "PlaneOrientationSequence"
  | "PlanePositionSequence"
  | "PixelValueTransformationSequence";

/** Two directions of length 1 at right angles, as the standard demands; what deviates by more than 1e-3 is refused. */
export function readOrientation(dataset: Dataset): { rowDirection: Triple; columnDirection: Triple } {
  const values = dataset.requireNumbers("ImageOrientationPatient", 6);
  const row = triple(values);
  const column = triple(values.subarray(3));
  const cosine = row[0] * column[0] + row[1] * column[1] + row[2] * column[2];
  const isUnit = (v: Triple): boolean => Math.abs(Math.hypot(...v) - 1) <= 1e-3;
  if (!(isUnit(row) && isUnit(column) && Math.abs(cosine) <= 1e-3)) {
    throw dataset.fault(
      "ImageOrientationPatient",
      `is ${values.join("\\")}`,
      "two directions of length 1 at right angles",
    );
  }
  return { rowDirection: row, columnDirection: column };
}

function triple([x, y, z]: ArrayLike<number> & Iterable<number>): Triple {
  return [x, y, z];
}
