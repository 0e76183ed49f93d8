import { nearInteger } from "../image/mask.ts";
import { asWords, nextOther } from "../image/words.ts";
import type { Volume } from "../image/volume.ts";

/** What the values of a volume are. */
export type Content =
  /** Nothing but 0 and these whole numbers, ascending: a mask where there is one or none, else a label map. */
  | { readonly kind: "labels"; readonly labels: readonly number[] }
  /** Fractions in [0, 1], give or take what interpolation leaves. */
  | { readonly kind: "map" }
  /** Any other values, such as intensities. */
  | { readonly kind: "image" }
  /** A mask or map with values that are no numbers. */
  | { readonly kind: "broken"; readonly problem: string };

/** A volume with at most so many labels is a label map as it is; with more, it must look like one. */
const FEW_LABELS = 8;
/** More different values than this make an image; whole-body segmentations have over a hundred. */
const MOST_LABELS = 254;
/** Values of a map may lie this far outside [0, 1]. */
const OVERSHOOT = 0.1;

/**
 * Tells masks, label maps, probability maps and images apart by their values. An image of 8 bits has as many different
 * values as a whole-body segmentation, but the latter seldom changes from one voxel to the next.
 */
export function contentOf({ data }: Pick<Volume, "data">): Content {
  const labels = new Set<number>();
  let [last, from, marked, changes, missing] = [0, 0, 0, 0, 0];
  let [areWhole, areFractions] = [true, true];
  const words = data instanceof Uint8Array ? asWords(data) : undefined;
  for (let i = 0; i < data.length; i++) {
    if (words !== undefined && i % 4 === 0) {
      const first = i;
      i = 4 * nextOther(words, i / 4, last * 0x01010101);
      if (last !== 0) marked += i - first;
      if (i === data.length) break;
    }
    const value = data[i];
    if (value === last) continue;
    if (last !== 0) marked += i - from;
    [last, from] = [value, i];
    if (Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    changes += 1;
    if (areFractions && !(value >= -OVERSHOOT && value <= 1 + OVERSHOOT)) areFractions = false;
    if (areWhole) {
      const whole = nearInteger(value);
      if (!Number.isInteger(whole)) areWhole = false;
      else if (whole !== 0) labels.add(whole);
      if (labels.size > MOST_LABELS) areWhole = false;
    }
    if (!areWhole && !areFractions) return { kind: "image" };
  }
  if (last !== 0) marked += data.length - from;
  if (missing > 0) return { kind: "broken", problem: `holds NaN in ${missing} places` };
  if (!areWhole) return { kind: "map" };
  const sorted = [...labels].sort((a, b) => a - b);
  if (sorted.length > 1 && sorted[0] < 0) return { kind: "image" };
  if (sorted.length > FEW_LABELS && changes > marked / 4) return { kind: "image" };
  return { kind: "labels", labels: sorted };
}
