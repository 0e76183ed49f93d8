/** A mask and a map of one case whose Dice is less than this are hardly of one image. */
const LEAST_DICE = 0.5;

/**
 * What is said where the mask that a model wrote and its map, cut at 1/2, have little in common, though both mark something:
 * one of them is turned, in another order of classes, or of another image.
 */
export function farApart(
  mask: Uint8Array | undefined,
  probabilities: Float32Array | Float64Array | undefined,
): string[] {
  if (mask === undefined || probabilities === undefined) return [];
  let [common, marked, cut] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    const isCut = probabilities[i] >= 0.5;
    if (isCut) cut += 1;
    if (mask[i] === 0) continue;
    marked += 1;
    if (isCut) common += 1;
  }
  const dice = (2 * common) / (marked + cut);
  if (marked === 0 || cut === 0 || dice >= LEAST_DICE) return [];
  return [
    `The mask and the map, cut at 1/2, have a Dice of ${dice.toFixed(2)} only: see whether they are of one image, with the map's ` +
      "axes (class, z, y, x) and its classes in the order of dataset.json.",
  ];
}
