import type { Series } from "../../../src/formats/dicom/series.ts";
import { boundingBox, crop, type Box } from "../../../src/image/crop.ts";
import { voxelToMm, type Grid, type Triple } from "../../../src/image/grid.ts";
import { emptyLike, type Volume, type VoxelArray } from "../../../src/image/volume.ts";

/** An opened study as the worker keeps it. Masks are cut to what they mark, so that hundreds of them fit. */
export interface StoredStudy {
  readonly title: string;
  readonly grid: Grid;
  readonly structures: readonly StoredStructure[];
  /** What was assumed or unusual, one sentence each. */
  readonly notes: readonly string[];
  /** What was dropped and is not part of it, with the reason, one sentence each. */
  readonly leftOut: readonly string[];
  /** The images below, read when they are asked for. */
  readonly image?: () => Promise<Volume>;
  /** The DICOM series that the masks lie on. */
  readonly series?: Series;
}

export type StoredStructure =
  | { readonly kind: "masks"; readonly name: string; readonly observers: readonly StoredMask[] }
  | { readonly kind: "map"; readonly name: string; readonly part: Part<Float32Array | Float64Array> };

/** The part of an array on the study's grid outside of which it is 0. */
export interface Part<Data extends VoxelArray> {
  readonly box: Box;
  readonly data: Data;
}

export interface StoredMask {
  readonly observer: string;
  readonly part: Part<Uint8Array>;
}

const NO_BOX: Box = { start: [0, 0, 0], end: [0, 0, 0] };

/** The part of a volume that is not 0; a box without voxels where all is. */
export function partOf<Data extends VoxelArray>(volume: Volume<Data>): Part<Data> {
  const box = boundingBox(volume);
  if (box === undefined) return { box: NO_BOX, data: emptyLike(volume.data, 0) };
  return { box, data: crop(volume, box).data };
}

/** The smallest box around those that hold a voxel, and of at least one voxel. */
export function boxAround(all: readonly Box[]): Box {
  const held = all.filter(({ start, end }) => start[0] < end[0]);
  const boxes = held.length > 0 ? held : [{ start: [0, 0, 0], end: [1, 1, 1] }];
  const ends = (side: "start" | "end", pick: (...values: number[]) => number): Triple => [
    pick(...boxes.map((box) => box[side][0])),
    pick(...boxes.map((box) => box[side][1])),
    pick(...boxes.map((box) => box[side][2])),
  ];
  return { start: ends("start", Math.min), end: ends("end", Math.max) };
}

/** Voxels of a box along each axis. */
export function boxShape({ start, end }: Box): Triple {
  return [end[0] - start[0], end[1] - start[1], end[2] - start[2]];
}

/** The grid of the voxels of a box. */
export function boxGrid(grid: Grid, box: Box): Grid {
  return { ...grid, shape: boxShape(box), originMm: voxelToMm(grid, box.start) };
}

/** Copies an array on one box to its place in a larger array on another, whose box holds the first. */
export function place<Data extends VoxelArray>(from: Part<Data>, to: Part<Data>): void {
  const [width, height, depth] = boxShape(from.box);
  const [wide, high] = boxShape(to.box);
  const [i, j, k] = [0, 1, 2].map((axis) => from.box.start[axis] - to.box.start[axis]);
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = width * (y + height * z);
      to.data.set(from.data.subarray(row, row + width), i + wide * (j + y + high * (k + z)));
    }
  }
}
