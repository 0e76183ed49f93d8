import { checkObject } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkGrid, checkShape, checkTriple, type Grid, type Triple, unitGrid, voxelCount } from "./grid.ts";

/** What a caller knows of where an array's voxels are: a grid, or shape and spacing of one, or nothing. */
export interface Geometry {
  readonly grid?: Grid | undefined;
  /** In the place of a grid: voxels along i, j, k, the first axis fastest. */
  readonly shape?: Triple | undefined;
  /** In the place of a grid: distance of neighbouring voxels along i, j, k in mm. */
  readonly spacingMm?: Triple | undefined;
}

const UNKNOWN: Triple = [Number.NaN, Number.NaN, Number.NaN];

/**
 * The grid of N voxels as far as it is known. Without spacing volumes in mL are NaN; without spacing or shape, so is the
 * origin, and nothing can be measured in mm: see {@link isPlaced}.
 *
 * @throws SoftdiceError for a grid, shape or spacing that no image can have, or of another number of voxels, and for both a
 * grid and parts of one
 */
export function gridOfGeometry(geometry: Geometry, voxels: number): Grid {
  checkObject("options", geometry);
  const { grid, shape, spacingMm } = geometry;
  if (grid !== undefined) {
    const other = shape === undefined ? spacingMm && "spacingMm" : "shape";
    if (other !== undefined) throw refused(other, "stands beside grid", "either of them");
    checkGrid("grid", grid);
    requireVoxels("grid", voxelCount(grid), voxels);
    return grid;
  }
  if (spacingMm !== undefined)
    checkTriple("spacingMm", spacingMm, (mm) => mm > 0 && mm < Infinity, "a positive number");
  if (shape !== undefined) {
    checkShape("shape", shape);
    requireVoxels("shape", voxelCount({ shape }), voxels);
  }
  const isKnown = shape !== undefined && spacingMm !== undefined;
  return {
    ...unitGrid(shape ?? [voxels, 1, 1]),
    spacingMm: spacingMm ?? UNKNOWN,
    originMm: isKnown ? [0, 0, 0] : UNKNOWN,
  };
}

/** Whether it is known where a grid's voxels are, from each other at least. */
export function isPlaced({ originMm }: Grid): boolean {
  return originMm.every((mm) => Number.isFinite(mm));
}

function requireVoxels(subject: string, own: number, voxels: number): void {
  if (own !== voxels)
    throw refused(subject, `has ${own} voxels`, `${voxels}, as many as each mask has values`);
}

function refused(subject: string, problem: string, expected: string): SoftdiceError {
  return new SoftdiceError({ subject, problem, expected, remedy: "correct the option" });
}
