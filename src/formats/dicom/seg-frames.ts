import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, mmToVoxel, type Triple, voxelCount, voxelToMm } from "../../image/grid.ts";
import { MOST_VOXELS } from "../../image/mostVoxels.ts";
import type { DicomFile } from "./read.ts";
import { type Slab, slabAt } from "./layers.ts";
import { sharePlane } from "./series.ts";
import type { Slice } from "./slices.ts";
import { stackSlices } from "./stack.ts";
import { alongNormal } from "./vectors.ts";

/** What the places between frames that are farther apart than they are thick hold; see {@link gridOfFrames}. */
export type FrameSpacing = "none" | "nearest" | "interpolate" | undefined;

/** Frames this many times their thickness apart, or more, leave room for slices that were left out. */
const ROOM_FOR_SLICES = 1.5;
/** Distances that differ by this part are the same. */
const SAME_PART = 0.05;
/** Frames may stand off a grid by this part of a voxel. */
const OFF_GRID = 0.1;

/**
 * The grid of a segmentation's frames by themselves. Their positions decide, and neither SpacingBetweenSlices nor
 * SliceThickness overrides them: the distance of slices is the smallest distance of frames, and where frames are a whole
 * multiple of it apart, slices without a frame lie between.
 *
 * Frames that are all farther apart than they are thick can be all slices, thin ones, or some of more, with the
 * empty ones left out. A SpacingBetweenSlices that is the distance of the frames tells that they are all; one that is
 * their thickness, or `"none"`, that slices without a frame lie between; `"nearest"` and `"interpolate"`, that each frame
 * stands for all of its distance. Else there is no grid.
 */
export function gridOfFrames(file: DicomFile, frames: readonly Slice[], told: FrameSpacing): Grid {
  if (!frames.every((one) => sharePlane(frames[0], one))) {
    throw file.dataset.fault(
      "PlaneOrientationSequence",
      "differs between frames",
      "frames of one orientation",
    );
  }
  const stack = stackSlices(file.name, frames, distanceOf(file, frames, told));
  if (stack.grid instanceof SoftdiceError) throw stack.grid;
  return stack.grid;
}

/** The distance of slices in mm; `undefined` with a single position. */
function distanceOf(file: DicomFile, frames: readonly Slice[], told: FrameSpacing): number | undefined {
  const measures = file.dataset.item("SharedFunctionalGroupsSequence")?.item("PixelMeasuresSequence");
  const spacing = measures?.number("SpacingBetweenSlices") ?? 0;
  const thickness = frames[0].thicknessMm ?? 0;
  const positions = [...new Set(frames.map(alongNormal))].sort((a, b) => a - b);
  const gaps = positions.slice(1).map((s, n) => s - positions[n]);
  const distinct = gaps.filter((gap) => gap > 1e-3);
  if (distinct.length === 0) return thickness > 0 ? thickness : spacing > 0 ? spacing : undefined;
  const gap = refined(
    distinct.reduce((a, b) => Math.min(a, b)),
    positions,
  );
  const is = (mm: number, other: number): boolean => Math.abs(mm - other) <= SAME_PART * other;
  if (!(thickness > 0 && gap >= ROOM_FOR_SLICES * thickness) || is(spacing, gap)) return gap;
  const between = gap / Math.round(gap / thickness);
  if (told === "none" || (told === undefined && is(spacing, thickness) && is(between, thickness)))
    return between;
  if (told !== undefined) return gap;
  throw new SoftdiceError({
    subject: file.name,
    problem: `has frames ${gap.toFixed(2)} mm apart that are ${thickness.toFixed(2)} mm thick: slices between may have been left out, or not`,
    expected: "its images beside it, or frames as far apart as they are thick",
    remedy:
      "add its images, or say with --between-planes none that the slices between are empty, nearest that they are not",
  });
}

/** The distance by the whole extent over its number of steps, where that is the same but for rounding. */
function refined(gap: number, positions: readonly number[]): number {
  const extent = positions[positions.length - 1] - positions[0];
  const mean = extent / Math.round(extent / gap);
  return Math.abs(mean - gap) <= 0.01 * gap ? mean : gap;
}

/** Where the pixels of a frame lie in a volume: pixel (i, j) at `start + i·across + j·down`, in each of `layers`. */
export interface FramePlace {
  readonly start: number;
  readonly across: number;
  readonly down: number;
  /** Steps from the first layer to the others of a slice with several; [0] in most. */
  readonly layers: readonly number[];
  /** Pixels i and j that are inside the volume: from, and up to but without. */
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
}

