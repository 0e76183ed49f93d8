import { SoftdiceError } from "../../core/errors.ts";
import type { Grid } from "../../image/grid.ts";
import type { Volume } from "../volume.ts";
import type { Dataset } from "./dataset.ts";
import type { Slab } from "./layers.ts";
import { type PatientIdentity, readPatient } from "./patient.ts";
import { openPixels } from "./pixels.ts";
import type { DicomFile } from "./read.ts";
import type { ImageReference, ReferencedImage } from "./reference.ts";
import { checkFrames, type FrameSpacing, gridOfFrames, holdsFrame } from "./seg-frames.ts";
import { layOut } from "./seg-layout.ts";
import { readSlices, type Slice } from "./slices.ts";
import { cross } from "./vectors.ts";

/** One segment of a SEG file: a structure as one observer or model marked it. */
export interface Segment {
  readonly number: number;
  /** SegmentLabel without blanks around it; `Segment <number>` if it has none. */
  readonly name: string;
  /** Frames that the file holds of it; on the slices without one it is empty. */
  readonly frames: number;
  /**
   * Its voxels: 0 and 1 as bytes in a binary or labelmap file, fractions in [0, 1] as floats in a fractional one. On the
   * grid of the segmentation, or on one whose voxels its pixels are.
   * @throws SoftdiceError when there is no such grid
   */
  readonly volume: (on?: Grid, slabs?: readonly Slab[]) => Volume<Uint8Array | Float32Array>;
}

/** What a SEG file says. */
export interface Segmentation {
  readonly file: string;
  readonly kind: "binary" | "probability" | "occupancy";
  readonly patientId: string | undefined;
  readonly studyUid: string | undefined;
  readonly frameOfReferenceUid: string | undefined;
  readonly referencedSeriesUids: readonly string[];
  /** What its frames, and what is made of them, belong to. */
  readonly reference: ImageReference;
  /**
   * The slices from the first to the last that the file holds a frame of, whatever the segment; or why the frames make no
   * grid by themselves.
   */
  readonly grid: Grid | SoftdiceError;
  /** The grid where frames are farther apart than they are thick. @throws SoftdiceError when they make none */
  readonly gridAs: (told: FrameSpacing) => Grid;
  /** Whether all pixels of all frames are voxels of a grid. */
  readonly fits: (grid: Grid, slabs?: readonly Slab[]) => boolean;
  readonly segments: readonly Segment[];
}

/** SOP classes of segmentations and of label maps. */
export const SEG_CLASSES: readonly string[] = [
  "1.2.840.10008.5.1.4.1.1.66.4",
  "1.2.840.10008.5.1.4.1.1.66.7",
];

/**
 * Reads a DICOM SEG: binary, fractional or label map, with any number of segments, which may overlap, and without the
 * frames that would be empty. Voxels are laid out when `volume()` is called, one segment at a time. Of a label map, the
 * segment that PixelPaddingValue names is the background, and no structure.
 * @throws SoftdiceError naming file and tag when frames and segments do not fit together
 */
