import type { Grid } from "../../image/grid.ts";
import { ratio, type EmptyPolicy } from "../empty.ts";
import { unionBox } from "../fieldOfView.ts";
import type { VoteMap } from "../voteMap.ts";
import type { Directed } from "./directed.ts";
import { directedAmong } from "./directedAmong.ts";
import { defaultToleranceMm } from "./tolerance.ts";
import { SurfaceSpace } from "./surfaceSpace.ts";

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
