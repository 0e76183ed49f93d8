import { checkBinary, checkSameLength, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";

/**
 * The generalised energy distance of several predictions S and several observers Y,
 *
 *     D² = 2 E d(S, Y) − E d(S, S′) − E d(Y, Y′),   d = 1 − |a ∩ b| / |a ∪ b|,
 *
 * over all pairs, each with itself among them, so that it is 0 where both sets are the same (Székely & Rizzo, Journal of
 * Statistical Planning and Inference 143, 2013; with this d: Kohl et al., "A probabilistic U-Net", NeurIPS 2018). Two empty
 * masks have d = 0.
 *
 * @param predictions masks of N voxels, 0 or 1
 * @param raters masks of N voxels, 0 or 1
 * @throws SoftdiceError for no masks, different lengths and other values
 */
export function generalisedEnergyDistance(
  predictions: readonly Numbers[],
  raters: readonly Numbers[],
): number {
  checkMasks("predictions", predictions, predictions[0]);
  checkMasks("raters", raters, predictions[0]);
  const between = meanDistance(predictions, raters);
  return 2 * between - meanDistance(predictions, predictions) - meanDistance(raters, raters);
}

function checkMasks(name: string, masks: readonly Numbers[], like: Numbers): void {
  if (masks.length === 0) {
    throw new SoftdiceError({
      subject: name,
      problem: "is empty",
      expected: "at least one mask",
      remedy: "pass one mask each",
    });
  }
  masks.forEach((mask, k) => {
    checkBinary(`${name}[${k}]`, mask);
    checkSameLength(`${name}[${k}]`, mask, "predictions[0]", like);
  });
}

function meanDistance(a: readonly Numbers[], b: readonly Numbers[]): number {
  let sum = 0;
  for (const one of a) for (const other of b) sum += one === other ? 0 : jaccardDistance(one, other);
  return sum / (a.length * b.length);
}

function jaccardDistance(a: Numbers, b: Numbers): number {
  let [common, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    common += a[i] & b[i];
    either += a[i] | b[i];
  }
  return either === 0 ? 0 : 1 - common / either;
}
