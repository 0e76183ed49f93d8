import type { Numbers } from "../core/check.ts";
import type { Raster } from "./raster.ts";

/** A box of whole voxels: first index and number of voxels along i, j, k. */
export interface Box {
  readonly first: readonly [number, number, number];
  readonly size: readonly [number, number, number];
}

/**
 * The smallest box around the voxels that are not 0; undefined where there are none.
 *
 * @param values a volume of shape[0] · shape[1] · shape[2] values, first axis fastest
 */
export function boundingBox(values: Numbers, shape: readonly [number, number, number]): Box | undefined {
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  let index = 0;
  for (let k = 0; k < shape[2]; k++) {
    for (let j = 0; j < shape[1]; j++) {
      for (let i = 0; i < shape[0]; i++, index++) {
        if (values[index] === 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        high[2] = k;
      }
    }
  }
  if (high[0] < 0) return undefined;
  return {
    first: [low[0], low[1], low[2]],
    size: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1],
  };
}

/** The box with a margin within the slice (not across slices), cut at the volume's sides. */
export function widen(box: Box, margin: number, shape: readonly [number, number, number]): Box {
  const [i, j] = [0, 1].map((axis) => Math.max(0, box.first[axis] - margin));
  const [width, height] = [0, 1].map((axis) => {
    const end = Math.min(shape[axis], box.first[axis] + box.size[axis] + margin);
    return end - Math.max(0, box.first[axis] - margin);
  });
  return { first: [i, j, box.first[2]], size: [width, height, box.size[2]] };
}

/** Up to `count` slices k of a box, evenly spread, the first and the last a little inside. */
export function spreadSlices(box: Box, count: number): number[] {
  const slices = box.size[2];
  const shown = Math.min(count, slices);
  return Array.from({ length: shown }, (_, i) => box.first[2] + Math.floor(((i + 0.5) * slices) / shown));
}

/** The part of slice k of a volume that lies in a box. */
export function cutSlice(
  values: Numbers,
  shape: readonly [number, number, number],
  box: Box,
  k: number,
): Raster {
  const [width, height] = box.size;
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = box.first[0] + shape[0] * (box.first[1] + y + shape[1] * k);
    for (let x = 0; x < width; x++) out[x + width * y] = values[row + x];
  }
  return { values: out, width, height };
}
