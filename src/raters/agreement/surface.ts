import { checkNumber } from "../../core/check.ts";
import type { Grid } from "../../image/grid.ts";
import { weightedSelect } from "../../core/weightedSelect.ts";
import { ratio, type EmptyPolicy } from "../empty.ts";
import { unionBox } from "../fieldOfView.ts";
import type { VoteMap } from "../voteMap.ts";
import { type Surface, SurfaceSpace } from "./surfaceSpace.ts";

/** The tolerance of surface Dice where none is given, in mm. */
export const defaultToleranceMm = 2;

/** Refuses a tolerance that is no distance. */
export function checkTolerance(toleranceMm: number): void {
  checkNumber("toleranceMm", toleranceMm, (mm) => Number.isFinite(mm) && mm >= 0, "a number of mm from 0");
}

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

/** How far one surface is from another, both ways. Distances are NaN where a mask is empty and has no surface. */
export interface SurfaceDistances {
  readonly hausdorffMm: number;
  readonly hausdorff95Mm: number;
  readonly meanDistanceMm: number;
  readonly surfaceDice: number;
}

/** The way from one surface to another, in one direction. */
export interface Directed {
  readonly maxMm: number;
  readonly percentile95Mm: number;
  readonly areaMm2: number;
  /** Σ area · distance. */
  readonly momentMm3: number;
  readonly withinToleranceMm2: number;
}

/**
 * Distances are compared with this relative slack: those of a lattice equal a tolerance exactly, but for the rounding of
 * the image's affine, which is float32 in most files.
 */
export const distanceSlack = 1e-6;

/** Areas are compared with this one: they are sums of float64. */
const AREA_SLACK = 1e-9;

/** Both directions joined. @param empty the surface Dice of two empty masks */
export function joinDirections(there: Directed, back: Directed, empty: EmptyPolicy): SurfaceDistances {
  const isThere = there.areaMm2 > 0 && back.areaMm2 > 0;
  const area = there.areaMm2 + back.areaMm2;
  return {
    hausdorffMm: isThere ? Math.max(there.maxMm, back.maxMm) : Number.NaN,
    hausdorff95Mm: isThere ? Math.max(there.percentile95Mm, back.percentile95Mm) : Number.NaN,
    meanDistanceMm: isThere ? (there.momentMm3 + back.momentMm3) / area : Number.NaN,
    surfaceDice: ratio(there.withinToleranceMm2 + back.withinToleranceMm2, area, empty),
  };
}

/**
 * From each element of a surface to another surface.
 *
 * @param squared mm² from each lattice point to the other surface
 */
export function directedDistance(
  { positions, areasMm2, areaMm2 }: Surface,
  squared: Float64Array,
  toleranceMm: number,
): Directed {
  const reach = (toleranceMm * (1 + distanceSlack)) ** 2;
  const squares = new Float64Array(positions.length);
  let [largest, momentMm3, withinToleranceMm2] = [0, 0, 0];
  for (let e = 0; e < positions.length; e++) {
    const square = squared[positions[e]];
    squares[e] = square;
    if (square > largest) largest = square;
    if (square <= reach) withinToleranceMm2 += areasMm2[e];
    momentMm3 += areasMm2[e] * Math.sqrt(square);
  }
  const isEmpty = positions.length === 0;
  const needed = 0.95 * areaMm2 * (1 - AREA_SLACK);
  return {
    maxMm: isEmpty ? Number.NaN : Math.sqrt(largest),
    percentile95Mm: isEmpty ? Number.NaN : Math.sqrt(squareWithin(squares, areasMm2, largest, needed)),
    areaMm2,
    momentMm3,
    withinToleranceMm2,
  };
}

const BINS = 256;

/** The smallest of the squares up to which the areas add up to `needed`: bin by bin, then within one bin. */
function squareWithin(squares: Float64Array, areas: Float64Array, largest: number, needed: number): number {
  if (!(largest > 0 && largest < Infinity)) return largest;
  const sums = new Float64Array(BINS + 1);
  const counts = new Int32Array(BINS + 1);
  const factor = BINS / largest;
  for (let e = 0; e < squares.length; e++) {
    const bin = Math.floor(squares[e] * factor);
    sums[bin] += areas[e];
    counts[bin] += 1;
  }
  let [bin, below] = [0, 0];
  while (bin < BINS && below + sums[bin] < needed) {
    below += sums[bin];
    bin += 1;
  }
  const inside = counts[bin];
  if (inside === 0) return largest;
  const [values, weights] = [new Float64Array(inside), new Float64Array(inside)];
  for (let e = 0, n = 0; n < inside; e++) {
    if (Math.floor(squares[e] * factor) !== bin) continue;
    values[n] = squares[e];
    weights[n] = areas[e];
    n += 1;
  }
  return weightedSelect(values, weights, needed - below);
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
  const box = unionBox(map, grid) ?? { start: [0, 0, 0], end: [1, 1, 1] };
  const space = new SurfaceSpace(grid, box);
  const part = map.crop(grid.shape, box);
  const surfaces = Array.from({ length: map.raters }, (_, k) => space.surface(space.codes(part.mask(k))));
  return surfaceMatrices(joinPairs(directedAmong(surfaces, space, toleranceMm), empty), toleranceMm);
}

/** [j][k]: from surface j to surface k. */
export function directedAmong(
  surfaces: readonly Surface[],
  space: SurfaceSpace,
  toleranceMm: number,
  visit: (k: number, squared: Float64Array) => void = () => undefined,
): Directed[][] {
  const directed: Directed[][] = surfaces.map(() => []);
  for (const [k, surface] of surfaces.entries()) {
    const squared = space.squaredDistancesTo(surface);
    for (const [j, from] of surfaces.entries()) directed[j][k] = directedDistance(from, squared, toleranceMm);
    visit(k, squared);
  }
  return directed;
}

/** The distances of all pairs, R×R and symmetric. */
export function joinPairs(
  directed: readonly (readonly Directed[])[],
  empty: EmptyPolicy,
): SurfaceDistances[][] {
  return directed.map((row, j) => row.map((there, k) => joinDirections(there, directed[k][j], empty)));
}

/** The distances of all pairs as a matrix each. */
export function surfaceMatrices(
  joined: readonly (readonly SurfaceDistances[])[],
  toleranceMm: number,
): SurfaceAgreement {
  const matrix = (name: keyof SurfaceDistances): number[][] =>
    joined.map((row) => row.map((distances) => distances[name]));
  return {
    hausdorffMm: matrix("hausdorffMm"),
    hausdorff95Mm: matrix("hausdorff95Mm"),
    meanDistanceMm: matrix("meanDistanceMm"),
    surfaceDice: matrix("surfaceDice"),
    toleranceMm,
  };
}
