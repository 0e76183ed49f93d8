import { checkNumber } from "../core/check.ts";
import { TIE_TOLERANCE } from "../core/optimum.ts";
import { leastOptimalVoxels } from "../core/volume.ts";

/** A marginal that attains the lower end of Theorem 2 on voxels, with what it attains. */
export interface SharpMarginal {
  /** n values in [0, 1], the larger ones first; their mean is v. */
  readonly data: Float64Array;
  /** Voxels of the smallest optimum: ⌈v² n⌉. */
  readonly minVoxels: number;
  /** Voxels of the largest optimum: the whole domain where v² n is a whole number, `minVoxels` elsewhere. */
  readonly maxVoxels: number;
}

/**
 * The sharp case of Theorem 2 for expected volume v on n voxels. No optimum of this expected volume has fewer than
 * k = ⌈v² n⌉ voxels, and the smallest of this one has k:
 *
 *     m = 1 on k voxels and (v n − k) / (n − k) elsewhere     if k ≤ v n,
 *     m = v n / k on k voxels and 0 elsewhere                 if k > v n.
 *
 * In the first case t = k / (k + v n), which the rest does not exceed, since
 *
 *     (v n − k) / (n − k) ≤ k / (k + v n)   ⇔   v² n ≤ k.
 *
 * Where v² n is a whole number, both sides equal v / (1 + v): the rest ties with t, the largest optimum is the whole
 * domain, and one marginal attains both ends. The upper end is attained for every v by the constant m = v.
 *
 * @param v expected volume, a fraction of the domain in (0, 1]
 * @param n voxels
 * @throws SoftdiceError for numbers out of range
 */
export function sharpMarginal(v: number, n: number): SharpMarginal {
  checkNumber("n", n, (value) => Number.isInteger(value) && value > 0, "an integer above 0");
  checkNumber("v", v, (value) => value > 0 && value <= 1, "a number in (0, 1]");
  const expected = v * n;
  const k = leastOptimalVoxels(expected, n);
  const exact = (expected / n) * expected;
  const isTie = k - exact <= TIE_TOLERANCE * exact;
  const rest = isTie ? v / (1 + v) : Math.max(0, expected - k) / (n - k);
  const data = new Float64Array(n).fill(rest);
  data.fill(Math.min(1, expected / k), 0, k);
  return { data, minVoxels: k, maxVoxels: isTie ? n : k };
}
