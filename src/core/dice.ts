import { checkBinary, checkFinite, checkProbabilities, checkSameLength, type Numbers } from "./check.ts";
import { sigmoid } from "./elementary.ts";
import { Sum } from "./sum.ts";

/**
 * Dice of a segmentation against a marginal, Definition 1 of the paper:
 *
 *     D_m(s) = 2 Σ s(i) m(i) / (Σ s(i) + Σ m(i))
 *
 * For a binary m this is the Dice coefficient of two segmentations.
 *
 * @example
 * import { dice } from "softdice";
 *
 * dice([0, 1, 1, 1], [0.2, 0.4, 1, 0.6]); // 0.7692307692307693, that is 4 / (3 + 2.2)
 *
 * @param s segmentation of N voxels, each 0 or 1
 * @param m marginal of N voxels, each in [0, 1]
 * @returns a value in [0, 1]; 0 where both are empty
 * @throws SoftdiceError for different lengths and for values out of range
 */
export function dice(s: Numbers, m: Numbers): number {
  checkBinary("s", s);
  checkProbabilities("m", m);
  checkSameLength("s", s, "m", m);
  return overlap(s, m);
}

/**
 * The soft-Dice loss, Definition 2 of the paper:
 *
 *     SD_m(c) = 1 − 2 Σ c(i) m(i) / (Σ c(i) + Σ m(i))
 *
 * @example
 * import { softDice } from "softdice";
 *
 * softDice([0, 0.5, 1, 0.5], [0, 0.5, 1, 0.5]); // 0.25, that is 1 − 3 / 4
 *
 * @param c soft segmentation of N voxels, each in [0, 1]
 * @param m marginal of N voxels, each in [0, 1]
 * @returns a value in [0, 1]; 1 where m is empty, whatever c is
 * @throws SoftdiceError for different lengths and for values out of range
 */
export function softDice(c: Numbers, m: Numbers): number {
  checkProbabilities("c", c);
  checkProbabilities("m", m);
  checkSameLength("c", c, "m", m);
  return 1 - overlap(c, m);
}

/**
 * The gradient of F ↦ SD_m(σ(F)) with respect to the logits:
 *
 *     ∂SD/∂F(i) = −(2 m(i) − D) / (Σ m + Σ σ(F)) · σ(F(i)) σ(−F(i)),   D = 2 Σ σ(F) m / (Σ m + Σ σ(F))
 *
 * It follows from Definition 2; the paper's supplement prints it with slips (docs/theory.md).
 *
 * @example
 * import { softDiceGradient } from "softdice";
 *
 * softDiceGradient([0, 0], [1, 0]); // Float64Array [-0.1875, 0.0625]
 *
 * @param f logits of N voxels, finite
 * @param m marginal of N voxels, each in [0, 1]
 * @returns N values, voxel by voxel
 * @throws SoftdiceError for different lengths and for values out of range
 */
export function softDiceGradient(f: Numbers, m: Numbers): Float64Array {
  checkFinite("f", f);
  checkProbabilities("m", m);
  checkSameLength("f", f, "m", m);
  const c = Float64Array.from(f, sigmoid);
  const total = sum(c) + sum(m);
  const d = overlap(c, m);
  return Float64Array.from(f, (logit, i) => (-(2 * m[i] - d) / total) * c[i] * sigmoid(-logit));
}

/** Σ values. */
export function sum(values: Numbers): number {
  const total = new Sum();
  for (let i = 0; i < values.length; i++) total.add(values[i]);
  return total.value;
}

/** 2 Σ a b / (Σ a + Σ b), 0 where both are empty. */
function overlap(a: Numbers, b: Numbers): number {
  let common = 0;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    common += a[i] * b[i];
    total += a[i] + b[i];
  }
  return total > 0 ? (2 * common) / total : 0;
}
