import { SoftdiceError } from "../../../src/core/errors.ts";
import { binaryMask, nearInteger } from "../../../src/image/mask.ts";
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

/** A volume of at most so many labels is a label map as it is; with more, it must look like one. */
const FEW_LABELS = 64;
/** More different values than this make an image; whole-body segmentations have over a hundred. */
const MOST_LABELS = 254;

/**
 * The labels of a volume of a few integers from 0 on, ascending; undefined for other volumes. An image of 8 bits has as
 * many different values as a whole-body segmentation, but the latter seldom changes from one voxel to the next.
 */
export function labelsOf({ data }: Volume): number[] | undefined {
  const labels = new Set<number>();
  let last = 0;
  let marked = 0;
  let changes = 0;
  for (let i = 0; i < data.length; i++) {
    const value = nearInteger(data[i]);
    if (value !== 0) marked += 1;
    if (value === last) continue;
    last = value;
    changes += 1;
    if (!Number.isInteger(value) || value < 0) return undefined;
    if (value > 0) labels.add(value);
    if (labels.size > MOST_LABELS) return undefined;
  }
  if (labels.size > FEW_LABELS && changes > marked / 4) return undefined;
  return [...labels].sort((a, b) => a - b);
}

/**
 * A volume of floating-point numbers in [0, 1], give or take a little, as a probability map; undefined for others.
 *
 * @param refused told why a volume of floating-point numbers is none
 */
export function asMap(volume: Volume, refused: (reason: SoftdiceError) => void): ProbabilityMap | undefined {
  if (!(volume.data instanceof Float32Array || volume.data instanceof Float64Array)) return undefined;
  try {
    return probabilities(volume);
  } catch (error) {
    if (!(error instanceof SoftdiceError)) throw error;
    refused(error);
    return undefined;
  }
}
