import { checkArray, checkFinite, checkFlag, checkNumber, checkObject, checkText } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { checkTriple, type Grid } from "../../image/grid.ts";
import { contoursOnSlabs } from "./contours-on-slabs.ts";
import { patientModules } from "./modules.ts";
import { checkReference, imageAt, type ImageReference, referenceToSeries } from "./reference.ts";
import { distinctReferences, imageItem, referencedFrames } from "./rtstruct-references.ts";
import { RTSTRUCT_CLASS } from "./rtstruct.ts";
import type { Series } from "./series.ts";
import { uidFrom } from "./uid.ts";
import { type DatasetRecord, writeDicom } from "./write.ts";
import { writtenNames } from "./written-names.ts";

/** A structure to be written. */
export interface Structure {
  readonly name: string;
  readonly contours: readonly {
    /** x, y, z, x, y, z, … in mm (LPS). */
    readonly points: Float64Array;
  }[];
  /** Red, green and blue, 0 to 255. */
  readonly colour?: readonly [number, number, number];
  /** The images that it lies on; by default those of the whole set. */
  readonly reference?: ImageReference | undefined;
}

/** What an RTSTRUCT is written with beside its structures. */
export interface StructureSetOptions {
  /** At most 16 characters: StructureSetLabel. */
  readonly label: string;
  /**
   * The images that structures without a reference of their own belong to. Their UIDs (study, series, frame of reference,
   * instances) go into the file, and nothing else of them; a planning system needs these to show the structures on the
   * images. Without any the file stands alone.
   */
  readonly series?: Series | undefined;
  /** Copies the patient's name, ID, birth date and sex from the images, for a user who imports into their own archive. */
  readonly copyPatient?: boolean;
  /** Characters within which names are to differ, for importers that cut them, an integer from 8; see {@link writtenNames}. */
  readonly namesDifferWithin?: number;
}

/**
 * The closed contours of a mask as a structure.
 *
 * @example
 * import { structureFromMask } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [4, 4, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const mask = new Uint8Array(16);
 * for (const voxel of [5, 6, 9, 10]) mask[voxel] = 1;
 * structureFromMask("Prostate", mask, grid).contours.length; // 1
 *
 * @param mask one value for each voxel, finite; inside is what is not 0
 * @param colour red, green and blue, 0 to 255
 * @param reference the images that it lies on; where their slices have a thickness of their own, contours lie on the slices
 * @throws SoftdiceError for a grid that no image can have, another number of values, and what is no colour
 */
export function structureFromMask(
  name: string,
  mask: ArrayLike<number>,
  grid: Grid,
  colour?: readonly [number, number, number],
  reference?: ImageReference,
): Structure {
  checkText("name", name);
  if (colour !== undefined) checkColour("colour", colour);
  if (reference !== undefined) checkReference("reference", reference);
  return {
    name,
    contours: contoursOnSlabs(mask, grid, reference),
    ...(colour === undefined ? {} : { colour }),
    reference,
  };
}

/**
 * Writes an RTSTRUCT of closed planar contours, in implicit VR little endian. Each structure names its own frame of
 * reference and series, each contour the image in whose plane it lies. Structures without contours are left out, unless
 * there are no others; names are as {@link writtenNames} makes them. Equal input gives equal bytes; the file carries no date,
 * and no patient unless it is asked to.
 *
 * @example
 * import { readStudy, structureFromMask, writeStructureSet } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [4, 4, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const mask = new Uint8Array(16);
 * for (const voxel of [5, 6, 9, 10]) mask[voxel] = 1;
 * const bytes = writeStructureSet([structureFromMask("Prostate", mask, grid)], { label: "consensus" });
 * const { structureSets } = await readStudy([{ path: "rs.dcm", read: async () => bytes }]);
 * structureSets[0].rois.map(({ name }) => name); // ["Prostate"]
 *
 * @returns the bytes of the file
 * @throws SoftdiceError for a label of another length, and for structures and options of another kind
 */
