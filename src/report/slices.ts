import type { Numbers } from "../core/check.ts";
import type { Box } from "../image/crop.ts";
import type { Raster } from "./raster.ts";

/** The box with a margin within the slice (not across slices), cut at the volume's sides. */
export function widen({ start, end }: Box, margin: number, shape: readonly [number, number, number]): Box {
  const from = (axis: 0 | 1): number => Math.max(0, start[axis] - margin);
  const to = (axis: 0 | 1): number => Math.min(shape[axis], end[axis] + margin);
  return { start: [from(0), from(1), start[2]], end: [to(0), to(1), end[2]] };
}

/** Up to `count` slices k of a box, evenly spread, the first and the last a little inside. */
export function spreadSlices({ start, end }: Box, count: number): number[] {
  const slices = end[2] - start[2];
  const shown = Math.min(count, slices);
  return Array.from({ length: shown }, (_, i) => start[2] + Math.floor(((i + 0.5) * slices) / shown));
}

/** The part of slice k of a volume that lies in a box. */
export function cutSlice(
  values: Numbers,
  shape: readonly [number, number, number],
  { start, end }: Box,
  k: number,
): Raster {
  const [width, height] = [end[0] - start[0], end[1] - start[1]];
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = start[0] + shape[0] * (start[1] + y + shape[1] * k);
    for (let x = 0; x < width; x++) out[x + width * y] = values[row + x];
  }
  return { values: out, width, height };
}
