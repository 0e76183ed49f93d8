import { voxelCount } from "../../image/grid.ts";
import { binaryMask } from "../../image/mask.ts";
import { place, type PlacedPart, unionOf, wholeBox } from "../../image/part.ts";
import type { Volume } from "../../image/volume.ts";
import { partsByLabel } from "../../study/volumes.ts";
import type { PredictedStructure } from "./readPrediction.ts";

/** Makes the foreground of a mask, or of some labels of a label map. */
export function masksOf(
  volume: Volume,
  structures: readonly PredictedStructure[],
): (labels: readonly number[] | undefined) => Uint8Array {
  const all = structures.flatMap(({ labels = [] }) => labels);
  const part = all.length === 0 ? undefined : partsByLabel(volume, [...new Set(all)]);
  return (labels) => {
    if (labels === undefined || part === undefined) return binaryMask(volume);
    return wholeOf(unionOf(labels.map(part)));
  };
}

/** A part of a mask as a mask of the whole grid. */
export function wholeOf(part: PlacedPart): Uint8Array {
  const whole = { box: wholeBox(part.grid), data: new Uint8Array(voxelCount(part.grid)) };
  place(part, whole);
  return whole.data;
}
