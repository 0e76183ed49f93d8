import { SoftdiceError } from "../../../src/core/errors.ts";
import { binaryMask } from "../../../src/image/mask.ts";
import { type ProbabilityMap, probabilities } from "../../../src/image/probabilities.ts";
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

/** A volume of floating-point numbers in [0, 1], give or take a little, as a probability map; undefined for others. */
export function asMap(volume: Volume): ProbabilityMap | undefined {
  if (!(volume.data instanceof Float32Array || volume.data instanceof Float64Array)) return undefined;
  try {
    return probabilities(volume);
  } catch (error) {
    if (error instanceof SoftdiceError) return undefined;
    throw error;
  }
}
