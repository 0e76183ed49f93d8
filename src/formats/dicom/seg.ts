import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import { allocate } from "../data.ts";
import type { Volume } from "../volume.ts";
import type { Dataset } from "./dataset.ts";
import { openPixels, type StoredPixels } from "./pixels.ts";
import type { DicomFile } from "./read.ts";
import { readSlices, type Slice } from "./slices.ts";
import { sharePlane } from "./series.ts";
import { stackSlices } from "./stack.ts";

/** One segment of a SEG file: a structure as one observer or model marked it. */
export interface Segment {
  readonly number: number;
  /** SegmentLabel without blanks around it; `Segment <number>` if it has none. */
  readonly name: string;
  /** Frames that the file holds of it; on the slices without one it is empty. */
  readonly frames: number;
  /** Its voxels: 0 and 1 as bytes in a binary or labelmap file, fractions in [0, 1] as floats in a fractional one. */
  readonly volume: () => Volume<Uint8Array | Float32Array>;
}

/** What a SEG file says. */
export interface Segmentation {
  readonly file: string;
  readonly kind: "binary" | "probability" | "occupancy";
  readonly sopInstanceUid: string | undefined;
  readonly seriesUid: string | undefined;
  readonly studyUid: string | undefined;
  /** PatientID without blanks around it, to keep patients apart; never shown. */
  readonly patientId: string | undefined;
  readonly frameOfReferenceUid: string | undefined;
  readonly referencedSeriesUids: readonly string[];
  /** The slices from the first to the last that the file holds a frame of, whatever the segment. */
  readonly grid: Grid;
  readonly segments: readonly Segment[];
}

/** SOP classes of segmentations and of label maps. */
export const SEG_CLASSES: readonly string[] = [
  "1.2.840.10008.5.1.4.1.1.66.4",
  "1.2.840.10008.5.1.4.1.1.66.7",
];

/** More voxels than this in one segment are taken for a damaged header. */
const MOST_VOXELS = 2 ** 30;

/**
 * Reads a DICOM SEG: binary, fractional or label map, with any number of segments, which may overlap, and without the
 * frames that would be empty. Voxels are laid out when `volume()` is called, one segment at a time.
 * @throws SoftdiceError naming file and tag when frames and segments do not fit together, or the frames make no grid
 */
export async function readSegmentation(file: DicomFile): Promise<Segmentation> {
  const { dataset } = file;
  const type = dataset.text("SegmentationType") ?? "BINARY";
  if (!["BINARY", "FRACTIONAL", "LABELMAP"].includes(type)) {
    throw dataset.fault("SegmentationType", `is ${type}`, "BINARY, FRACTIONAL or LABELMAP");
  }
  const slices = readSlices(file);
  const { grid, depth } = stackFrames(file, slices);
  const frameSegments = type === "LABELMAP" ? undefined : segmentOfFrames(dataset, slices.length);
  const frame = await openPixels(file);
  const most = type === "FRACTIONAL" ? dataset.requireInteger("MaximumFractionalValue", 1, 255) : 1;
  const fractional = dataset.text("SegmentationFractionalType") === "OCCUPANCY" ? "occupancy" : "probability";
  const segments = dataset.items("SegmentSequence").map((item): Segment => {
    const number = item.requireInteger("SegmentNumber", 1, 65535);
    const frames = frameSegments?.flatMap((segment, n) => (segment === number ? [n] : [])) ?? [
      ...slices.keys(),
    ];
    const label = item.text("SegmentLabel")?.trim() ?? "";
    const name = label === "" ? `Segment ${number}` : label;
    const inside = type === "LABELMAP" ? number : undefined;
    return {
      number,
      name,
      frames: frames.length,
      volume: () => ({ name, grid, data: layOut(frames, depth, frame, grid, most, inside) }),
    };
  });
  return {
    file: file.name,
    kind: type === "FRACTIONAL" ? fractional : "binary",
    sopInstanceUid: dataset.text("SOPInstanceUID"),
    seriesUid: dataset.text("SeriesInstanceUID"),
    studyUid: dataset.text("StudyInstanceUID"),
    patientId: dataset.text("PatientID"),
    frameOfReferenceUid: dataset.text("FrameOfReferenceUID"),
    referencedSeriesUids: dataset
      .items("ReferencedSeriesSequence")
      .map((series) => series.text("SeriesInstanceUID"))
      .filter((uid) => uid !== undefined),
    grid,
    segments,
  };
}

/** The grid of all frames, and each frame's slice in it. */
function stackFrames(file: DicomFile, frames: readonly Slice[]): { grid: Grid; depth: number[] } {
  const { dataset } = file;
  if (!frames.every((one) => sharePlane(frames[0], one))) {
    throw dataset.fault("PlaneOrientationSequence", "differs between frames", "frames of one orientation");
  }
  const shared = dataset.item("SharedFunctionalGroupsSequence")?.item("PixelMeasuresSequence");
  const distance = shared?.number("SpacingBetweenSlices");
  const stack = stackSlices(file.name, frames, distance !== undefined && distance > 0 ? distance : undefined);
  if (stack.grid instanceof SoftdiceError) throw stack.grid;
  const { grid } = stack;
  if (!(voxelCount(grid) <= MOST_VOXELS)) {
    throw dataset.fault("NumberOfFrames", `spans ${grid.shape.join(" × ")} voxels`, `at most ${MOST_VOXELS}`);
  }
  const normal = grid.directions[2];
  const along = ({ positionMm }: Slice): number =>
    positionMm.reduce((sum, mm, d) => sum + normal[d] * (mm - grid.originMm[d]), 0);
  const depth = frames.map((one) => Math.round(along(one) / grid.spacingMm[2]));
  return { grid, depth };
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

/**
 * @param most the stored value that means 1
 * @param inside the stored value that is inside, in a label map
 */
function layOut(
  frames: readonly number[],
  depth: readonly number[],
  frame: (n: number) => StoredPixels,
  grid: Grid,
  most: number,
  inside: number | undefined,
): Uint8Array | Float32Array {
  const size = grid.shape[0] * grid.shape[1];
  const count = voxelCount(grid);
  const data =
    most === 1 ? allocate("segment", count) : new Float32Array(allocate("segment", 4 * count).buffer);
  for (const n of frames) {
    const stored = frame(n);
    const start = depth[n] * size;
    for (let i = 0; i < size; i++) {
      const value = inside === undefined ? Math.min(1, stored[i] / most) : Number(stored[i] === inside);
      if (value > data[start + i]) data[start + i] = value;
    }
  }
  return data;
}
