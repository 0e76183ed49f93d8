import type { Grid, Triple } from "../../image/grid.ts";
import { cellMm3, centreOf, type Scene } from "./scene.ts";
import { polygonArea, polygonLength, type Shape } from "./shapes/shape.ts";
import { byCentre, countBy, shifted } from "./voxels/mask.ts";

/** What slices and pixels make of a body's volume on one grid. */
export interface VoxelError {
  /** Σ area · spacing of the contours, slice by slice; its difference from the volume is that of slicing. */
  readonly sliceVolumesMm3: readonly number[];
  /** Of nested contours: the same of the outer ones alone, as where they are joined. */
  readonly filledSlicesMm3?: readonly number[];
  /** Standard deviation of the pixels' volume from that of the slices, over the positions of the pixels. */
  readonly deviationMm3: number;
  /** Bound of what in that difference is not random. */
  readonly boundMm3: number;
}

/**
 * Slicing is exact arithmetic; within a slice, pixels are lattice points.
 *
 * An area by points of a lattice has the error Σ_ξ χ̂(ξ) e^{2πiξu} over the points ξ ≠ 0 of the dual lattice, u the position
 * of the lattice (Poisson summation), so its variance over u is Σ |χ̂(ξ)|² (Parseval). Far out |χ̂(ξ)|² of a region with the
 * perimeter P is P / (4 π³ |ξ|³) in the mean over directions, so that
 *
 *     Var = P / (4 π³) · Σ_{n ≠ 0} (n_i²/h_i² + n_j²/h_j²)^(−3/2),      0.0728 P h³ for squares
 *
 * (Kendall, Quart. J. Math. 19, 1948; Matérn 1985). Slices with different outlines err independently, repeated ones alike.
 * A rectangle along the grid holds ⌊w/h⌋ to ⌈w/h⌉ points in each direction. Centres on the surface, or between it
 * and the edges of its contours, may be in or out: those that a shift by 0.0006 voxels moves out are added to the bound, and so
 * is what the polygons leave out.
 */
export function voxelError(shape: Shape, { grid, sagittaMm }: Scene): VoxelError {
  const [hi, hj, hk] = grid.spacingMm;
  const perLength = latticeSum(hi, hj) / (4 * Math.PI ** 3);
  const sliceVolumesMm3: number[] = [];
  const filledSlicesMm3: number[] = [];
  let isNested = false;
  const deviations: number[] = [];
  let bound = tiesMm3(shape, grid);
  for (let k = 0; k < grid.shape[2]; k++) {
    const section = shape.section(centreOf(grid, 2, k), sagittaMm);
    const length = sum(section.map(polygonLength));
    const areas = section.map(polygonArea);
    const hasHole = shape.filledVolumeMm3 !== undefined && areas.length === 2;
    sliceVolumesMm3.push(hk * (hasHole ? areas[0] - areas[1] : sum(areas)));
    filledSlicesMm3.push(hk * (hasHole ? areas[0] : sum(areas)));
    isNested ||= hasHole;
    bound += hk * sagittaMm * length;
    if (shape.outline === "along the grid") {
      if (section.length > 0) bound += hk * rectangleBound(shape.halfExtentMm, hi, hj);
    } else deviations.push(hk * Math.sqrt(perLength * length));
  }
  return {
    sliceVolumesMm3,
    ...(isNested ? { filledSlicesMm3 } : {}),
    deviationMm3: shape.outline === "repeated" ? sum(deviations) : Math.hypot(...deviations),
    boundMm3: bound,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** How far the area of ⌊w/h⌋ to ⌈w/h⌉ pixels in both directions may be from that of the rectangle. */
function rectangleBound([halfA, halfB]: Triple, hi: number, hj: number): number {
  const [a, b] = [2 * halfA, 2 * halfB];
  const least = Math.floor(a / hi + 1e-9) * hi * Math.floor(b / hj + 1e-9) * hj;
  const most = Math.ceil(a / hi - 1e-9) * hi * Math.ceil(b / hj - 1e-9) * hj;
  return Math.max(most - a * b, a * b - least);
}

/** In voxels: half as much again as the sagitta of contours. */
const TIE = 0.0006;

const TIE_SHIFTS: readonly Triple[] = [-TIE, TIE].flatMap((step): Triple[] => [
  [step, 0, 0],
  [0, step, 0],
  [0, 0, step],
]);

/** The volume of voxels whose centre a shift by {@link TIE} voxels moves out of the body. */
function tiesMm3(shape: Shape, grid: Grid): number {
  const { voxels } = countBy(shape, grid, byCentre);
  const lost = TIE_SHIFTS.map((by) => voxels - countBy(shape, grid, shifted(by)).common);
  return cellMm3(grid) * sum(lost);
}

/** Terms of the lattice sum are added one by one up to this index; the rest is an integral. */
const TERMS = 40;

/** Σ_{n ≠ 0} |(n_i/h_i, n_j/h_j)|⁻³ over the dual lattice of pixels, to a part in a thousand. */
export function latticeSum(hi: number, hj: number): number {
  const radius = TERMS / Math.max(hi, hj);
  let total = 0;
  for (let i = 0; i <= radius * hi; i++) {
    for (let j = 0; j <= radius * hj; j++) {
      const squared = (i / hi) ** 2 + (j / hj) ** 2;
      const signs = (i > 0 ? 2 : 1) * (j > 0 ? 2 : 1);
      if (squared > 0 && squared <= radius * radius) total += signs * squared ** -1.5;
    }
  }
  // Beyond the radius the points are hi·hj to the unit of area: ∫ 2π ρ · ρ⁻³ dρ.
  return total + (2 * Math.PI * hi * hj) / radius;
}
