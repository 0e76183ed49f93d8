import type { Grid } from "./grid.ts";

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
  /** False where nothing says where the grid lies in the patient: its origin and directions are made up. */
  readonly isPlaced?: false;
}

/** Volumes whose place is made up. */
export function unplaced(volumes: readonly Volume[]): Volume[] {
  return volumes.map((volume) => ({ ...volume, isPlaced: false }));
}

/** A new array of the same type, all zero. */
export function emptyLike<Data extends VoxelArray>(data: Data, length: number): Data {
  return new (data.constructor as new (length: number) => Data)(length);
}
