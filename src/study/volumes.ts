import { SoftdiceError } from "../core/errors.ts";
import { binaryMask } from "../image/mask.ts";
import { boxGrid, boxWithin, nothingOn, partOf, type PlacedPart } from "../image/part.ts";
import type { Volume, VoxelArray } from "../image/volume.ts";
import { contentOf } from "./content.ts";
import { stem } from "./foreign.ts";
import { placedGrid, withoutGeometryRemarks } from "./lentGrid.ts";
import type { Tools } from "./policy.ts";
import type { Source } from "./source.ts";
import { sourceVolumes } from "./sourceVolumes.ts";

/** What a file of volumes holds. */
export interface VolumeFile {
  readonly source: Source;
  readonly masks: readonly FoundMask[];
  /** Probability maps, which are no observer's masks. */
  readonly maps: readonly Volume[];
  readonly images: readonly Volume[];
  readonly remarks: readonly string[];
  /** Places of the files beside it that hold its values. */
  readonly parts: ReadonlySet<string>;
}

/** A mask in a file of volumes. */
export interface FoundMask {
  /** The segment's or image's own name; undefined for the one mask of a file without names. */
  readonly name: string | undefined;
  /** Its labels: one for a mask, several for a label map, none for a volume of zeros. */
  readonly labels: readonly number[];
  /** The mask of a label; without one of the only label. Kept cut to what it marks. */
  readonly part: (label?: number) => PlacedPart;
  /** True where its file says nothing of where it lies. */
  readonly isUnplaced?: boolean | undefined;
  /** Closed contours that it was drawn as, in mm (LPS); left out for what was voxels from the start. */
  readonly contoursMm?: readonly Float64Array[] | undefined;
}

/**
 * Reads a file of volumes and tells its masks, maps and images apart.
 *
 * @throws SoftdiceError naming the file when it cannot be read, holds a mask with values that are no numbers, or one without
 * geometry that has other voxels than the image that lends its own
 */
export async function readVolumeFile(source: Source, bytes: Uint8Array, tools: Tools): Promise<VolumeFile> {
  const { volumes, remarks: said, parts } = await sourceVolumes(source, bytes, tools);
  const masks: FoundMask[] = [];
  const maps: Volume[] = [];
  const images: Volume[] = [];
  for (const volume of volumes) {
    const content = contentOf(volume);
    if (content.kind === "labels") {
      const grid = placedGrid(source.name, volume.grid, tools.lender);
      const inFile = { ...volume, name: source.name, grid };
      masks.push({
        name: ownName(volume, source),
        labels: content.labels,
        part: partsOf(inFile, content.labels),
        isUnplaced: grid.isUnplaced,
      });
    } else if (content.kind === "broken") {
      throw new SoftdiceError({
        subject: source.name,
        problem: content.problem,
        expected: "a mask of 0 and one other value",
        remedy: "write it again without NaN",
      });
    } else (content.kind === "map" ? maps : images).push(volume);
  }
  const isLent = tools.lender !== undefined && masks.length > 0;
  return { source, masks, maps, images, remarks: isLent ? withoutGeometryRemarks(said) : said, parts };
}

/** A volume's name where its file gives it one: not the file's own, and no mere number of an image in it. */
function ownName({ name }: Volume, source: Source): string | undefined {
  const own = stem(source.name);
  if (name === own || name === "") return undefined;
  if (name.startsWith(`${own}/`)) return name.slice(own.length + 1);
  return name.startsWith(`${own}[`) ? name.slice(own.length) : name;
}

/** Cuts each label out once, so that the volume itself need not be kept; a label that is not there is nowhere. */
function partsOf(volume: Volume, labels: readonly number[]): FoundMask["part"] {
  const none = nothingOn(volume.grid);
  if (labels.length > 1) {
    const part = partsByLabel(volume, labels);
    return (label) => (label === undefined ? none : part(label));
  }
  const only = labelPart(volume, partOf(volume));
  return (label) => (label === undefined || label === labels[0] ? only : none);
}

/** A label, or the only one, cut out of the part of a label map that is not 0. */
function labelPart(
  { name, grid }: Volume,
  { box, data }: PlacedPart<VoxelArray>,
  label?: number,
): PlacedPart {
  if (data.length === 0) return nothingOn(grid);
  const marked = { name, grid: boxGrid(grid, box), data };
  const own = partOf({ ...marked, data: binaryMask(marked, label) });
  return own.data.length === 0 ? nothingOn(grid) : { grid, box: boxWithin(box, own.box), data: own.data };
}

/** The parts of the labels of a label map. */
export function partsByLabel(volume: Volume, labels: readonly number[]): (label: number) => PlacedPart {
  const marked = partOf(volume);
  const parts = new Map(labels.map((label) => [label, labelPart(volume, marked, label)]));
  return (label) => parts.get(label) ?? nothingOn(volume.grid);
}
