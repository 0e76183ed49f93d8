import type { Grid, Triple } from "../../image/grid.ts";
import { ratio, type EmptyPolicy } from "../empty.ts";
import { unionBox } from "../fieldOfView.ts";
import type { VoteMap } from "../voteMap.ts";
import { squaredDistances } from "./distanceTransform.ts";
import { surfaceElementAreas } from "./surfaceElements.ts";

/** The tolerance of surface Dice where none is given, in mm. */
export const defaultToleranceMm = 2;

/** R×R symmetric matrices over the observers; distances are NaN where a mask is empty and has no surface. */
export interface SurfaceAgreement {
  /** The larger of both directions' largest distance from one surface to the other. */
  readonly hausdorffMm: readonly (readonly number[])[];
  /** The larger of both directions' 95 % distance: the smallest within which lies 95 % of the surface's area. */
  readonly hausdorff95Mm: readonly (readonly number[])[];
  /** The mean distance to the other surface over the area of both. */
  readonly meanDistanceMm: readonly (readonly number[])[];
  /** The share of both surfaces' area that lies within the tolerance of the other surface. */
  readonly surfaceDice: readonly (readonly number[])[];
  readonly toleranceMm: number;
}

/** The surface of a mask: its elements on the lattice of voxel corners. */
interface Surface {
  /** Indices into the lattice. */
  readonly positions: Int32Array;
  readonly areasMm2: Float64Array;
}

/** The way from one surface to another, in one direction. */
interface Directed {
  readonly maxMm: number;
  readonly percentile95Mm: number;
  readonly areaMm2: number;
  /** Σ area · distance. */
  readonly momentMm3: number;
  readonly withinToleranceMm2: number;
}

/**
 * Distances between the observers' surfaces and surface Dice, as defined by Nikolov et al. (arXiv:1809.04430, 2018;
 * Journal of Medical Internet Research 23, 2021): a surface consists of the marching-cubes elements between
 * neighbouring voxels, each at the common corner of its eight voxels and weighted by its area; what lies outside the
 * image is background. In an image of one slice it is the outline, weighted by length.
 *
 * The work is done in the box of the union of all observers, with one exact distance transform an observer.
 *
 * @param grid the map's, with axes at right angles
 * @param empty the surface Dice of two empty masks
 */
export function surfaceAgreement(
  map: VoteMap,
  grid: Grid,
  empty: EmptyPolicy,
  toleranceMm: number = defaultToleranceMm,
): SurfaceAgreement {
  const directed = directedDistances(map, grid, toleranceMm);
  const matrix = (value: (there: Directed, back: Directed) => number): number[][] =>
    directed.map((row, j) => row.map((there, k) => value(there, directed[k][j])));
  const ofBoth = (value: (there: Directed, back: Directed) => number): number[][] =>
    matrix((there, back) => (there.areaMm2 > 0 && back.areaMm2 > 0 ? value(there, back) : Number.NaN));
  return {
    hausdorffMm: ofBoth((there, back) => Math.max(there.maxMm, back.maxMm)),
    hausdorff95Mm: ofBoth((there, back) => Math.max(there.percentile95Mm, back.percentile95Mm)),
    meanDistanceMm: ofBoth(
      (there, back) => (there.momentMm3 + back.momentMm3) / (there.areaMm2 + back.areaMm2),
    ),
    surfaceDice: matrix((there, back) =>
      ratio(there.withinToleranceMm2 + back.withinToleranceMm2, there.areaMm2 + back.areaMm2, empty),
    ),
    toleranceMm,
  };
}

/** [j][k]: from the surface of observer j to that of observer k. */
function directedDistances(map: VoteMap, grid: Grid, toleranceMm: number): Directed[][] {
  const box = unionBox(map, grid);
  const part = box === undefined ? undefined : map.crop(grid.shape, box);
  const extent = (axis: 0 | 1 | 2): number =>
    box === undefined || grid.shape[axis] === 1 ? 1 : box.end[axis] - box.start[axis] + 1;
  const lattice: Triple = [extent(0), extent(1), extent(2)];
  const length = lattice[0] * lattice[1] * lattice[2];
  const areas = surfaceElementAreas(grid.spacingMm);
  const raters = Array.from({ length: map.raters }, (_, k) => k);
  const surfaces = raters.map((k) =>
    surfaceOf(part?.mask(k) ?? new Uint8Array(1), lattice, flatAxes(grid.shape), areas),
  );
  const isSet = new Uint8Array(length);
  const squared = new Float64Array(length);
  const directed: Directed[][] = raters.map(() => []);
  for (const k of raters) {
    isSet.fill(0);
    for (const position of surfaces[k].positions) isSet[position] = 1;
    squaredDistances(isSet, lattice, grid.spacingMm, squared);
    for (const j of raters) directed[j][k] = summarize(surfaces[j], squared, toleranceMm);
  }
  return directed;
}

/** Which axes have no extent: those along which the image has one voxel. */
function flatAxes(shape: Triple): readonly [boolean, boolean, boolean] {
  return [shape[0] === 1, shape[1] === 1, shape[2] === 1];
}

/**
 * The elements of a mask's surface. Along a flat axis the voxel stands on both sides of the lattice's one layer, so
 * that the surface has no caps there.
 */
function surfaceOf(
  mask: Uint8Array,
  lattice: Triple,
  flat: readonly [boolean, boolean, boolean],
  areas: Float64Array,
): Surface {
  const [lx, ly, lz] = lattice;
  const [nx, ny] = [flat[0] ? 1 : lx - 1, flat[1] ? 1 : ly - 1];
  const codes = new Uint8Array(lx * ly * lz);
  // The voxel at offset d of the neighbourhood at e is e − 1 + d.
  const offsets = Array.from({ length: 8 }, (_, b) => {
    const step = (axis: 0 | 1 | 2): number => (flat[axis] ? 0 : 1 - ((b >> axis) & 1));
    return step(0) + lx * (step(1) + ly * step(2));
  });
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const row = Math.floor(i / nx);
    const at = (i % nx) + lx * ((row % ny) + ly * Math.floor(row / ny));
    for (let b = 0; b < 8; b++) codes[at + offsets[b]] |= 1 << b;
  }
  const positions: number[] = [];
  codes.forEach((code, at) => code !== 0 && code !== 255 && positions.push(at));
  return {
    positions: Int32Array.from(positions),
    areasMm2: Float64Array.from(positions, (at) => areas[codes[at]]),
  };
}

function summarize({ positions, areasMm2 }: Surface, squared: Float64Array, toleranceMm: number): Directed {
  const areaAt = new Map<number, number>();
  for (let e = 0; e < positions.length; e++) {
    const square = squared[positions[e]];
    areaAt.set(square, (areaAt.get(square) ?? 0) + areasMm2[e]);
  }
  const ascending = Array.from(areaAt, ([square, area]) => ({ distance: Math.sqrt(square), area })).sort(
    (a, b) => a.distance - b.distance,
  );
  const areaMm2 = ascending.reduce((sum, { area }) => sum + area, 0);
  let passed = 0;
  const percentile = ascending.find(({ area }) => (passed += area) >= 0.95 * areaMm2);
  return {
    maxMm: ascending.at(-1)?.distance ?? Number.NaN,
    percentile95Mm: percentile?.distance ?? Number.NaN,
    areaMm2,
    momentMm3: ascending.reduce((sum, { area, distance }) => sum + area * distance, 0),
    withinToleranceMm2: ascending.reduce(
      (sum, { area, distance }) => (distance <= toleranceMm ? sum + area : sum),
      0,
    ),
  };
}