/**
 * Where a frame lies on a grid whose voxels it shares, be it in another order or direction.
 * @param slabs of a series whose slices have a thickness of their own
 * @returns `undefined` if its pixels are not voxels of the grid, to a tenth of one; no pixels if they are outside of it
 */
export function placeFrame(frame: Slice, grid: Grid, slabs?: readonly Slab[]): FramePlace | undefined {
  const plane = gridOfFrame(frame);
  const at = (i: number, j: number): Triple => mmToVoxel(grid, voxelToMm(plane, [i, j, 0]));
  const first = at(0, 0);
  const [across, down] = [at(1, 0), at(0, 1)].map((next) => unitStep(first, next));
  const corners = [
    at(0, 0),
    at(frame.columns - 1, 0),
    at(0, frame.rows - 1),
    at(frame.columns - 1, frame.rows - 1),
  ];
  if (across === undefined || down === undefined) return undefined;
  const slab = slabs?.[slabAt(first[2], slabs, grid)];
  const isOn = (position: Triple): boolean =>
    position.every((value, axis) => {
      const nearest = axis === 2 && slab !== undefined ? slab.position : Math.round(value);
      return Math.abs(value - nearest) <= OFF_GRID;
    });
  if (!corners.every(isOn) || (slab !== undefined && (across[2] !== 0 || down[2] !== 0))) return undefined;
  const [nx, ny] = grid.shape;
  const stride = [1, nx, nx * ny] as const;
  const origin = first.map((value, axis) =>
    axis === 2 && slab !== undefined ? slab.first : Math.round(value),
  );
  const flat = (v: readonly number[]): number => v[0] * stride[0] + v[1] * stride[1] + v[2] * stride[2];
  const columns: [number, number] = [0, frame.columns];
  const rows: [number, number] = [0, frame.rows];
  for (const axis of [0, 1, 2] as const) {
    if (across[axis] !== 0) clip(columns, origin[axis], across[axis], grid.shape[axis]);
    else if (down[axis] !== 0) clip(rows, origin[axis], down[axis], grid.shape[axis]);
    else if (!(origin[axis] >= 0 && origin[axis] < grid.shape[axis])) columns[1] = columns[0];
  }
  return {
    start: flat(origin),
    across: flat(across),
    down: flat(down),
    layers: Array.from({ length: slab?.count ?? 1 }, (_, k) => k * stride[2]),
    columns,
    rows,
  };
}

/** Whether all pixels of a frame are voxels of a grid. */
export function holdsFrame(frame: Slice, grid: Grid, slabs?: readonly Slab[]): boolean {
  const place = placeFrame(frame, grid, slabs);
  if (place === undefined) return false;
  const { columns, rows } = place;
  return columns[1] - columns[0] === frame.columns && rows[1] - rows[0] === frame.rows;
}

/** Cuts the range of n to those with origin + n·step in [0, count). */
function clip(range: [number, number], origin: number, step: number, count: number): void {
  const [low, high] = step > 0 ? [-origin, count - origin] : [origin - count + 1, origin + 1];
  range[0] = Math.max(range[0], low);
  range[1] = Math.max(range[0], Math.min(range[1], high));
}

/** The step from a voxel to a neighbour along one axis; `undefined` if they are no neighbours. */
function unitStep(from: Triple, to: Triple): Triple | undefined {
  const step = to.map((value, axis) => Math.round(value - from[axis])) as unknown as Triple;
  return step.reduce((sum, value) => sum + Math.abs(value), 0) === 1 ? step : undefined;
}

function gridOfFrame({
  columns,
  rows,
  pixelSpacingMm,
  rowDirection,
  columnDirection,
  positionMm,
}: Slice): Grid {
  return {
    shape: [columns, rows, 1],
    spacingMm: [...pixelSpacingMm, 1],
    directions: [
      rowDirection,
      columnDirection,
      [
        rowDirection[1] * columnDirection[2] - rowDirection[2] * columnDirection[1],
        rowDirection[2] * columnDirection[0] - rowDirection[0] * columnDirection[2],
        rowDirection[0] * columnDirection[1] - rowDirection[1] * columnDirection[0],
      ],
    ],
    originMm: positionMm,
  };
}

export function checkFrames({ dataset }: DicomFile, grid: Grid): Grid {
  if (voxelCount(grid) <= MOST_VOXELS) return grid;
  throw dataset.fault("NumberOfFrames", `spans ${grid.shape.join(" × ")} voxels`, `at most ${MOST_VOXELS}`);
}
