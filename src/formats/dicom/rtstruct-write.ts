import { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import { maskToContours } from "./contours.ts";
import { anonymousModules } from "./modules.ts";
import { RTSTRUCT_CLASS } from "./rtstruct.ts";
import type { Series } from "./series.ts";
import { uidFrom } from "./uid.ts";
import { type DatasetRecord, writeDicom } from "./write.ts";

/** A structure to be written. */
export interface Structure {
  readonly name: string;
  readonly contours: readonly {
    /** x, y, z, x, y, z, … in mm (LPS). */
    readonly points: Float64Array;
    /** Index k of its slice in the grid of the series, if it lies on one. */
    readonly slice?: number;
  }[];
  /** Red, green and blue, 0 to 255. */
  readonly colour?: readonly [number, number, number];
}

/** What an RTSTRUCT is written with beside its structures. */
export interface StructureSetOptions {
  /** At most 16 characters: StructureSetLabel. */
  readonly label: string;
  /**
   * The images it belongs to. Their UIDs (study, series, frame of reference, instances) go into the file, and nothing else
   * of them; a planning system needs these to show the structures on the images. Without it the file stands alone.
   */
  readonly series?: Series;
}

/** The closed contours of a mask as a structure. */
export function structureFromMask(
  name: string,
  mask: ArrayLike<number>,
  grid: Grid,
  colour?: readonly [number, number, number],
): Structure {
  return { name, contours: maskToContours(mask, grid), ...(colour === undefined ? {} : { colour }) };
}

/**
 * Writes an RTSTRUCT of closed planar contours, in implicit VR little endian. Equal input gives equal bytes; the file
 * carries no date and no patient.
 */
export function writeStructureSet(
  structures: readonly Structure[],
  { label, series }: StructureSetOptions,
): Uint8Array {
  if (!(label.length >= 1 && label.length <= 16)) {
    throw new SoftdiceError({
      subject: "label",
      problem: `has ${label.length} characters`,
      expected: "1 to 16 characters",
      remedy: "shorten it",
    });
  }
  const content = structures.flatMap(({ name, contours }) => [
    name,
    ...contours.map(({ points }) => new Uint8Array(points.buffer, points.byteOffset, points.byteLength)),
  ]);
  const identity = uidFrom("RTSTRUCT", label, series?.uid ?? "", ...content);
  const studyUid = series?.studyUid ?? uidFrom("study", identity);
  const frameUid = series?.frameOfReferenceUid ?? uidFrom("frame", identity);
  return writeDicom(
    {
      ...anonymousModules(studyUid),
      SOPClassUID: RTSTRUCT_CLASS,
      SOPInstanceUID: identity,
      Modality: "RTSTRUCT",
      SeriesInstanceUID: uidFrom("series", identity),
      SeriesNumber: "",
      OperatorsName: "",
      InstanceNumber: 1,
      FrameOfReferenceUID: frameUid,
      PositionReferenceIndicator: "",
      StructureSetLabel: label,
      StructureSetDate: "",
      StructureSetTime: "",
      ReferencedFrameOfReferenceSequence: [
        {
          FrameOfReferenceUID: frameUid,
          RTReferencedStudySequence: series === undefined ? undefined : [referencedStudy(series)],
        },
      ],
      StructureSetROISequence: structures.map(({ name }, n) => ({
        ROINumber: n + 1,
        ReferencedFrameOfReferenceUID: frameUid,
        ROIName: name,
        ROIGenerationAlgorithm: "AUTOMATIC",
      })),
      ROIContourSequence: structures.map((structure, n) => ({
        ROIDisplayColor: [...(structure.colour ?? COLOURS[n % COLOURS.length])],
        ReferencedROINumber: n + 1,
        ContourSequence: contourItems(structure, series),
      })),
      RTROIObservationsSequence: structures.map((_, n) => ({
        ObservationNumber: n + 1,
        ReferencedROINumber: n + 1,
        RTROIInterpretedType: "",
        ROIInterpreter: "",
      })),
      ApprovalStatus: "UNAPPROVED",
    },
    "implicit",
  );
}

/** Eight colours that tell apart (Okabe & Ito 2008), black last. */
const COLOURS: readonly (readonly [number, number, number])[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
  [0, 0, 0],
];

function contourItems({ contours }: Structure, series: Series | undefined): DatasetRecord[] {
  return contours.map(({ points, slice }, n) => {
    const image = series?.slices[series.depth.indexOf(slice ?? -1)];
    return {
      ContourNumber: n + 1,
      ContourImageSequence: image === undefined ? undefined : [reference(image)],
      ContourGeometricType: "CLOSED_PLANAR",
      NumberOfContourPoints: points.length / 3,
      ContourData: points,
    };
  });
}

const STUDY_CLASS = "1.2.840.10008.3.1.2.3.1";

function referencedStudy(series: Series): DatasetRecord {
  return {
    ReferencedSOPClassUID: STUDY_CLASS,
    ReferencedSOPInstanceUID: series.studyUid,
    RTReferencedSeriesSequence: [
      { SeriesInstanceUID: series.uid, ContourImageSequence: series.slices.map((slice) => reference(slice)) },
    ],
  };
}

function reference(image: { readonly sopClassUid: string; readonly sopInstanceUid: string }): DatasetRecord {
  return {
    ReferencedSOPClassUID: image.sopClassUid,
    ReferencedSOPInstanceUID: image.sopInstanceUid,
  };
}
