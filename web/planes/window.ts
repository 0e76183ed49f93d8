import type { Box } from "../../src/image/crop.ts";
import type { Grid, Triple } from "../../src/image/grid.ts";
import type { PlaneAxis, PlaneView } from "./orientation.ts";

/** The part of a plane that is shown: whole voxels, in the grid's own indices along `across` and `down`. */
export interface PlaneWindow {
  readonly view: PlaneView;
  /** First index and number of voxels. */
  readonly across: readonly [first: number, count: number];
  readonly down: readonly [first: number, count: number];
  /** Millimetres between voxels. */
  readonly voxelMm: readonly [across: number, down: number];
}

/**
 * The window around a box, or the whole plane. All three planes get windows of the same width in mm, that of the box's
 * longest side with a margin, so that they show the same part at the same scale.
 */
export function windowOf(view: PlaneView, grid: Grid, box: Box | undefined, marginMm: number): PlaneWindow {
  const lengthMm = (axis: number): number =>
    box === undefined ? 0 : (box.end[axis] - box.start[axis]) * grid.spacingMm[axis];
  const sideMm = Math.max(lengthMm(0), lengthMm(1), lengthMm(2)) + 2 * marginMm;
  const range = ({ axis }: PlaneAxis): readonly [number, number] => {
    const voxels = grid.shape[axis];
    if (box === undefined) return [0, voxels];
    const count = Math.min(voxels, Math.ceil(sideMm / grid.spacingMm[axis]));
    const first = Math.round((box.start[axis] + box.end[axis] - count) / 2);
    return [Math.max(0, Math.min(voxels - count, first)), count];
  };
  return {
    view,
    across: range(view.across),
    down: range(view.down),
    voxelMm: [grid.spacingMm[view.across.axis], grid.spacingMm[view.down.axis]],
  };
}

/** The window of exactly a box. */
export function boxWindow(view: PlaneView, grid: Grid, { start, end }: Box): PlaneWindow {
  const range = ({ axis }: PlaneAxis): readonly [number, number] => [start[axis], end[axis] - start[axis]];
  return {
    view,
    across: range(view.across),
    down: range(view.down),
    voxelMm: [grid.spacingMm[view.across.axis], grid.spacingMm[view.down.axis]],
  };
}

/** An array on a box of the grid. */
export interface Field {
  readonly data: ArrayLike<number>;
  readonly box: Box;
}

/**
 * Cuts a window out of an array: count × count values, row by row from the top left of the picture.
 *
 * @param slice index along the axis that the plane is cut through
 * @param outside what stands for voxels outside the array's box
 */
export function cut<Out extends Uint32Array | Float32Array>(
  { data, box }: Field,
  { view, across, down }: PlaneWindow,
  slice: number,
  outside: number,
  out: Out,
): Out {
  const size: Triple = [0, 1, 2].map((axis) => box.end[axis] - box.start[axis]) as unknown as Triple;
  const stride = [1, size[0], size[0] * size[1]];
  const through = slice - box.start[view.through];
  if (through < 0 || through >= size[view.through]) {
    out.fill(outside);
    return out;
  }
  // Along a row of the picture, and from one row to the next, the index goes by a constant.
  const run = (axis: PlaneAxis, [first, count]: readonly [number, number]): readonly [number, number] => {
    const from = first + (axis.isReversed ? count - 1 : 0) - box.start[axis.axis];
    return [from, axis.isReversed ? -1 : 1];
  };
  const [x0, dx] = run(view.across, across);
  const [y0, dy] = run(view.down, down);
  const [sx, sy] = [stride[view.across.axis], stride[view.down.axis]];
  const [width, height] = [size[view.across.axis], size[view.down.axis]];
  let at = 0;
  for (let v = 0; v < down[1]; v++) {
    const y = y0 + v * dy;
    if (y < 0 || y >= height) {
      out.fill(outside, at, at + across[1]);
      at += across[1];
      continue;
    }
    const row = through * stride[view.through] + y * sy;
    for (let u = 0, x = x0; u < across[1]; u++, x += dx, at++) {
      out[at] = x >= 0 && x < width ? data[row + x * sx] : outside;
    }
  }
  return out;
}

/** Where in the picture a voxel's centre is, in voxels from the top left corner. */
export function toPicture(
  { view, across, down }: PlaneWindow,
  voxel: Triple,
): readonly [x: number, y: number] {
  const along = ({ axis, isReversed }: PlaneAxis, [first, count]: readonly [number, number]): number =>
    (isReversed ? first + count - 1 - voxel[axis] : voxel[axis] - first) + 0.5;
  return [along(view.across, across), along(view.down, down)];
}

/** The voxel of the plane through `voxel` that lies under a point of the picture, inside the window. */
export function fromPicture(
  { view, across, down }: PlaneWindow,
  [x, y]: readonly [number, number],
  voxel: Triple,
): Triple {
  const result: [number, number, number] = [...voxel];
  const set = (
    { axis, isReversed }: PlaneAxis,
    [first, count]: readonly [number, number],
    at: number,
  ): void => {
    const n = Math.max(0, Math.min(count - 1, Math.floor(at)));
    result[axis] = isReversed ? first + count - 1 - n : first + n;
  };
  set(view.across, across, x);
  set(view.down, down, y);
  return result;
}
