export type { Volume, VoxelArray } from "../image/volume.ts";

/** A file's content with the name by which people know it; may carry a folder path. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}
