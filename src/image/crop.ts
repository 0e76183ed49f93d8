import { checkNumber, checkObject } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkShape, checkTriple, type Triple, voxelToMm } from "./grid.ts";
import { checkVolume, checkVoxels, emptyLike, type Volume, type VoxelArray } from "./volume.ts";
import { asWords, nextMarked } from "./words.ts";

/** A box of voxels: start ≤ (i, j, k) < end, axis by axis. */
export interface Box {
  readonly start: Triple;
  readonly end: Triple;
}

/**
 * The smallest box that holds every voxel other than 0, or undefined when all are 0. NaN counts as other than 0.
 *
 * @example
 * import { boundingBox, gridFromAffine } from "softdice";
 *
 * const grid = gridFromAffine([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0], [3, 2, 1]);
 * boundingBox({ grid, data: Uint8Array.of(0, 1, 1, 0, 0, 0) }); // { start: [1, 0, 0], end: [3, 1, 1] }
 *
 * @param volume of its grid only the shape counts
 * @throws SoftdiceError for another number of values than the grid has voxels
 */
export function boundingBox(volume: Pick<Volume, "grid" | "data">): Box | undefined {
  checkObject("volume", volume, "a volume: grid and data");
  const { data, grid } = volume;
  checkObject("volume.grid", grid, "a grid");
  checkShape("volume.grid.shape", grid.shape);
  checkVoxels("volume.data", data, grid);
  const [nx, ny, nz] = grid.shape;
  const start: [number, number, number] = [nx, ny, nz];
  const end: [number, number, number] = [0, 0, 0];
  const next = nextOf(data);
  for (let at = next(0); at < data.length;) {
    const row = Math.floor(at / nx);
    const [first, j, k] = [at - nx * row, row % ny, Math.floor(row / ny)];
    let last = nx - 1;
    while (data[nx * row + last] === 0) last--;
    start[0] = Math.min(start[0], first);
    end[0] = Math.max(end[0], last + 1);
    start[1] = Math.min(start[1], j);
    end[1] = Math.max(end[1], j + 1);
    start[2] = Math.min(start[2], k);
    end[2] = k + 1;
    at = next(nx * (row + 1));
  }
  return end[2] === 0 ? undefined : { start, end };
}

/** Finds the first value from one on that is not 0, or the number of values; of bytes, as most masks are, in words. */
function nextOf(data: VoxelArray): (from: number) => number {
  const words = data instanceof Uint8Array ? asWords(data) : undefined;
  return (from) => {
    let at = from;
    while (at < data.length && data[at] === 0) {
      const marked = words !== undefined && at % 4 === 0 ? 4 * nextMarked(words, at / 4) : at;
      at = Math.max(marked, at + 1);
    }
    return at;
  };
}

/**
 * A box larger by `marginVoxels` on each side, cut off at the border of an image of this shape.
 *
 * @example
 * import { growBox } from "softdice";
 *
 * growBox({ start: [1, 1, 0], end: [2, 2, 1] }, 1, [4, 4, 1]); // { start: [0, 0, 0], end: [3, 3, 1] }
 *
 * @throws SoftdiceError for a margin below 0, and for what is no box or shape
 */
export function growBox(box: Box, marginVoxels: number, shape: Triple): Box {
  checkBox(box, Number.isInteger);
  checkNumber("marginVoxels", marginVoxels, (n) => Number.isInteger(n) && n >= 0, "an integer from 0");
  checkShape("shape", shape);
  const start = (axis: 0 | 1 | 2): number => Math.max(0, box.start[axis] - marginVoxels);
  const end = (axis: 0 | 1 | 2): number => Math.min(shape[axis], box.end[axis] + marginVoxels);
  return { start: [start(0), start(1), start(2)], end: [end(0), end(1), end(2)] };
}

/**
 * The part of a volume inside a box, in place: its grid's origin moves with it.
 *
 * @example
 * import { crop, gridFromAffine } from "softdice";
 *
 * const grid = gridFromAffine([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0], [3, 2, 1], { frame: "LPS" });
 * const volume = { name: "mask", grid, data: Uint8Array.of(0, 1, 1, 0, 0, 0) };
 * const part = crop(volume, { start: [1, 0, 0], end: [3, 1, 1] });
 * part.data; // Uint8Array [1, 1]
 * part.grid.originMm; // [1, 0, 0]
 *
 * @throws SoftdiceError when the box is empty or reaches outside the image.
 */
export function crop<Data extends VoxelArray>(volume: Volume<Data>, box: Box): Volume<Data> {
  checkVolume(volume);
  checkBox(box, () => true);
  const { shape } = volume.grid;
  const inside = ([0, 1, 2] as const).every((axis) => {
    const start = box.start[axis];
    const end = box.end[axis];
    return (
      Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= shape[axis]
    );
  });
  if (!inside) {
    throw new SoftdiceError({
      subject: volume.name,
      problem: `cannot be cropped to voxels (${box.start.join(", ")}) up to (${box.end.join(", ")})`,
      expected: `a box with at least one voxel inside its ${shape.join("×")} voxels`,
      remedy: "make the box smaller or move it",
    });
  }
  const [nx, ny] = shape;
  const [i0, j0, k0] = box.start;
  const size: Triple = [box.end[0] - i0, box.end[1] - j0, box.end[2] - k0];
  const data = emptyLike(volume.data, size[0] * size[1] * size[2]);
  let to = 0;
  for (let k = k0; k < box.end[2]; k++) {
    for (let j = j0; j < box.end[1]; j++) {
      const from = i0 + nx * (j + ny * k);
      data.set(volume.data.subarray(from, from + size[0]), to);
      to += size[0];
    }
  }
  const grid = { ...volume.grid, shape: size, originMm: voxelToMm(volume.grid, box.start) };
  return { name: volume.name, grid, data };
}

function checkBox(box: Box, accepted: (position: number) => boolean): void {
  checkObject("box", box, "a box: start and end");
  checkTriple("box.start", box.start, accepted, "a number of voxels");
  checkTriple("box.end", box.end, accepted, "a number of voxels");
}
