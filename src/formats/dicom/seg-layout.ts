import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, voxelCount } from "../../image/grid.ts";
import { allocate } from "../data.ts";
import type { Slab } from "./layers.ts";
import type { StoredPixels } from "./pixels.ts";
import { type FramePlace, placeFrame } from "./seg-frames.ts";
import type { Slice } from "./slices.ts";

/** The pixels of one segment. */
export interface SegmentContent {
  readonly frames: readonly number[];
  readonly frame: (n: number) => StoredPixels;
  /** The stored value that means 1. */
  readonly most: number;
  /** The stored value that is inside, in a label map. */
  readonly inside: number | undefined;
}

/**
 * The voxels of a segment on a grid.
 * @throws SoftdiceError when a frame's pixels are not voxels of it, and for fractions above 1
 */
export function layOut(
  slices: readonly Slice[],
  { frames, frame, most, inside }: SegmentContent,
  grid: Grid,
  slabs: readonly Slab[] | undefined,
): Uint8Array | Float32Array {
  const count = voxelCount(grid);
  const data =
    most === 1 ? allocate("segment", count) : new Float32Array(allocate("segment", 4 * count).buffer);
  for (const n of frames) {
    const place = placeFrame(slices[n], grid, slabs);
    if (place === undefined) throw offGrid(slices[n]);
    const stored = frame(n);
    if (most > 1) requireFractions(stored, most, slices[n]);
    const value = (i: number): number =>
      inside === undefined ? Math.min(1, stored[i] / most) : Number(stored[i] === inside);
    paste(data, place, slices[n].columns, value);
  }
  return data;
}

function requireFractions(stored: StoredPixels, most: number, { file, frame }: Slice): void {
  const above = stored.find((value) => value > most);
  if (above === undefined) return;
  throw new SoftdiceError({
    subject: file,
    problem: `has ${above} in its frame ${frame + 1}, above its MaximumFractionalValue`,
    expected: `values of at most ${most}`,
    remedy: "write the segmentation again",
  });
}

function offGrid({ file, frame }: Slice): SoftdiceError {
  return new SoftdiceError({
    subject: file,
    problem: `has its frame ${frame + 1} off the grid of the others`,
    expected: "pixels that are voxels of one grid",
    remedy: "export the segmentation again, or leave it out",
  });
}

/** Writes a frame into a volume; where frames overlap, the larger value counts. */
function paste(
  data: Uint8Array | Float32Array,
  { start, across, down, layers, columns, rows }: FramePlace,
  width: number,
  value: (pixel: number) => number,
): void {
  for (let j = rows[0]; j < rows[1]; j++) {
    for (let i = columns[0]; i < columns[1]; i++) {
      const v = value(i + width * j);
      if (v === 0) continue;
      for (const layer of layers) {
        const at = start + i * across + j * down + layer;
        if (v > data[at]) data[at] = v;
      }
    }
  }
}
