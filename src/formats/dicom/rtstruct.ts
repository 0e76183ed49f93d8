import type { Dataset } from "./dataset.ts";
import type { DicomFile } from "./read.ts";

/** One contour of a structure: its geometric type and its points. */
export interface Contour {
  /** "CLOSED_PLANAR", "CLOSEDPLANAR_XOR", "OPEN_PLANAR", "OPEN_NONPLANAR", "POINT", or what else the file says. */
  readonly type: string;
  /** x, y, z, x, y, z, … in mm (LPS). */
  readonly points: Float64Array;
  /** SOP instance UIDs of the images that the contour was drawn on. */
  readonly images: readonly string[];
}

/** A region of interest: one structure as one observer drew it. */
export interface Roi {
  readonly number: number;
  /** Without blanks around it; `ROI <number>` if it has none. */
  readonly name: string;
  readonly frameOfReferenceUid: string | undefined;
  readonly contours: readonly Contour[];
  /** What was unusual in its record, one sentence each. */
  readonly notes: readonly string[];
}

/** What an RTSTRUCT file says. */
export interface StructureSet {
  readonly file: string;
  readonly sopInstanceUid: string | undefined;
  readonly studyUid: string | undefined;
  /** PatientID without blanks around it, to keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly label: string | undefined;
  /** Frames of reference that it or its structures name. */
  readonly frameOfReferenceUids: readonly string[];
  /** Series, and instances of them, that it says it was drawn on; they need not exist. */
  readonly referencedSeriesUids: readonly string[];
  readonly referencedInstanceUids: ReadonlySet<string>;
  /** In the order of StructureSetROISequence. */
  readonly rois: readonly Roi[];
}

/** SOP class of RT structure sets. */
export const RTSTRUCT_CLASS = "1.2.840.10008.5.1.4.1.1.481.3";

/** Whether a contour encloses an area. */
export function isClosed(contour: Contour): boolean {
  return contour.type === "CLOSED_PLANAR" || contour.type === "CLOSEDPLANAR_XOR";
}

/**
 * Reads the structures of an RTSTRUCT. Names and contours, which stand in two sequences, are joined by ROINumber; a
 * structure may have no contours at all, and two may share a name.
 * @throws SoftdiceError naming file and tag when there are no structures, or a number cannot be read
 */
export function readStructureSet({ name, dataset }: DicomFile): StructureSet {
  if (!dataset.has("StructureSetROISequence")) {
    throw dataset.fault("StructureSetROISequence", "is missing", "the names of the structures");
  }
  const frames = dataset.items("ReferencedFrameOfReferenceSequence");
  const series = frames
    .flatMap((frame) => frame.items("RTReferencedStudySequence"))
    .flatMap((study) => study.items("RTReferencedSeriesSequence"));
  const rois = readRois(dataset);
  const instances = new Set(series.flatMap((one) => referencedInstances(one)));
  for (const roi of rois)
    for (const contour of roi.contours) for (const uid of contour.images) instances.add(uid);
  return {
    file: name,
    sopInstanceUid: dataset.text("SOPInstanceUID"),
    studyUid: dataset.text("StudyInstanceUID"),
    patientId: dataset.text("PatientID"),
    label: dataset.text("StructureSetLabel"),
    frameOfReferenceUids: distinct([
      ...rois.map((roi) => roi.frameOfReferenceUid),
      ...frames.map((frame) => frame.text("FrameOfReferenceUID")),
    ]),
    referencedSeriesUids: distinct(series.map((one) => one.text("SeriesInstanceUID"))),
    referencedInstanceUids: instances,
    rois,
  };
}

function readRois(dataset: Dataset): Roi[] {
  const records = new Map<number, Dataset[]>();
  for (const record of dataset.items("ROIContourSequence")) {
    const number = record.requireNumber("ReferencedROINumber");
    records.set(number, [...(records.get(number) ?? []), record]);
  }
  const rois = dataset.items("StructureSetROISequence").map((definition): Roi => {
    const number = definition.requireNumber("ROINumber");
    const own = records.get(number) ?? [];
    records.delete(number);
    return readRoi(number, definition, own);
  });
  const orphans = [...records].map(([number, own]) => readRoi(number, undefined, own));
  return [...rois, ...orphans];
}

function readRoi(number: number, definition: Dataset | undefined, records: readonly Dataset[]): Roi {
  const notes: string[] = [];
  const name = definition?.text("ROIName")?.trim() ?? "";
  if (definition === undefined) notes.push("its contours have no entry among the structures");
  else if (name === "") notes.push("it has no name");
  const contours = records.flatMap((record) =>
    record.items("ContourSequence").map((item) => readContour(item, notes)),
  );
  return {
    number,
    name: name === "" ? `ROI ${number}` : name,
    frameOfReferenceUid: definition?.text("ReferencedFrameOfReferenceUID"),
    contours,
    notes: distinct(notes),
  };
}

function readContour(item: Dataset, notes: string[]): Contour {
  const values = item.numbers("ContourData");
  const declared = item.number("NumberOfContourPoints");
  const whole = Math.floor(values.length / 3);
  if (whole * 3 !== values.length) notes.push("a contour ends within a point, which was left out");
  if (declared !== undefined && declared !== whole)
    notes.push(`a contour says it has ${declared} points and has ${whole}`);
  const points = Math.max(0, Math.min(whole, declared ?? whole));
  return {
    type: item.text("ContourGeometricType") ?? "CLOSED_PLANAR",
    points: values.subarray(0, 3 * points),
    images: referencedInstances(item),
  };
}

function referencedInstances(item: Dataset): string[] {
  return distinct(item.items("ContourImageSequence").map((image) => image.text("ReferencedSOPInstanceUID")));
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
