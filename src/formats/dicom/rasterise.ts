import {
  checkArray,
  checkChoice,
  checkFinite,
  checkFlag,
  checkList,
  checkNumber,
  checkObject,
} from "../../core/check.ts";
import { checkGrid, type Grid } from "../../image/grid.ts";
import { allocate } from "../data.ts";
import { fillBetween } from "./between.ts";
import { Canvas } from "./canvas.ts";
import { HALF_WAY_MM, type Slab, slabAt, slabsOf, spread } from "./layers.ts";
import type { Layers, SpareMask } from "./mask-types.ts";
import { type PlaneMeaning, type PlaneRule, readPlane } from "./plane.ts";
import { type ContourIndices, projectionOf, toIndices } from "./project.ts";

/** A closed contour as x, y, z, x, y, z, … in mm (LPS); the last point is joined to the first. */
export type ClosedContour = ArrayLike<number>;

/** What a contour inside another means: a hole, or nothing. See {@link PlaneRule}. */
export type Nested = "union" | "holes";

/** How contours become voxels. */
export interface RasteriseOptions {
  readonly nested: Nested;
  /** Contours of type CLOSEDPLANAR_XOR: what is inside an odd number of them, whatever `nested` says. */
  readonly isXor?: boolean;
  /** Fills the slices between two planes of a piece, see {@link fillBetween}; nothing is filled by default. */
  readonly between?: "nearest" | "interpolate" | undefined;
  /** Slices of their own thickness; by default each layer of the grid is a slice. */
  readonly slabs?: readonly Slab[] | undefined;
  /** Masks of earlier calls that are no longer needed, one of which is written over where it fits. */
  readonly spare?: SpareMask[] | undefined;
}

/** Contours of one plane. */
export interface ContourPlane {
  /** Index k of the plane along the slice axis, not rounded. */
  readonly position: number;
  /** The slice that it belongs to; −1 outside the grid. */
  readonly slice: number;
  /** Which of the contours lie in it, and their points in indices of the grid. */
  readonly contours: readonly number[];
  readonly polygons: readonly ContourIndices[];
  readonly meaning: PlaneMeaning;
}

/** What was done with the contours of one structure. */
export interface Rasterised {
  /** One value, 0 or 1, for each voxel of the grid. */
  readonly mask: Uint8Array;
  /** The layers that may hold voxels. */
  readonly layers: Layers;
  /** Slice of each contour, in the order given; −1 if it has no point or its slice is outside the grid. */
  readonly slices: Int32Array;
  /** Index k of each contour's first point along the slice axis, not rounded; NaN for a contour without points. */
  readonly positions: Float32Array;
  /** The planes of contours with points, ascending. */
  readonly planes: readonly ContourPlane[];
  /** Slices on which contours lie inside others or cross them, ascending. */
  readonly nestedSlices: readonly number[];
  /** Number of voxels that are 1. */
  readonly voxels: number;
  /** Number of pixels inside the contours themselves, each slice counted once, be it thick or thin. */
  readonly pixels: number;
}

/**
 * The voxels inside closed contours:
 *
 * 1. Points become indices of the grid in float32 arithmetic ({@link toIndices}).
 * 2. Contours whose first points are at one position along the normal, to {@link HALF_WAY_MM}, share a plane. A plane
 *    belongs as a whole to the nearest slice ({@link slabAt}); outside the grid it is ignored. Nothing is put between
 *    slices unless `between` says so.
 * 3. One contour is filled row by row with the even-odd rule (`fillEdges`), so a keyhole cuts a hole.
 * 4. Contours of one plane are joined as {@link readPlane} says; planes of one slice are united.
 *
 * With `nested: "union"` it is plastimatch 1.9.4, voxel for voxel: each contour goes to the slice of its first point, k
 * rounded half away from zero, and all of them are united.
 *
 * @example
 * import { rasterise } from "softdice/dicom";
 *
 * const grid = {
 *   shape: [4, 4, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const square = [0.5, 0.5, 0, 2.5, 0.5, 0, 2.5, 2.5, 0, 0.5, 2.5, 0];
 * rasterise([square], grid, { nested: "holes" }).voxels; // 4
 *
 * @param contours closed, x, y, z of each point in mm (LPS), finite
 * @throws SoftdiceError for a grid that no image can have, options that are none, and points that are not finite
 */
