import { checkNumber } from "../core/check.ts";

/** A marginal that attains both bounds of Theorem 2, with what it attains. */
export interface SharpMarginal {
  /** n values in [0, 1]. */
  readonly data: Float64Array;
  /** ‖m‖₁, v up to the rounding of the set of measure v² to whole voxels. */
  readonly l1: number;
  /** Voxels of the smallest optimum: measure v². */
  readonly minVoxels: number;
  /** Voxels of the largest optimum: the whole domain. */
  readonly maxVoxels: number;
}

/**
 * The sharp case of Theorem 2 for expected volume v: m = 1 on a set of measure v² and m = v / (1 + v) elsewhere. Its
 * supremum is 2v / (1 + v), so the rest ties with the threshold v / (1 + v), the smallest optimum has the volume v² and
 * the largest the volume 1.
 *
 * On n voxels the set holds a = round(v² n) of them, so v is replaced by √(a/n), for which the tie is exact.
 *
 * @param v expected volume in (0, 1]
 * @param n voxels, with at least one in the set: v² n ≥ 1/2
 * @throws SoftdiceError for numbers out of range
 */
export function sharpMarginal(v: number, n: number): SharpMarginal {
  checkNumber("n", n, (value) => Number.isInteger(value) && value > 0, "an integer above 0");
  checkNumber("v", v, (value) => value > 0 && value <= 1, "a number in (0, 1]");
  const minVoxels = Math.round(v * v * n);
  checkNumber("n", n, () => minVoxels > 0, `enough voxels for a set of measure v² = ${v * v}`);
  const l1 = Math.sqrt(minVoxels / n);
  const data = new Float64Array(n).fill(l1 / (1 + l1));
  data.fill(1, 0, minVoxels);
  return { data, l1, minVoxels, maxVoxels: n };
}
