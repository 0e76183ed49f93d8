import { checkNumber, checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkGrid, type Grid, mmToVoxel, type Triple, voxelToMm } from "./grid.ts";

/** How far apart, in voxels along any axis, two voxel centres may lie on grids that count as the same. */
export const sameGridToleranceVoxels = 0.1;

/**
 * What differs between two grids and by how much, or undefined when they agree: equal shapes, and no voxel centre
 * further than `toleranceVoxels` of `a`'s voxels along any axis from the one of the same index. (A grid is affine, so its
 * eight corners decide.)
 */
export function describeGridDifference(
  a: Grid,
  b: Grid,
  toleranceVoxels: number = sameGridToleranceVoxels,
): string | undefined {
  if (a.shape.some((n, axis) => n !== b.shape[axis]))
    return `${a.shape.join("×")} voxels against ${b.shape.join("×")}`;
  const farthest = Math.max(
    ...cornersOf(a.shape).flatMap((corner) => offsets(a, voxelToMm(b, corner), corner)),
  );
  if (farthest <= toleranceVoxels) return undefined;
  const farthestMm = Math.max(
    ...cornersOf(a.shape).map((corner) => distance(voxelToMm(a, corner), voxelToMm(b, corner))),
  );
  const parts = [
    describePart("spacing", a.spacingMm, b.spacingMm, " mm"),
    ...([0, 1, 2] as const).map((axis) =>
      describePart(`direction of axis ${"ijk"[axis]}`, a.directions[axis], b.directions[axis], ""),
    ),
    describePart("origin", a.originMm, b.originMm, " mm"),
  ].filter((part) => part !== undefined);
  return `${parts.join("; ")}; voxels lie up to ${round(farthestMm)} mm apart`;
}

/**
 * Refuses two grids that differ by more than `toleranceVoxels`; see {@link describeGridDifference}.
 *
 * @example
 * import { gridFromAffine, requireSameGrid } from "softdice";
 *
 * const grid = gridFromAffine([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0], [4, 4, 2]);
 * requireSameGrid("image", grid, "mask", { ...grid, originMm: [0.01, 0, 0] }); // undefined
 * let problem = "";
 * try {
 *   requireSameGrid("image", grid, "mask", { ...grid, shape: [4, 4, 3] });
 * } catch (error) {
 *   problem = String(error);
 * }
 * problem.includes("mask"); // true
 *
 * @param nameA what errors call the first image; nameB the second
 * @throws SoftdiceError naming both images, what differs and by how much, and for a grid that no image can have
 */
export function requireSameGrid(
  nameA: string,
  a: Grid,
  nameB: string,
  b: Grid,
  toleranceVoxels: number = sameGridToleranceVoxels,
): void {
  checkText("nameA", nameA);
  checkText("nameB", nameB);
  checkGrid(nameA, a);
  checkGrid(nameB, b);
  checkNumber("toleranceVoxels", toleranceVoxels, (voxels) => voxels >= 0, "a number of voxels from 0");
  const difference = describeGridDifference(b, a, toleranceVoxels);
  if (difference === undefined) return;
  throw new SoftdiceError({
    subject: nameB,
    problem: `lies on another grid than ${nameA}: ${difference}`,
    expected: `the same grid to ${toleranceVoxels} of a voxel`,
    remedy: "resample one onto the other's grid first",
  });
}

/** The positions of the eight outermost voxel centres of an image of this shape. */
export function cornersOf([nx, ny, nz]: Triple): Triple[] {
  return [0, nz - 1].flatMap((k) => [0, ny - 1].flatMap((j) => [0, nx - 1].map((i): Triple => [i, j, k])));
}

/** The positions of the eight outer corners of an image of this shape, where its outermost voxels end. */
export function outerCornersOf([nx, ny, nz]: Triple): Triple[] {
  const ends = (count: number): number[] => [-0.5, count - 0.5];
  return ends(nz).flatMap((k) => ends(ny).flatMap((j) => ends(nx).map((i): Triple => [i, j, k])));
}

/** How far a point lies from a voxel position, in voxels along each axis. */
function offsets(grid: Grid, pointMm: Triple, position: Triple): number[] {
  return mmToVoxel(grid, pointMm).map((value, axis) => Math.abs(value - position[axis]));
}

function distance(p: Triple, q: Triple): number {
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** "what (a) against (b)" to six digits, or undefined when the two print alike. */
function describePart(what: string, a: Triple, b: Triple, unit: string): string | undefined {
  const print = (value: Triple): string => `(${value.map(round).join(", ")})${unit}`;
  return print(a) === print(b) ? undefined : `${what} ${print(a)} against ${print(b)}`;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
