import type { Numbers } from "../core/check.ts";
import { Sum } from "../core/sum.ts";

/** The sums over N voxels that every loss but cross-entropy is made of. */
export interface OverlapSums {
  /** N. */
  readonly voxels: number;
  /** x = Σ c. */
  readonly soft: number;
  /** Σ c². */
  readonly softSquares: number;
  /** S = Σ m. */
  readonly target: number;
  /** Σ m². */
  readonly targetSquares: number;
  /** A = Σ c m. */
  readonly common: number;
  /** Σ min(c, m). */
  readonly shared: number;
}

/** Voxels that are added in plain float64 before their sum enters a compensated one. */
const CHUNK = 4096;

/**
 * The sums of c against m in one pass.
 *
 * @param values N values
 * @param soft c of a value: the identity, or σ of a logit
 * @param m N values in [0, 1]
 */
export function overlapSums(values: Numbers, soft: (value: number) => number, m: Numbers): OverlapSums {
  const totals = Array.from({ length: 6 }, () => new Sum());
  for (let start = 0; start < m.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, m.length);
    let [x, xx, s, ss, a, shared] = [0, 0, 0, 0, 0, 0];
    for (let i = start; i < end; i++) {
      const c = soft(values[i]);
      const target = m[i];
      x += c;
      xx += c * c;
      s += target;
      ss += target * target;
      a += c * target;
      shared += Math.min(c, target);
    }
    [x, xx, s, ss, a, shared].forEach((part, k) => totals[k].add(part));
  }
  const [soft1, softSquares, target, targetSquares, common, shared] = totals.map(({ value }) => value);
  return { voxels: m.length, soft: soft1, softSquares, target, targetSquares, common, shared };
}

/** c of a soft segmentation's value. */
export const identity = (value: number): number => value;

/** numerator / denominator, 0 where both are 0: the overlap of two empty segmentations, as in `core/dice.ts`. */
export function ratioOrZero(numerator: number, denominator: number): number {
  return denominator > 0 ? numerator / denominator : 0;
}
