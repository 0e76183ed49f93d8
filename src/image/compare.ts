import { SoftdiceError } from "../core/errors.ts";
import { voxelToMm } from "./grid.ts";
import type { Grid, Triple } from "./grid.ts";

/** How far apart, in mm, two voxels of the same index may lie on grids that count as the same. */
export const sameGridToleranceMm = 0.01;

/**
 * What differs between two grids and by how much, or undefined when they agree: equal shapes, and no voxel centre
 * further than `toleranceMm` from the one of the same index. (A grid is affine, so its eight corners decide.)
 */
export function describeGridDifference(
  a: Grid,
  b: Grid,
  toleranceMm: number = sameGridToleranceMm,
): string | undefined {
  if (a.shape.some((n, axis) => n !== b.shape[axis]))
    return `${a.shape.join("×")} voxels against ${b.shape.join("×")}`;
  const farthestMm = Math.max(
    ...corners(a.shape).map((corner) => distance(voxelToMm(a, corner), voxelToMm(b, corner))),
  );
  if (farthestMm <= toleranceMm) return undefined;
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
 * Refuses two grids that differ by more than `toleranceMm`; see {@link describeGridDifference}.
 * @throws SoftdiceError naming both images, what differs and by how much.
 */
export function requireSameGrid(
  nameA: string,
  a: Grid,
  nameB: string,
  b: Grid,
  toleranceMm: number = sameGridToleranceMm,
): void {
  const difference = describeGridDifference(b, a, toleranceMm);
  if (difference === undefined) return;
  throw new SoftdiceError({
    subject: nameB,
    problem: `lies on another grid than ${nameA}: ${difference}`,
    expected: `the same grid to ${toleranceMm} mm`,
    remedy: "resample one onto the other's grid first",
  });
}

function corners([nx, ny, nz]: Triple): Triple[] {
  return [0, nz - 1].flatMap((k) => [0, ny - 1].flatMap((j) => [0, nx - 1].map((i): Triple => [i, j, k])));
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
