import { join } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import { readSeriesVolume } from "../formats/dicom/series-volume.ts";
import type { Volume } from "../formats/volume.ts";
import { writeFileAside } from "./files.ts";
import type { ForeignFiles } from "./foreignFiles.ts";
import { inputFiles } from "./inputs.ts";
import type { SourceGrid } from "./maskDocument.ts";
import { encodeVolume, MASK_ENDINGS, type MaskFormat } from "./maskFiles.ts";

/** Where the images of grids come from and go. */
interface ImageTarget {
  readonly inputs: readonly string[];
  readonly folder: string;
  readonly foreign: ForeignFiles;
  readonly options: { readonly format: MaskFormat };
  /** Takes what failed. */
  readonly failures: SoftdiceError[];
}

/** What the image of the n-th grid is called, without its ending. */
export function imageName(n: number): string {
  return n === 0 ? "image" : `image-${n + 1}`;
}

/**
 * Begins to write the image of each grid: resolves when the first is read, so that its compression, which takes longest, is
 * under way on other threads while masks are made. A segmentation object needs none: its images are there.
 */
export async function beginImages(
  grids: readonly SourceGrid[],
  into: ImageTarget,
): Promise<{ readonly names: Promise<(string | null)[]> }> {
  const first = await readImage(grids[0], into);
  return { names: writeImages(first, grids, into) };
}

/** @param first the image of the first grid */
async function writeImages(
  first: Volume | undefined,
  grids: readonly SourceGrid[],
  into: ImageTarget,
): Promise<(string | null)[]> {
  const names: (string | null)[] = [];
  let image = first;
  while (names.length < grids.length) {
    names.push(image === undefined ? null : await writeImage(image, imageName(names.length), into));
    image = await readImage(grids[names.length], into);
  }
  return names;
}

/** The image of a grid; undefined where there is none to write, or it cannot be read. */
async function readImage(
  grid: SourceGrid | undefined,
  { inputs, options, failures }: ImageTarget,
): Promise<Volume | undefined> {
  if (grid?.series === undefined || options.format === "seg") return undefined;
  const { series } = grid;
  // Contours need the image's geometry alone: pixels that cannot be read leave the masks as they are.
  return unlessFailed(() => readSeriesVolume(series, inputFiles(inputs)), failures);
}

/** Writes an image; returns its file's name, or null where it cannot be written. */
async function writeImage(
  image: Volume,
  name: string,
  { folder, foreign, options: { format }, failures }: ImageTarget,
): Promise<string | null> {
  if (format === "seg") return null;
  const file = `${name}${MASK_ENDINGS[format]}`;
  foreign.refuse(join(folder, file));
  const write = async (): Promise<string> => {
    await writeFileAside(join(folder, file), await encodeVolume(image, format, false), "later");
    return file;
  };
  return (await unlessFailed(write, failures)) ?? null;
}

/** What work resolves to; undefined, with the failure added to the others, where something is wrong with files. */
async function unlessFailed<T>(work: () => Promise<T>, failures: SoftdiceError[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    failures.push(error);
    return undefined;
  }
}
