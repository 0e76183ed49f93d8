import { checkList, checkNumber, checkObject, shown } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";

/**
 * A regular grid of voxels in the DICOM patient frame (LPS: x to the patient's left, y to the back, z to the head), the
 * only place where voxels and millimetres meet. An array on a grid holds shape[0]·shape[1]·shape[2] values, the first
 * axis (i) fastest: value (i, j, k) stands at i + shape[0]·(j + shape[1]·k).
 */
export interface Grid {
  /** Voxels along the axes i, j, k; for an axial series columns, rows, slices. */
  readonly shape: Triple;
  /** Distance of neighbouring voxel centres along i, j, k in mm, positive. */
  readonly spacingMm: Triple;
  /** Unit vectors of the axes i, j, k in LPS: linearly independent, at right angles in all but sheared images. */
  readonly directions: readonly [Triple, Triple, Triple];
  /** Centre of voxel (0, 0, 0) in LPS, in mm. */
  readonly originMm: Triple;
  /** True where a file says nothing of where it lies in the patient: origin and directions are made up, and of NumPy arrays the spacing. */
  readonly isUnplaced?: boolean;
}

/** Three numbers: of a grid's axes i, j, k, or of a point x, y, z. */
export type Triple = readonly [number, number, number];

/** The grid of an image without geometry: voxels of 1 mm, axes along LPS, first voxel at 0. */
export function unitGrid(shape: Triple): Grid {
  return {
    shape,
    spacingMm: [1, 1, 1],
    directions: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    originMm: [0, 0, 0],
  };
}

/** The grid of what a file without geometry holds. */
export function unplacedGrid(shape: Triple): Grid {
  return { ...unitGrid(shape), isUnplaced: true };
}

/** Number of voxels of a grid. */
export function voxelCount({ shape }: Pick<Grid, "shape">): number {
  return shape[0] * shape[1] * shape[2];
}

/** Volume of one voxel in millilitres (cm³): |det(step vectors)| / 1000; NaN where the spacing is not known. */
export function voxelVolumeMl(grid: Grid): number {
  return Math.abs(determinant(steps(grid))) / 1000;
}

/** The point in mm (LPS) at a voxel position (i, j, k), which need not be an integer: origin + Σ_a position_a · step_a. */
export function voxelToMm(grid: Grid, position: Triple): Triple {
  const [a, b, c] = steps(grid);
  const [i, j, k] = position;
  const at = (d: 0 | 1 | 2): number => grid.originMm[d] + i * a[d] + j * b[d] + k * c[d];
  return [at(0), at(1), at(2)];
}

/** The voxel position (i, j, k), not rounded, of a point in mm (LPS): the inverse of {@link voxelToMm}. */
export function mmToVoxel(grid: Grid, pointMm: Triple): Triple {
  const [a, b, c] = steps(grid);
  const p: Triple = [
    pointMm[0] - grid.originMm[0],
    pointMm[1] - grid.originMm[1],
    pointMm[2] - grid.originMm[2],
  ];
  const volume = determinant([a, b, c]);
  return [determinant([p, b, c]) / volume, determinant([a, p, c]) / volume, determinant([a, b, p]) / volume];
}

/** The vectors from a voxel to its next neighbour along i, j, k, in mm (LPS): direction times spacing. */
export function steps(grid: Grid): [Triple, Triple, Triple] {
  const step = (axis: 0 | 1 | 2): Triple => scale(grid.directions[axis], grid.spacingMm[axis]);
  return [step(0), step(1), step(2)];
}

/**
 * The grid with these step vectors (see {@link steps}): their lengths become the spacing, their directions the directions.
 * @param subject the file and field that errors name
 * @throws SoftdiceError when a number is not finite, a length not positive, or the steps lie in one plane.
 */
export function gridFromSteps(
  subject: string,
  shape: Triple,
  stepsMm: readonly [Triple, Triple, Triple],
  originMm: Triple,
): Grid {
  const lengths = stepsMm.map((step) => Math.hypot(...step));
  const [a, b, c] = lengths as [number, number, number];
  const unit = (axis: 0 | 1 | 2, length: number): Triple => scale(stepsMm[axis], 1 / length);
  const grid: Grid = {
    shape,
    spacingMm: [a, b, c],
    directions: [unit(0, a), unit(1, b), unit(2, c)],
    originMm,
  };
  checkGrid(subject, grid);
  return grid;
}

/**
 * Refuses a grid that no image can have.
 * @param subject the file or argument that errors name
 * @throws SoftdiceError unless the shape holds positive integers, the spacing finite positive numbers, and the directions
 * are finite, of unit length to 1e-3 and span space (|det| > 1e-3).
 */
export function checkGrid(subject: string, grid: Grid): void {
  checkObject(subject, grid, "a grid: shape, spacingMm, directions and originMm");
  const { shape, spacingMm, directions, originMm } = grid;
  const refuse = (what: string, value: unknown, expected: string): never => {
    throw new SoftdiceError({
      subject,
      problem: `${what} (${listed(value)})`,
      expected,
      remedy: "correct the geometry where the image was written",
    });
  };
  if (!isTriple(shape, isCount)) refuse("has the shape", shape, "positive numbers of voxels");
  if (!isTriple(spacingMm, (mm) => mm > 0 && mm < Infinity))
    refuse("has the voxel spacing", spacingMm, "positive numbers of mm");
  if (!isTriple(originMm)) refuse("has the origin", originMm, "finite numbers of mm");
  for (const axis of [0, 1, 2] as const) {
    const direction = directions?.[axis];
    if (!(isTriple(direction) && Math.abs(Math.hypot(...direction) - 1) < 1e-3))
      refuse("has the axis direction", direction, "a vector of length 1");
  }
  if (!(Math.abs(determinant(directions)) > 1e-3))
    refuse("has the axis directions", directions.flat(), "three directions that do not lie in one plane");
}

/**
 * Refuses what is no three numbers: a point, a position, voxels along each axis.
 * @param accepted of each of them; what is finite by default
 * @throws SoftdiceError naming the first that is not
 */
export function checkTriple(
  name: string,
  value: Triple,
  accepted: (value: number) => boolean = Number.isFinite,
  expected: string = "a finite number",
): void {
  checkList(name, value, "three numbers");
  checkNumber(`${name}.length`, value.length, (length) => length === 3, "3, one an axis");
  for (const axis of [0, 1, 2] as const) checkNumber(`${name}[${axis}]`, value[axis], accepted, expected);
}

/** Refuses what is no numbers of voxels along three axes. */
export function checkShape(name: string, shape: Triple): void {
  checkTriple(name, shape, isCount, "a positive integer");
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** The determinant of three vectors. */
export function determinant([a, b, c]: readonly [Triple, Triple, Triple]): number {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    a[1] * (b[0] * c[2] - b[2] * c[0]) +
    a[2] * (b[0] * c[1] - b[1] * c[0])
  );
}

/** Whether a value is a list of three numbers that are accepted. */
function isTriple(value: unknown, accepted: (value: number) => boolean = Number.isFinite): value is Triple {
  if (typeof value !== "object" || value === null || !("length" in value) || value.length !== 3) return false;
  return Array.from(value as ArrayLike<unknown>).every((one) => typeof one === "number" && accepted(one));
}

/** The items of a short list, or what a value is instead. */
function listed(value: unknown): string {
  return Array.isArray(value) && value.length <= 9
    ? Array.from<unknown, string>(value, shown).join(", ")
    : shown(value);
}

function scale(vector: Triple, factor: number): Triple {
  return [vector[0] * factor, vector[1] * factor, vector[2] * factor];
}
