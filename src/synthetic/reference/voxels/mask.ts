import { type Grid, type Triple, voxelCount } from "../../../image/grid.ts";
import { centreOf, indexOf } from "../scene.ts";
import type { Shape } from "../shapes/shape.ts";

/** Which voxel a rule counts in, from its centre in mm and the shape. */
export type VoxelRule = (shape: Shape, x: number, y: number, z: number, spacingMm: Triple) => boolean;

/** The centre is in the body: the rule of the masks that are written. */
export const byCentre: VoxelRule = (shape, x, y, z) => shape.contains(x, y, z);

/** The centre or a corner of the pixel is in the body: every pixel that an outline touches, as near as corners tell. */
export const byTouch: VoxelRule = (shape, x, y, z, spacingMm) =>
  shape.contains(x, y, z) || cornersOf(x, y, spacingMm).some(([u, v]) => shape.contains(u, v, z));

/** The centre and all corners of the pixel are in the body. */
export const byWhole: VoxelRule = (shape, x, y, z, spacingMm) =>
  shape.contains(x, y, z) && cornersOf(x, y, spacingMm).every(([u, v]) => shape.contains(u, v, z));

/** The rule by centres of a body that is `by` voxels away along i, j, k. */
export function shifted(by: Triple): VoxelRule {
  return (shape, x, y, z, [hi, hj, hk]) => shape.contains(x - by[0] * hi, y - by[1] * hj, z - by[2] * hk);
}

function cornersOf(x: number, y: number, [hi, hj]: Triple): [number, number][] {
  return [
    [x - hi / 2, y - hj / 2],
    [x + hi / 2, y - hj / 2],
    [x - hi / 2, y + hj / 2],
    [x + hi / 2, y + hj / 2],
  ];
}

/**
 * The voxels of a body by a rule, one value 0 or 1 for each.
 *
 * @param spare an array of zeros as long as the grid, which is filled and returned
 */
export function maskOf(
  shape: Shape,
  grid: Grid,
  rule: VoxelRule = byCentre,
  spare: Uint8Array = new Uint8Array(voxelCount(grid)),
): Uint8Array {
  const [nx, ny] = grid.shape;
  forEachIn(shape, grid, (x, y, z, at) => {
    if (rule(shape, x, y, z, grid.spacingMm)) spare[at[0] + nx * (at[1] + ny * at[2])] = 1;
  });
  return spare;
}

/** How many voxels a rule counts in, and how many of them the rule by centres does too. */
export function countBy(
  shape: Shape,
  grid: Grid,
  rule: VoxelRule,
): { readonly voxels: number; readonly common: number } {
  let [voxels, common] = [0, 0];
  forEachIn(shape, grid, (x, y, z) => {
    if (!rule(shape, x, y, z, grid.spacingMm)) return;
    voxels += 1;
    if (shape.contains(x, y, z)) common += 1;
  });
  return { voxels, common };
}

/** Visits the voxels whose centre is in a box around the body, two voxels wider than it. */
function forEachIn(
  { centroidMm, halfExtentMm }: Shape,
  grid: Grid,
  visit: (x: number, y: number, z: number, at: Triple) => void,
): void {
  const first = (axis: 0 | 1 | 2): number =>
    Math.max(0, Math.floor(indexOf(grid, axis, centroidMm[axis] - halfExtentMm[axis])) - 1);
  const last = (axis: 0 | 1 | 2): number =>
    Math.min(grid.shape[axis] - 1, Math.ceil(indexOf(grid, axis, centroidMm[axis] + halfExtentMm[axis])) + 1);
  const end: Triple = [last(0), last(1), last(2)];
  for (let k = first(2); k <= end[2]; k++) {
    const z = centreOf(grid, 2, k);
    for (let j = first(1); j <= end[1]; j++) {
      const y = centreOf(grid, 1, j);
      for (let i = first(0); i <= end[0]; i++) visit(centreOf(grid, 0, i), y, z, [i, j, k]);
    }
  }
}
