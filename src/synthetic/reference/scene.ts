import { checkNumber } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { type Grid, type Triple, voxelCount } from "../../image/grid.ts";

/** How the grid lies that the shapes are drawn on. */
export interface SceneOptions {
  /** Distance of voxel centres along i, j, k. */
  readonly spacingMm: Triple;
  /** ImageOrientationPatient: the directions of i and j in LPS; k is at right angles to both. */
  readonly orientation: readonly number[];
  /** Where the shapes are, in voxels from the middle of the grid. */
  readonly offsetVoxels: Triple;
  /** The tolerance of surface Dice. */
  readonly toleranceMm: number;
}

/** The grid, and the way from the shapes' coordinates to it. */
export interface Scene {
  readonly grid: Grid;
  /** The middle of the shapes: mm along i, j, k from the middle of the grid. */
  readonly middleMm: Triple;
  readonly toleranceMm: number;
  /** No contour is farther than this from its edges. */
  readonly sagittaMm: number;
}

/** What the grid covers at least; all shapes fit into it with an offset of up to two voxels of 2 mm. */
const FIELD_MM: Triple = [56, 56, 48];

/** Spacings beyond these leave nothing of the shapes, or more voxels than anybody needs. */
const SPACING_MM = { least: 0.2, most: 4 } as const;

const MOST_OFFSET = 2;

/** Of the spacing in a slice: far below what any voxel can show. */
const SAGITTA = 0.0004;

/** Names of orientations: ImageOrientationPatient as scanners write it, and one at an angle to all axes. */
export const ORIENTATIONS: Readonly<Record<string, readonly number[]>> = {
  axial: [1, 0, 0, 0, 1, 0],
  coronal: [1, 0, 0, 0, 0, -1],
  sagittal: [0, 1, 0, 0, 0, -1],
  oblique: obliqueOrientation(),
};

/** The axial orientation turned by 15° about x, then 10° about y, then 20° about z, to all digits. */
function obliqueOrientation(): number[] {
  const [a, b, c] = [15, 10, 20].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
  const [sa, ca, sb, cb, sc, cc] = [a, b, c].flatMap((x) => [Math.sin(x), Math.cos(x)]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [cb * cc, cb * sc, -sb, sa * sb * cc - ca * sc, sa * sb * sc + ca * cc, sa * cb];
}

/**
 * The scene for a spacing, an orientation and an offset. The middle of the grid is at (−11, 23, −31) mm, so that nothing
 * is right by being at the origin.
 * @throws SoftdiceError for numbers out of range and directions that are not at right angles
 */
export function scene({ spacingMm, orientation, offsetVoxels, toleranceMm }: SceneOptions): Scene {
  for (const mm of spacingMm) {
    checkNumber(
      "spacing",
      mm,
      (value) => value >= SPACING_MM.least && value <= SPACING_MM.most,
      `mm in [${SPACING_MM.least}, ${SPACING_MM.most}]`,
    );
  }
  for (const voxels of offsetVoxels) {
    checkNumber(
      "offset",
      voxels,
      (value) => Math.abs(value) <= MOST_OFFSET,
      `voxels in [−${MOST_OFFSET}, ${MOST_OFFSET}]`,
    );
  }
  checkNumber("tolerance", toleranceMm, (mm) => mm > 0 && Number.isFinite(mm), "mm above 0");
  const directions = axes(orientation);
  const along = (axis: 0 | 1 | 2): number => Math.ceil(FIELD_MM[axis] / spacingMm[axis] - 1e-9);
  const shape: Triple = [along(0), along(1), along(2)];
  const atMiddle: Triple = [-11, 23, -31];
  const origin = (d: 0 | 1 | 2): number =>
    atMiddle[d] -
    directions.reduce(
      (sum, direction, axis) => sum + ((shape[axis] - 1) / 2) * spacingMm[axis] * direction[d],
      0,
    );
  return {
    grid: { shape, spacingMm, directions, originMm: [origin(0), origin(1), origin(2)] },
    middleMm: [
      offsetVoxels[0] * spacingMm[0],
      offsetVoxels[1] * spacingMm[1],
      offsetVoxels[2] * spacingMm[2],
    ],
    toleranceMm,
    sagittaMm: SAGITTA * Math.min(spacingMm[0], spacingMm[1]),
  };
}

/** i, j and their vector product, which have to be unit vectors at right angles to 1e-6. */
function axes(orientation: readonly number[]): [Triple, Triple, Triple] {
  const [a, b, c, d, e, f] = orientation;
  const right =
    orientation.length === 6 &&
    Math.abs(Math.hypot(a, b, c) - 1) <= 1e-6 &&
    Math.abs(Math.hypot(d, e, f) - 1) <= 1e-6 &&
    Math.abs(a * d + b * e + c * f) <= 1e-6;
  if (!right) {
    throw new SoftdiceError({
      subject: "orientation",
      problem: `is ${orientation.join(",")}`,
      expected: "two unit vectors at right angles, six numbers",
      remedy: `correct it, or name one of ${Object.keys(ORIENTATIONS).join(", ")}`,
    });
  }
  return [
    [a, b, c],
    [d, e, f],
    [b * f - c * e, c * d - a * f, a * e - b * d],
  ];
}

/** mm along axis `axis` from the middle of the grid to the centre of voxel `index`. */
export function centreOf({ shape, spacingMm }: Grid, axis: 0 | 1 | 2, index: number): number {
  return (index - (shape[axis] - 1) / 2) * spacingMm[axis];
}

/** The inverse of {@link centreOf}, not rounded. */
export function indexOf({ shape, spacingMm }: Grid, axis: 0 | 1 | 2, mm: number): number {
  return mm / spacingMm[axis] + (shape[axis] - 1) / 2;
}

/** The centre of the voxel that holds a point, or the one before it on the border of two. */
export function voxelCentreAt(grid: Grid, point: Triple): Triple {
  const at = (axis: 0 | 1 | 2): number =>
    centreOf(grid, axis, Math.ceil(indexOf(grid, axis, point[axis]) - 0.5));
  return [at(0), at(1), at(2)];
}

/** A point of the shapes' coordinates in LPS. */
export function toPatient({ shape, spacingMm, directions, originMm }: Grid, point: Triple): Triple {
  const at = (d: 0 | 1 | 2): number =>
    directions.reduce(
      (sum, direction, axis) =>
        sum + (point[axis] + ((shape[axis] - 1) / 2) * spacingMm[axis]) * direction[d],
      originMm[d],
    );
  return [at(0), at(1), at(2)];
}

/** The volume of the whole grid: what STAPLE and kappa take as the field of view. */
export function fieldMm3(grid: Grid): number {
  return voxelCount(grid) * cellMm3(grid);
}

/** The volume of a voxel. */
export function cellMm3({ spacingMm }: Grid): number {
  return spacingMm[0] * spacingMm[1] * spacingMm[2];
}
