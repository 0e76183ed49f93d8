import { checkArray, checkIterable, checkObject } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { voxelCount } from "../../image/grid.ts";
import { MOST_VOXELS } from "../../image/mostVoxels.ts";
import { checkBytes } from "../bytes.ts";
import { allocate } from "../data.ts";
import type { Volume, VoxelArray } from "../volume.ts";
import { openPixels, type StoredPixels } from "./pixels.ts";
import { readDicom } from "./read.ts";
import { gridOf, type Series, seriesLabel } from "./series.ts";
import type { Slice } from "./slices.ts";
import { checkStudyFile, type StudyFile } from "./study.ts";

/**
 * Reads the pixels of a series: slope · stored + intercept on its grid, in the smallest integer type that holds every
 * value the headers allow, or as floats where slope or intercept are no integers. A missing slice has the smallest
 * value read; a slice with several layers fills them all.
 *
 * @example
 * import { readSeriesVolume, readStudy, type StudyFile } from "softdice/dicom";
 *
 * // The volume of the first series in a folder.
 * export async function firstVolume(files: readonly StudyFile[]) {
 *   const { series } = await readStudy(files);
 *   return readSeriesVolume(series[0], files);
 * }
 *
 * @param files the files that the series was built from, by the same paths, in any order and among others; only its own
 *   are read, one at a time
 * @throws SoftdiceError when the series has no grid, a file is not there, or its pixels cannot be read
 */
export async function readSeriesVolume(
  series: Series,
  files: AsyncIterable<StudyFile> | Iterable<StudyFile>,
): Promise<Volume> {
  checkObject("series", series, "a series of readStudy");
  checkArray("series.slices", series.slices, "a series of readStudy");
  checkIterable("files", files, "the files of readStudy");
  const grid = gridOf(series);
  if (!(voxelCount(grid) <= MOST_VOXELS)) {
    throw new SoftdiceError({
      subject: seriesLabel(series),
      problem: `has ${grid.shape.join(" × ")} voxels`,
      expected: `at most ${MOST_VOXELS}`,
      remedy: "check its headers",
    });
  }
  const wanted = new Map<string, number[]>();
  series.slices.forEach(({ file }, n) => wanted.set(file, [...(wanted.get(file) ?? []), n]));
  const data = arrayFor(series.slices, voxelCount(grid), seriesLabel(series));
  const size = grid.shape[0] * grid.shape[1];
  const filled = new Set<number>();
  let n = 0;
  for await (const file of files) {
    checkStudyFile(`files[${n++}]`, file);
    const { path, read } = file;
    const own = wanted.get(path);
    if (own === undefined) continue;
    wanted.delete(path);
    const bytes = await read();
    checkBytes(path, bytes);
    const frame = await openPixels(await readDicom(path, bytes));
    for (const at of own) {
      const slice = series.slices[at];
      const first = series.depth[at];
      const target = data.subarray(first * size, (first + 1) * size);
      rescaleInto(target, frame(slice.frame), slice.pixels);
      for (let k = first; k < first + (series.slabs?.[at].count ?? 1); k++) {
        if (k > first) data.copyWithin(k * size, first * size, (first + 1) * size);
        filled.add(k);
      }
    }
  }
  const [absent] = wanted.keys();
  if (absent !== undefined) {
    throw new SoftdiceError({
      subject: absent,
      problem: "was not found again",
      expected: "the same files as at the first look",
      remedy: "run again while the folder does not change",
    });
  }
  if (filled.size < grid.shape[2]) {
    const least = leastOf(data, size, filled);
    for (let k = 0; k < grid.shape[2]; k++) if (!filled.has(k)) data.fill(least, k * size, (k + 1) * size);
  }
  return { name: "image", grid, data };
}

/** Writes slope · stored + intercept. */
function rescaleInto(
  target: VoxelArray,
  stored: StoredPixels,
  { slope, intercept, kind }: Slice["pixels"],
): void {
  if (slope === 1 && intercept === 0 && kind === "integer") target.set(stored);
  else for (let i = 0; i < target.length; i++) target[i] = slope * stored[i] + intercept;
}

/** The smallest value of some layers of so many voxels each. */
function leastOf(data: VoxelArray, size: number, layers: ReadonlySet<number>): number {
  let least = Infinity;
  for (const k of layers) {
    for (let i = k * size; i < (k + 1) * size; i++) if (data[i] < least) least = data[i];
  }
  return least;
}

/** The smallest type of array that holds every value the headers allow. */
function arrayFor(slices: readonly Slice[], length: number, label: string): VoxelArray {
  const Type = typeFor(slices);
  return new Type(allocate(label, length * Type.BYTES_PER_ELEMENT).buffer);
}

type VoxelArrayType = (new (buffer: ArrayBuffer) => VoxelArray) & { readonly BYTES_PER_ELEMENT: number };

function typeFor(slices: readonly Slice[]): VoxelArrayType {
  let low = 0;
  let high = 0;
  for (const { pixels } of slices) {
    const { bitsStored, signed, slope, intercept, kind } = pixels;
    if (kind === "float") return pixels.bitsAllocated === 64 ? Float64Array : Float32Array;
    if (!Number.isInteger(slope) || !Number.isInteger(intercept)) return Float32Array;
    const ends = [signed ? -(2 ** (bitsStored - 1)) : 0, 2 ** (bitsStored - (signed ? 1 : 0)) - 1];
    for (const end of ends) {
      low = Math.min(low, slope * end + intercept);
      high = Math.max(high, slope * end + intercept);
    }
  }
  if (low >= 0 && high < 2 ** 8) return Uint8Array;
  if (low >= -(2 ** 15) && high < 2 ** 15) return Int16Array;
  if (low >= 0 && high < 2 ** 16) return Uint16Array;
  if (low >= -(2 ** 31) && high < 2 ** 31) return Int32Array;
  return Float64Array;
}
