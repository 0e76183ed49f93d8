import { asWords, nextMarked } from "../../image/words.ts";

/**
 * A mask whose voxels have less than this mean probability is hardly the map's own: cut at 1/2 they have more than 1/2, and
 * where classes exclude each other the largest of some is less only where the map is all but flat.
 */
const LEAST_MEAN = 0.4;

/**
 * What is said where the map of a model has small values on the mask that it wrote: one of them is turned, in another order of
 * classes, or of another image.
 *
 * @param mask N values, 0 or 1
 */
export function farApart(
  mask: Uint8Array | undefined,
  probabilities: Float32Array | Float64Array | undefined,
): string[] {
  if (mask === undefined || probabilities === undefined) return [];
  const words = asWords(mask);
  let [marked, sum] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (words !== undefined && i % 4 === 0 && words[i / 4] === 0) i = 4 * nextMarked(words, i / 4);
    if (i >= mask.length || mask[i] === 0) continue;
    marked += 1;
    sum += probabilities[i];
  }
  const mean = sum / marked;
  if (!(mean < LEAST_MEAN)) return [];
  return [
    `The map's mean is ${mean.toFixed(2)} only on the mask of the same name: see whether they are of one image, with the map's axes ` +
      "(class, z, y, x) and its classes in the order of dataset.json.",
  ];
}