export function rasterise(
  contours: readonly ClosedContour[],
  grid: Grid,
  options: RasteriseOptions,
): Rasterised {
  checkArray("contours", contours, "a list of contours");
  contours.forEach((contour, n) => checkContour(`contours[${n}]`, contour));
  checkGrid("grid", grid);
  checkObject("options", options);
  const { nested, isXor = false, between, slabs: given, spare } = options;
  checkChoice("nested", nested, ["union", "holes"]);
  checkFlag("isXor", isXor);
  if (between !== undefined) checkChoice("between", between, ["nearest", "interpolate"]);
  const rule: PlaneRule = isXor ? "parity" : nested;
  const slabs = slabsOf(grid, given);
  const projection = projectionOf(grid);
  const mask = emptyMask(grid, spare);
  const indices = contours.map((contour) => toIndices(withoutClosingPoint(contour), projection));
  const positions = Float32Array.from(indices, ({ z }) => z);
  const planes = planesOf(indices, positions, grid, (k) =>
    rule === "union" && given === undefined ? roundedSlice(k, slabs.length) : slabAt(k, slabs, grid),
  );
  const slices = new Int32Array(contours.length).fill(-1);
  for (const { slice, contours: own } of planes) for (const n of own) slices[n] = slice;
  if (rule === "union" && given === undefined) {
    positions.forEach((k, n) => (slices[n] = roundedSlice(k, slabs.length)));
  }
  const canvas = new Canvas(mask, grid);
  const perSlice = new Map<number, number>();
  for (const { slice } of planes) perSlice.set(slice, (perSlice.get(slice) ?? 0) + 1);
  for (const { slice, contours: members, polygons, meaning } of planes) {
    if (rule === "union") {
      polygons.forEach((polygon, n) => {
        const own = slices[members[n]];
        if (own >= 0) canvas.fill(slabs[own].first, polygon);
      });
    } else if (slice >= 0) {
      const isAlone = perSlice.get(slice) === 1;
      canvas.paint(slabs[slice].first, polygons, meaning, rule, { isAlone });
    }
  }
  const pixels = canvas.count();
  let voxels = pixels;
  if (between !== undefined) {
    fillBetween(canvas, planes, { rule, between, slabs, grid });
    voxels = canvas.count();
  }
  if (given !== undefined) spread(mask, grid, slabs);
  return {
    mask,
    layers: given === undefined ? canvas.layers() : { start: 0, end: grid.shape[2] },
    slices,
    positions,
    planes,
    nestedSlices: nestedSlices(planes),
    voxels: given === undefined ? voxels : mask.reduce((sum, value) => sum + value, 0),
    pixels,
  };
}

/** Refuses a contour that has points, but not x, y and z of each. */
function checkContour(name: string, contour: ClosedContour): void {
  checkList(name, contour, "x, y, z, x, y, z, …");
  if (contour.length > 0) checkFinite(name, contour);
  checkNumber(`${name}.length`, contour.length, (length) => length % 3 === 0, "x, y and z of each point");
}

/** Contours with points by plane, ascending. */
function planesOf(
  indices: readonly ContourIndices[],
  positions: Float32Array,
  { spacingMm }: Grid,
  sliceOf: (k: number) => number,
): ContourPlane[] {
  const order = [...positions.keys()].filter((n) => !Number.isNaN(positions[n]));
  order.sort((a, b) => positions[a] - positions[b] || a - b);
  const members: number[][] = [];
  for (const n of order) {
    const last = members.at(-1);
    const isSame = last !== undefined && (positions[n] - positions[last[0]]) * spacingMm[2] <= HALF_WAY_MM;
    if (isSame) last.push(n);
    else members.push([n]);
  }
  const tolerance = HALF_WAY_MM / Math.max(spacingMm[0], spacingMm[1]);
  return members.map((contours) => {
    contours.sort((a, b) => a - b);
    const polygons = contours.map((n) => indices[n]);
    const position = positions[contours[0]];
    return {
      position,
      slice: sliceOf(position),
      contours,
      polygons,
      meaning: readPlane(polygons, tolerance),
    };
  });
}

function nestedSlices(planes: readonly ContourPlane[]): number[] {
  const slices = planes
    .filter(({ slice, meaning }) => slice >= 0 && (meaning.holes > 0 || meaning.crossing > 0))
    .map(({ slice }) => slice);
  return [...new Set(slices)];
}

function emptyMask({ shape }: Grid, spare?: SpareMask[]): Uint8Array {
  const size = shape[0] * shape[1];
  const last = spare?.at(-1);
  if (last?.data?.length !== size * shape[2]) return allocate("mask", size * shape[2]);
  spare?.pop();
  return last.data.fill(0, last.layers.start * size, last.layers.end * size);
}

/** Plastimatch's slice of a fractional index: rounded half away from zero, −1 outside [0, depth). */
function roundedSlice(k: number, depth: number): number {
  const slice = k < 0 ? -Math.floor(0.5 - k) : Math.floor(k + 0.5);
  return slice >= 0 && slice < depth ? slice : -1;
}

/** A contour whose last point repeats the first (in float32) has one point less. */
function withoutClosingPoint(contour: ClosedContour): ClosedContour {
  const n = contour.length - (contour.length % 3);
  const repeats = (d: 0 | 1 | 2): boolean => Math.fround(contour[n - 3 + d]) === Math.fround(contour[d]);
  const closed = n > 0 && repeats(0) && repeats(1) && repeats(2);
  const end = closed && n > 3 ? n - 3 : n;
  return end === contour.length ? contour : Array.prototype.slice.call(contour, 0, end);
}
