import { boundingBox, type Box } from "../image/crop.ts";
import { voxelCount, type Grid } from "../image/grid.ts";
import { inFieldOfView, type VotePatterns } from "./patterns.ts";
import { size } from "./selection.ts";
import { estimateStaple, type StapleEstimate, stapleSelection } from "./staple.ts";
import type { VoteMap } from "./voteMap.ts";

/** STAPLE in one field of view. */
export interface StapleInView {
  readonly view: "grid" | "box" | "box with margin";
  /** Voxels of the field of view. */
  readonly viewVoxels: number;
  /** Voxels of STAPLE's segmentation there. */
  readonly voxels: number;
  readonly prior: number;
  readonly converged: boolean;
}

/** The margin around the union of all observers where none is given, on every side, in mm. */
export const defaultMarginMm = 10;

/** The smallest box that holds every voxel that anyone marked; undefined where nobody marked any. */
export function unionBox(map: VoteMap, grid: Grid): Box | undefined {
  return boundingBox({ grid, data: map.union() });
}

/**
 * How STAPLE depends on how much background the image shows: its segmentation on the whole grid, on the box of the
 * union of all observers, and on that box with a margin. (The marginal's Dice-optimal segmentation is the same in all
 * three, since background changes neither Σ m nor any volume.)
 *
 * @param box the union's; see {@link unionBox}
 * @param marginMm added on every side, in whole voxels rounded up, cut off at the border of the image
 * @param onGrid the estimate on the whole grid
 */
export function stapleByFieldOfView(
  votes: VotePatterns,
  grid: Grid,
  box: Box,
  marginMm: number = defaultMarginMm,
  onGrid: StapleEstimate = estimateStaple(votes),
): StapleInView[] {
  const views = [
    ["grid", voxelCount(grid)],
    ["box", boxVoxels(box)],
    ["box with margin", boxVoxels(withMargin(box, grid, marginMm))],
  ] as const;
  return views.map(([view, viewVoxels]) => {
    const inView = inFieldOfView(votes, viewVoxels);
    const estimate = view === "grid" ? onGrid : estimateStaple(inView);
    const voxels = size(stapleSelection(inView, estimate));
    return { view, viewVoxels, voxels, prior: estimate.prior, converged: estimate.converged };
  });
}

function withMargin({ start, end }: Box, { shape, spacingMm }: Grid, marginMm: number): Box {
  const margin = (axis: 0 | 1 | 2): number => Math.ceil(marginMm / spacingMm[axis]);
  const from = (axis: 0 | 1 | 2): number => Math.max(0, start[axis] - margin(axis));
  const to = (axis: 0 | 1 | 2): number => Math.min(shape[axis], end[axis] + margin(axis));
  return { start: [from(0), from(1), from(2)], end: [to(0), to(1), to(2)] };
}

function boxVoxels({ start, end }: Box): number {
  return (end[0] - start[0]) * (end[1] - start[1]) * (end[2] - start[2]);
}
