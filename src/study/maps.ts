import { SoftdiceError } from "../core/errors.ts";
import { readDicom, isDicom } from "../formats/dicom/read.ts";
import { readSegmentation } from "../formats/dicom/seg.ts";
import type { Volume } from "../formats/volume.ts";
import type { Tools } from "./policy.ts";
import type { Source } from "./source.ts";
import { sourceVolumes } from "./sourceVolumes.ts";

/** The volumes of a file that is meant to hold maps. */
export interface MapFile {
  readonly volumes: readonly Volume[];
  /** Whether volumes have names of their own, as the segments of a DICOM SEG do, rather than numbers of classes. */
  readonly areNamed: boolean;
  readonly remarks: readonly string[];
}

/**
 * Reads the maps of a file: images of any format, or the segments of a DICOM SEG, whose fractions are in [0, 1].
 * @throws SoftdiceError naming the file when it cannot be read
 */
export async function readMapFile(source: Source, tools: Tools = {}): Promise<MapFile> {
  const bytes = await source.read();
  if (isDicom(bytes)) return { ...(await readSegments(source, bytes)), remarks: [] };
  const { volumes, remarks } = await sourceVolumes(source, bytes, tools);
  return { volumes, areNamed: false, remarks };
}

/** Whether a file is a DICOM segmentation, of fractions or not. */
export async function isSegmentation(source: Source): Promise<boolean> {
  const bytes = await source.read();
  if (!isDicom(bytes)) return false;
  return (await readDicom(source.name, bytes)).dataset.has("SegmentSequence");
}

/** Whether a file is a DICOM segmentation of fractions, which is a map and nobody's mask. */
export async function isFractionalSegmentation(source: Source): Promise<boolean> {
  const bytes = await source.read();
  if (!isDicom(bytes)) return false;
  const { dataset } = await readDicom(source.name, bytes);
  return dataset.text("SegmentationType") === "FRACTIONAL";
}

async function readSegments(source: Source, bytes: Uint8Array): Promise<Omit<MapFile, "remarks">> {
  const file = await readDicom(source.name, bytes);
  if (!file.dataset.has("SegmentSequence")) {
    throw new SoftdiceError({
      subject: source.name,
      problem: "is a DICOM file without segments",
      expected: "a segmentation (SEG), or a probability map of any image format",
      remedy: "convert it first, for instance with softdice convert",
    });
  }
  const { segments } = await readSegmentation(file);
  return { volumes: segments.map((segment) => segment.volume()), areNamed: true };
}
