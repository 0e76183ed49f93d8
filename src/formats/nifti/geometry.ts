import { gridFromAffineRas } from "../../image/affine.ts";
import type { Affine } from "../../image/affine.ts";
import { describeGridDifference } from "../../image/compare.ts";
import { determinant } from "../../image/grid.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import type { ReadContext } from "../context.ts";
import { malformed } from "../malformed.ts";
import type { NiftiHeader } from "./header.ts";

/**
 * The grid of a NIfTI image. The sform counts where its code is positive and its matrix has an inverse, else the qform
 * where its code is positive, else voxel sizes alone (the standard's method 1: axes along RAS, first voxel at 0); as in
 * ITK, for converters that set the code of the sform alone. RAS becomes LPS, and metres and micrometres become mm.
 * @param shape the first three dimensions
 * @throws SoftdiceError when the only matrix is singular without being empty, or a voxel size it needs is not positive.
 */
export function niftiGrid(file: string, header: NiftiHeader, shape: Triple, context: ReadContext): Grid {
  const mm = unitMm(file, header.xyztUnits, context);
  const hasSform = header.sformCode > 0 && isUsable(header);
  if (header.sformCode > 0 && !hasSform) context.warn(`${file}: its sform is no usable matrix; left out`);
  if (hasSform) {
    const grid = gridFromAffineRas(`${file}: sform`, shape, scaled(sform(header), mm));
    if (header.qformCode > 0) warnOfOtherQform(file, header, grid, mm, context);
    return grid;
  }
  if (header.qformCode > 0)
    return gridFromAffineRas(`${file}: qform`, shape, scaled(qform(file, header, shape), mm));
  context.warn(`${file}: has no orientation (neither sform nor qform); its axes are taken as RAS`);
  const [x, y, z] = voxelSizes(file, header, shape);
  const affine: Affine = [
    [x, 0, 0, 0],
    [0, y, 0, 0],
    [0, 0, z, 0],
  ];
  return { ...gridFromAffineRas(`${file}: pixdim`, shape, scaled(affine, mm)), isUnplaced: true };
}

/** Whether the sform counts: it has an inverse, or nothing else could take its place and it is not empty. */
function isUsable({ srow, qformCode }: NiftiHeader): boolean {
  const columns = [0, 1, 2].map((axis): Triple => [srow[axis], srow[4 + axis], srow[8 + axis]]);
  const volume = determinant(columns as unknown as Parameters<typeof determinant>[0]);
  const sizes = columns.reduce((product, column) => product * Math.hypot(...column), 1);
  if (Math.abs(volume) > 1e-6 * sizes && srow.every((part) => Number.isFinite(part))) return true;
  return qformCode <= 0 && srow.some((part) => part !== 0);
}

function sform({ srow }: NiftiHeader): Affine {
  const row = (n: number): Affine[0] => srow.slice(4 * n, 4 * n + 4) as unknown as Affine[0];
  return [row(0), row(1), row(2)];
}

/**
 * The rotation of the quaternion (a, b, c, d) times the voxel sizes, the third axis flipped when pixdim[0] < 0. The file
 * holds b, c and d of a unit quaternion with a ≥ 0; as in the reference implementation a² < 1e-7 counts as 0, or the root
 * would blow up the rounding of half turns.
 */
function qform(file: string, header: NiftiHeader, shape: Triple): Affine {
  const [b0, c0, d0] = header.quatern;
  const rest = 1 - b0 * b0 - c0 * c0 - d0 * d0;
  const isHalfTurn = rest < 1e-7;
  const a = isHalfTurn ? 0 : Math.sqrt(rest);
  const length = isHalfTurn ? Math.hypot(b0, c0, d0) : 1;
  const [b, c, d] = [b0 / length, c0 / length, d0 / length];
  const [x, y, z0] = voxelSizes(file, header, shape);
  const z = header.pixdim[0] < 0 ? -z0 : z0;
  const [ox, oy, oz] = header.qoffset;
  return [
    [(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, ox],
    [2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, oy],
    [2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * z, oz],
  ];
}

/** pixdim[1..3]; an axis of a single voxel may leave its size open (0), which is taken as 1. */
function voxelSizes(file: string, { pixdim }: NiftiHeader, shape: Triple): Triple {
  const size = (axis: 0 | 1 | 2): number => {
    const value = pixdim[axis + 1];
    if (value > 0 && Number.isFinite(value)) return value;
    if (value === 0 && shape[axis] === 1) return 1;
    throw malformed(file, `pixdim[${axis + 1}]`, `is ${value}`, "a positive voxel size");
  };
  return [size(0), size(1), size(2)];
}

function unitMm(file: string, xyztUnits: number, context: ReadContext): number {
  const code = xyztUnits & 7;
  if (code === 0 || code === 2) return 1;
  if (code !== 1 && code !== 3)
    throw malformed(file, "xyzt_units", `has the code ${code}`, "0 (none), 1 (m), 2 (mm) or 3 (µm)");
  context.warn(`${file}: is in ${code === 1 ? "metres" : "micrometres"}, read as mm`);
  return code === 1 ? 1000 : 0.001;
}

function scaled(affine: Affine, factor: number): Affine {
  return affine.map((row) => row.map((value) => value * factor)) as unknown as Affine;
}

/** Says when the two orientations of a file disagree by more than a tenth of a voxel. */
function warnOfOtherQform(
  file: string,
  header: NiftiHeader,
  grid: Grid,
  mm: number,
  context: ReadContext,
): void {
  try {
    const other = gridFromAffineRas(file, grid.shape, scaled(qform(file, header, grid.shape), mm));
    const difference = describeGridDifference(grid, other);
    if (difference !== undefined)
      context.warn(`${file}: its sform, which is used, and its qform differ: ${difference}`);
  } catch {
    context.warn(`${file}: its qform is unusable; the sform is used`);
  }
}
