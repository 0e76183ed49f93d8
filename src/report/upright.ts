import type { Grid } from "../image/grid.ts";
import type { Raster } from "./raster.ts";

/** The slice with the patient's left on the right and the back below, as far as flips get there. */
export function upright({ values, width, height }: Raster, { directions }: Pick<Grid, "directions">): Raster {
  const [flipX, flipY] = [directions[0][0] < 0, directions[1][1] < 0];
  if (!flipX && !flipY) return { values, width, height };
  const flipped = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return values[(flipX ? width - 1 - x : x) + width * (flipY ? height - 1 - y : y)];
  });
  return { values: flipped, width, height };
}
