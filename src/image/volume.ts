import { checkObject, checkSameLength, checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkGrid, type Grid, voxelCount } from "./grid.ts";

/** The values of an image, one a voxel, in one of the types in which images are stored. */
export type VoxelArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** An image, mask or probability map: values on a grid, first axis fastest. */
export interface Volume<Data extends VoxelArray = VoxelArray> {
  /** What people call it: a segment's name, or the file's name without folder and ending. */
  readonly name: string;
  readonly grid: Grid;
  /** One value a voxel; as long as the grid has voxels. */
  readonly data: Data;
  /** Relative precision of the stored values where it is less than that of `data`: of float16, and of scaled integers. */
  readonly precision?: number;
}

const STORED = /^(?:Int8|Uint8|Int16|Uint16|Int32|Uint32|Float32|Float64)Array$/u;

/**
 * Refuses what no file can hold: a grid that no image can have, values of another type, and another number of them than the
 * grid has voxels.
 * @throws SoftdiceError naming the volume
 */
export function checkVolume(volume: Volume): void {
  checkObject("volume", volume, "a volume: name, grid and data");
  const { name, grid, data } = volume;
  checkText("volume.name", name);
  checkGrid(name, grid);
  checkVoxels(`${name}.data`, data, grid);
}

/** Refuses values of a type that no file has, and another number of them than the grid has voxels. */
export function checkVoxels(name: string, data: VoxelArray, grid: Pick<Grid, "shape">): void {
  const values: { readonly [Symbol.toStringTag]?: unknown } | undefined = data;
  if (!STORED.test(String(values?.[Symbol.toStringTag]))) {
    throw new SoftdiceError({
      subject: name,
      problem: "is of another type than images have",
      expected: "a typed array of integers of 8, 16 or 32 bits, or of floats",
      remedy: "pass a Uint8Array for a mask, a Float32Array for a map",
    });
  }
  checkSameLength(name, data, "its grid", { length: voxelCount(grid) });
}

/** A new array of the same type, all zero. */
export function emptyLike<Data extends VoxelArray>(data: Data, length: number): Data {
  return new (data.constructor as new (length: number) => Data)(length);
}
