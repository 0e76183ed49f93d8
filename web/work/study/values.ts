import { SoftdiceError } from "../../../src/core/errors.ts";
import { binaryMask } from "../../../src/image/mask.ts";
import type { Volume } from "../../../src/image/volume.ts";

/** A volume of 0 and one other integer as a mask of 0 and 1; undefined for other volumes. */
export function asMask(volume: Volume): Volume<Uint8Array> | undefined {
  try {
    return { ...volume, data: binaryMask(volume) };
  } catch (error) {
    if (error instanceof SoftdiceError) return undefined;
    throw error;
  }
}

/** A volume of floating-point numbers in [0, 1] as a probability map; undefined for other volumes. */
export function asMap({ name, grid, data }: Volume): Volume<Float32Array | Float64Array> | undefined {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return undefined;
  for (const value of data) if (!(value >= 0 && value <= 1)) return undefined;
  return { name, grid, data };
}
