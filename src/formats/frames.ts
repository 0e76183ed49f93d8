import { voxelCount } from "../image/grid.ts";
import type { Grid } from "../image/grid.ts";
import type { Volume, VoxelArray } from "../image/volume.ts";

/**
 * An array of several images on one grid, one after the other, as volumes "name[0]", "name[1]", …; a single one keeps the
 * name. The volumes are views of `data`.
 * @param data a whole number of images
 */
export function splitFrames(name: string, grid: Grid, data: VoxelArray): Volume[] {
  const size = voxelCount(grid);
  const frames = data.length / size;
  if (frames === 1) return [{ name, grid, data }];
  return Array.from({ length: frames }, (_, n) => ({
    name: `${name}[${n}]`,
    grid,
    data: data.subarray(n * size, (n + 1) * size),
  }));
}

/** Undoes interleaving: values of `channels` images voxel by voxel become one image after the other. */
export function deinterleave<Data extends VoxelArray>(data: Data, channels: number): Data {
  if (channels === 1) return data;
  const out = data.slice() as Data;
  const voxels = data.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    for (let n = 0; n < voxels; n++) out[channel * voxels + n] = data[n * channels + channel]!;
  }
  return out;
}

/** A file's name without folders and without the given endings (lower case, with the dot; the longest that fits goes). */
export function stemOf(path: string, endings: readonly string[]): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const fitting = endings.filter(
    (ending) => name.length > ending.length && name.toLowerCase().endsWith(ending),
  );
  const longest = Math.max(0, ...fitting.map((ending) => ending.length));
  return name.slice(0, name.length - longest);
}
