import { boundingBox, type Box, crop, growBox } from "./crop.ts";
import { outerCornersOf } from "./compare.ts";
import { type Grid, mmToVoxel, type Triple, voxelCount, voxelToMm } from "./grid.ts";
import { coincide, shiftBetween } from "./place.ts";
import { type Interpolation, resample } from "./resample.ts";
import { emptyLike, type Volume, type VoxelArray } from "./volume.ts";

/** The part of an array on a grid outside of which it is 0: values of the voxels of a box, first axis fastest. */
export interface Part<Data extends VoxelArray> {
  readonly box: Box;
  readonly data: Data;
}

/** A part with the grid that it lies on. */
export interface PlacedPart<Data extends VoxelArray = Uint8Array> extends Part<Data> {
  readonly grid: Grid;
}

const NO_BOX: Box = { start: [0, 0, 0], end: [0, 0, 0] };

/** The part of a mask without foreground. */
export function nothingOn(grid: Grid): PlacedPart {
  return { grid, box: NO_BOX, data: new Uint8Array(0) };
}

/** A box inside another, from whose start it is counted, in the image of the other. */
export function boxWithin({ start: by }: Box, { start, end }: Box): Box {
  const shift = ([i, j, k]: Triple): Triple => [i + by[0], j + by[1], k + by[2]];
  return { start: shift(start), end: shift(end) };
}

/** The part of a volume that is not 0; a box without voxels where all is, the volume's own array where nothing can be cut. */
export function partOf<Data extends VoxelArray>(volume: Volume<Data>): PlacedPart<Data> {
  const { grid } = volume;
  const box = boundingBox(volume);
  if (box === undefined) return { grid, box: NO_BOX, data: emptyLike(volume.data, 0) };
  if (voxelCount(boxGrid(grid, box)) === volume.data.length) return { grid, box, data: volume.data };
  return { grid, box, data: crop(volume, box).data };
}

/** The box of all voxels of a grid. */
export function wholeBox({ shape }: Grid): Box {
  return { start: [0, 0, 0], end: shape };
}

/** Voxels along each axis of a box. */
export function boxShape({ start, end }: Box): Triple {
  return [end[0] - start[0], end[1] - start[1], end[2] - start[2]];
}

/** The grid of the voxels of a box. */
export function boxGrid(grid: Grid, box: Box): Grid {
  return { ...grid, shape: boxShape(box), originMm: voxelToMm(grid, box.start) };
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

/** What any of several masks on one grid marks. @param parts at least one */
export function unionOf(parts: readonly PlacedPart[]): PlacedPart {
  const marked = parts.filter(({ data }) => data.length > 0);
  if (marked.length < 2) return marked.at(0) ?? parts[0];
  const box = boxAround(marked.map((part) => part.box));
  const { grid } = parts[0];
  const data = new Uint8Array(voxelCount(boxGrid(grid, box)));
  for (const part of marked) {
    const whole = { box, data: new Uint8Array(data.length) };
    place(part, whole);
    for (let i = 0; i < data.length; i++) data[i] |= whole.data[i];
  }
  return { grid, box, data };
}

/**
 * A mask on another grid, as the part of it there.
 *
 * Where the voxels of the two grids coincide, be it with other order or direction of the axes, voxels keep their place and
 * `interpolation` does not matter; else values are interpolated, and 1/2 or more is inside. Voxels outside `grid` are lost.
 */
export function maskOnGrid(mask: PlacedPart, grid: Grid, interpolation: Interpolation): PlacedPart {
  if (voxelCount(boxGrid(mask.grid, mask.box)) === 0) return nothingOn(grid);
  const moved = shifted(mask, grid);
  if (moved !== undefined) return minimal(moved);
  const onLattice = coincide(mask.grid, grid);
  // Linear interpolation looks at the neighbours of the voxels that are marked.
  const box = onLattice ? mask.box : growBox(mask.box, 1, mask.grid.shape);
  const data = new Uint8Array(voxelCount(boxGrid(mask.grid, box)));
  place(mask, { box, data });
  const own = { name: "mask", grid: boxGrid(mask.grid, box), data };
  const target = boxOnGrid(own.grid, grid);
  if (target === undefined) return nothingOn(grid);
  const there = resample(own, boxGrid(grid, target), onLattice ? "nearest" : interpolation);
  const inside = Uint8Array.from(there.data, (value) => Number(value >= 0.5));
  return minimal({ grid, box: target, data: inside });
}

/** The same part where only the place of its box changes, and that within the grid. */
function shifted({ grid: own, box, data }: PlacedPart, grid: Grid): PlacedPart | undefined {
  const shift = shiftBetween(own, grid);
  if (shift === undefined) return undefined;
  const moved = boxWithin({ start: shift, end: shift }, box);
  const fits = moved.start.every((value, axis) => value >= 0 && moved.end[axis] <= grid.shape[axis]);
  return fits ? { grid, box: moved, data } : undefined;
}

/** A part without what is 0 around it. */
function minimal({ grid, box, data }: PlacedPart): PlacedPart {
  const { box: within, data: cut } = partOf({ name: "mask", grid: boxGrid(grid, box), data });
  if (cut.length === 0) return { grid, box: NO_BOX, data: cut };
  return { grid, box: boxWithin(box, within), data: cut };
}

/** The voxels of `grid` whose centres may lie inside the voxels of another grid; undefined where none can. */
function boxOnGrid(part: Grid, grid: Grid): Box | undefined {
  const at = outerCornersOf(part.shape).map((corner) => mmToVoxel(grid, voxelToMm(part, corner)));
  const ends = (pick: (...values: number[]) => number, round: (value: number) => number): Triple =>
    [0, 1, 2].map((axis) => round(pick(...at.map((position) => position[axis])))) as unknown as Triple;
  const low = ends(Math.min, Math.floor);
  const high = ends(Math.max, Math.ceil);
  const start = low.map((value) => Math.max(0, value)) as unknown as Triple;
  const end = high.map((value, axis) => Math.min(grid.shape[axis], value + 1)) as unknown as Triple;
  return start.every((value, axis) => value < end[axis]) ? { start, end } : undefined;
}
