import { checkNumber, checkProbabilities, type Numbers } from "./check.ts";
import { sum } from "./dice.ts";
import { diceOptimum, TIE_TOLERANCE } from "./optimum.ts";

/**
 * The bounds of Theorem 2 on the volume of every Dice-optimal segmentation, as fractions of the domain:
 * [‖m‖₁², 1]. On voxels the lower end rounds up to whole ones: {@link leastOptimalVoxels}.
 *
 * @example
 * import { volumeBounds } from "softdice";
 *
 * volumeBounds([0.2, 0.4, 1, 0.6]); // [0.3025, 1], that is 0.55²
 *
 * @param m marginal of N voxels, each in [0, 1]
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function volumeBounds(m: Numbers): readonly [lower: number, upper: number] {
  checkProbabilities("m", m);
  return [(sum(m) / m.length) ** 2, 1];
}

/**
 * The fewest voxels that a Dice-optimal segmentation can have: ⌈S²/N⌉ = ⌈v² N⌉ with S = Σ m and v = S/N. It is Theorem 2's
 * lower end on N voxels, and attained for every v (`synthetic/sharp.ts`), so no better bound in terms of S and N exists.
 * S²/N within a relative {@link TIE_TOLERANCE} of a whole number counts as that number.
 *
 * @example
 * import { leastOptimalVoxels } from "softdice";
 *
 * leastOptimalVoxels(2.2, 4); // 2, that is ⌈2.2² / 4⌉
 *
 * @param expected S: the sum of the marginal, in [0, N]; 0 where the marginal is empty and every segmentation optimal
 * @param voxels N, a positive integer
 * @returns an integer in [0, N]
 * @throws SoftdiceError for values out of range
 */
export function leastOptimalVoxels(expected: number, voxels: number): number {
  checkNumber("voxels", voxels, (n) => Number.isInteger(n) && n > 0, "an integer above 0");
  checkNumber("expected", expected, (s) => s >= 0 && s <= voxels, `a number in [0, ${voxels}]`);
  if (expected === 0) return 0;
  const exact = (expected / voxels) * expected;
  const nearest = Math.round(exact);
  return Math.max(1, Math.abs(exact - nearest) <= TIE_TOLERANCE * exact ? nearest : Math.ceil(exact));
}

/**
 * How far a segmentation's volume is from the expected volume of the noisy label: ‖s‖₁ / ‖m‖₁. 1 is unbiased;
 * undefined (NaN) for an empty marginal.
 *
 * @example
 * import { volumeBias } from "softdice";
 *
 * volumeBias(3, [0.2, 0.4, 1, 0.6]); // 1.3636363636363635, that is 3 / 2.2
 *
 * @param voxels voxels of the segmentation, a number from 0
 * @param m marginal of N voxels, each in [0, 1]
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function volumeBias(voxels: number, m: Numbers): number {
  checkNumber("voxels", voxels, (n) => n >= 0 && n < Infinity, "a number from 0");
  checkProbabilities("m", m);
  const expected = sum(m);
  return expected > 0 ? voxels / expected : Number.NaN;
}

/** Eq. (13) for one marginal: what cross-entropy and soft-Dice give after a threshold of 1/2. */
export interface CrossEntropyComparison {
  /** Voxels of {m ≥ 1/2}: the minimiser of cross-entropy is m itself, thresholded at 1/2. */
  readonly crossEntropyVoxels: number;
  /** Voxels of the smallest Dice-optimal segmentation, never fewer. */
  readonly diceVoxels: number;
}

/**
 * Both sides of eq. (13), |{m ≥ 1/2}| ≤ |{m > t}|.
 *
 * @example
 * import { compareWithCrossEntropy } from "softdice";
 *
 * compareWithCrossEntropy([0.2, 0.4, 1, 0.6]); // { crossEntropyVoxels: 2, diceVoxels: 3 }
 *
 * @param m marginal of N voxels, each in [0, 1]; both sides of one that is 0 everywhere are 0
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function compareWithCrossEntropy(m: Numbers): CrossEntropyComparison {
  const { minVoxels } = diceOptimum(m);
  let crossEntropyVoxels = 0;
  for (let i = 0; i < m.length; i++) {
    if (m[i] >= 0.5) crossEntropyVoxels += 1;
  }
  return { crossEntropyVoxels, diceVoxels: minVoxels };
}