export function writeStructureSet(
  structures: readonly Structure[],
  options: StructureSetOptions,
): Uint8Array {
  checkArray("structures", structures, "a list of structures");
  structures.forEach((structure, n) => checkStructure(`structures[${n}]`, structure));
  checkObject("options", options);
  const { label, series, copyPatient = false, namesDifferWithin } = options;
  checkText("label", label);
  checkFlag("copyPatient", copyPatient);
  if (namesDifferWithin !== undefined)
    checkNumber("namesDifferWithin", namesDifferWithin, isLength, "an integer from 8");
  if (!(label.length >= 1 && label.length <= 16)) {
    throw new SoftdiceError({
      subject: "label",
      problem: `has ${label.length} characters`,
      expected: "1 to 16 characters",
      remedy: "shorten it",
    });
  }
  const common = series === undefined ? undefined : referenceToSeries(series);
  const drawn = structures.filter(({ contours }) => contours.length > 0);
  const written = (drawn.length > 0 ? drawn : structures).map((structure) => ({
    ...structure,
    reference: structure.reference ?? common,
  }));
  const names = writtenNames(
    written.map(({ name }) => name),
    namesDifferWithin,
  );
  const references = distinctReferences(written.map(({ reference }) => reference ?? common));
  const first = references.at(0);
  const identity = uidFrom(
    "RTSTRUCT",
    label,
    ...references.map(
      ({ seriesUid, frameOfReferenceUid }) => `${seriesUid ?? ""} ${frameOfReferenceUid ?? ""}`,
    ),
    ...written.flatMap(({ contours }, n) => [
      names[n],
      ...contours.map(({ points }) => new Uint8Array(points.buffer, points.byteOffset, points.byteLength)),
    ]),
  );
  const ownFrame = uidFrom("frame", identity);
  const frameOf = (reference: ImageReference | undefined): string =>
    reference?.frameOfReferenceUid ?? ownFrame;
  return writeDicom(
    {
      ...patientModules(
        first?.studyUid,
        uidFrom("study", identity),
        copyPatient ? first?.patient : undefined,
      ),
      SOPClassUID: RTSTRUCT_CLASS,
      SOPInstanceUID: identity,
      Modality: "RTSTRUCT",
      SeriesInstanceUID: uidFrom("series", identity),
      SeriesNumber: 1,
      OperatorsName: "",
      InstanceNumber: 1,
      FrameOfReferenceUID: frameOf(first),
      PositionReferenceIndicator: "",
      StructureSetLabel: label,
      StructureSetDate: "",
      StructureSetTime: "",
      ReferencedFrameOfReferenceSequence: referencedFrames(
        written.map(({ reference }) => reference),
        references,
        frameOf,
      ),
      StructureSetROISequence: written.map(({ reference }, n) => ({
        ROINumber: n + 1,
        ReferencedFrameOfReferenceUID: frameOf(reference),
        ROIName: names[n],
        ROIGenerationAlgorithm: "AUTOMATIC",
      })),
      ROIContourSequence: written.map((structure, n) => ({
        ROIDisplayColor: [...(structure.colour ?? COLOURS[n % COLOURS.length])],
        ReferencedROINumber: n + 1,
        ContourSequence: structure.contours.length === 0 ? undefined : contourItems(structure),
      })),
      RTROIObservationsSequence: written.map((_, n) => ({
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

function checkStructure(where: string, structure: Structure): void {
  checkObject(where, structure, "a structure: name and contours");
  const { name, contours, colour, reference } = structure;
  checkText(`${where}.name`, name);
  checkArray(`${where}.contours`, contours, "a list of contours");
  contours.forEach((contour, n) => {
    checkObject(`${where}.contours[${n}]`, contour, "a contour: points");
    checkPoints(`${where}.contours[${n}].points`, contour.points);
  });
  if (reference !== undefined) checkReference(`${where}.reference`, reference);
  if (colour !== undefined) checkColour(`${where}.colour`, colour);
}

function checkPoints(name: string, points: Float64Array): void {
  checkFinite(name, points);
  checkNumber(`${name}.length`, points.length, (length) => length % 3 === 0, "x, y and z of each point");
}

function checkColour(name: string, colour: readonly [number, number, number]): void {
  checkTriple(
    name,
    colour,
    (value) => Number.isInteger(value) && value >= 0 && value <= 255,
    "an integer from 0 to 255",
  );
}

function isLength(characters: number): boolean {
  return Number.isInteger(characters) && characters >= 8;
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

function contourItems({ contours, reference }: Structure): DatasetRecord[] {
  return contours.map(({ points }, n) => {
    const image = reference && imageAt(reference, [points[0], points[1], points[2]]);
    return {
      ContourNumber: n + 1,
      ContourImageSequence: image === undefined ? undefined : [imageItem(image)],
      ContourGeometricType: "CLOSED_PLANAR",
      NumberOfContourPoints: points.length / 3,
      ContourData: points,
    };
  });
}