export async function readSegmentation(file: DicomFile): Promise<Segmentation> {
  const { dataset } = file;
  const type = dataset.text("SegmentationType") ?? "BINARY";
  if (!["BINARY", "FRACTIONAL", "LABELMAP"].includes(type)) {
    throw dataset.fault(
      "SegmentationType",
      "holds a value that is not in the standard",
      "BINARY, FRACTIONAL or LABELMAP",
    );
  }
  const isLabelMap = type === "LABELMAP";
  const slices = readSlices(file);
  const frameSegments = isLabelMap ? undefined : segmentOfFrames(dataset, slices.length);
  const frame = await openPixels(file);
  const most = type === "FRACTIONAL" ? dataset.requireInteger("MaximumFractionalValue", 1, 255) : 1;
  const fractional = dataset.text("SegmentationFractionalType") === "OCCUPANCY" ? "occupancy" : "probability";
  const grids = new Map<FrameSpacing, Grid | SoftdiceError>();
  const gridAs = (told: FrameSpacing): Grid | SoftdiceError => {
    const grid = grids.get(told) ?? attempt(() => checkFrames(file, gridOfFrames(file, slices, told)));
    grids.set(told, grid);
    return grid;
  };
  const background = isLabelMap ? dataset.number("PixelPaddingValue") : undefined;
  const segments = dataset
    .items("SegmentSequence")
    .filter((item) => background === undefined || item.number("SegmentNumber") !== background)
    .map((item): Segment => {
      const number = item.requireInteger("SegmentNumber", isLabelMap ? 0 : 1, 65535);
      const frames = frameSegments?.flatMap((segment, n) => (segment === number ? [n] : [])) ?? [
        ...slices.keys(),
      ];
      const label = item.text("SegmentLabel")?.trim() ?? "";
      const name = label === "" ? `Segment ${number}` : label;
      const content = { frames, frame, most, inside: isLabelMap ? number : undefined };
      return {
        number,
        name,
        frames: frames.length,
        volume: (on, slabs) => {
          const grid = on ?? orThrow(gridAs(undefined));
          return { name, grid, data: layOut(slices, content, grid, slabs) };
        },
      };
    });
  const patient = readPatient(dataset);
  return {
    file: file.name,
    kind: type === "FRACTIONAL" ? fractional : "binary",
    patientId: patient.id,
    studyUid: dataset.text("StudyInstanceUID"),
    frameOfReferenceUid: dataset.text("FrameOfReferenceUID"),
    referencedSeriesUids: dataset
      .items("ReferencedSeriesSequence")
      .map((series) => series.text("SeriesInstanceUID"))
      .filter((uid) => uid !== undefined),
    reference: readReference(dataset, slices, patient),
    grid: gridAs(undefined),
    gridAs: (told) => orThrow(gridAs(told)),
    fits: (grid, slabs) => slices.every((slice) => holdsFrame(slice, grid, slabs)),
    segments,
  };
}

function attempt(make: () => Grid): Grid | SoftdiceError {
  try {
    return make();
  } catch (error) {
    if (error instanceof SoftdiceError) return error;
    throw error;
  }
}

function orThrow(grid: Grid | SoftdiceError): Grid {
  if (grid instanceof SoftdiceError) throw grid;
  return grid;
}

/** The images that the frames were derived from, where the file names them; else the segmentation stands for itself. */
function readReference(dataset: Dataset, slices: readonly Slice[], patient: PatientIdentity): ImageReference {
  const series = dataset.item("ReferencedSeriesSequence");
  const images = new Map<string, ReferencedImage>();
  const add = (item: Dataset, pointMm: ReferencedImage["pointMm"]): void => {
    const [sopClassUid, sopInstanceUid] = [
      item.text("ReferencedSOPClassUID"),
      item.text("ReferencedSOPInstanceUID"),
    ];
    if (sopClassUid === undefined || sopInstanceUid === undefined) return;
    const frame = item.number("ReferencedFrameNumber");
    const key = `${sopInstanceUid} ${frame ?? ""}`;
    const known = images.get(key)?.pointMm;
    images.set(key, {
      sopClassUid,
      sopInstanceUid,
      frame,
      pointMm: known ?? pointMm,
      reachMm: undefined,
    });
  };
  dataset.items("PerFrameFunctionalGroupsSequence").forEach((group, n) => {
    for (const derivation of group.items("DerivationImageSequence")) {
      const sources = derivation.items("SourceImageSequence");
      for (const source of sources) add(source, sources.length === 1 ? slices[n]?.positionMm : undefined);
    }
  });
  const hasFrames = [...images.values()].some(({ frame }) => frame !== undefined);
  if (!hasFrames) for (const item of series?.items("ReferencedInstanceSequence") ?? []) add(item, undefined);
  return {
    studyUid: dataset.text("StudyInstanceUID"),
    frameOfReferenceUid: dataset.text("FrameOfReferenceUID"),
    seriesUid: series?.text("SeriesInstanceUID"),
    normal: cross(slices[0].rowDirection, slices[0].columnDirection),
    images: [...images.values()],
    patient,
  };
}

/** The segment that each frame belongs to. */
function segmentOfFrames(dataset: Dataset, count: number): number[] {
  const shared = dataset.item("SharedFunctionalGroupsSequence")?.item("SegmentIdentificationSequence");
  const frames = dataset.items("PerFrameFunctionalGroupsSequence");
  return Array.from({ length: count }, (_, n) => {
    const own = frames[n]?.item("SegmentIdentificationSequence") ?? shared;
    if (own === undefined) {
      throw dataset.fault(
        "SegmentIdentificationSequence",
        `is missing for frame ${n + 1}`,
        "one for each frame",
      );
    }
    return own.requireInteger("ReferencedSegmentNumber", 0, 65535);
  });
}
