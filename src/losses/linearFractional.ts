import { settleTies } from "../core/optimum.ts";
import { fastestScanner } from "../kernels/scanner.ts";
import type { Loss, MarginalMap, Minimum } from "./loss.ts";
import { identity, overlapSums, type OverlapSums, ratioOrZero } from "./overlapSums.ts";

/**
 * The ratio that a loss 1 − R(c) maximises, linear in c above and below the line. With A = Σ c m and x = Σ c,
 *
 *     R(c) = (constant + common·A + soft·x) / (constant + common·A + soft·x)
 *
 * whose constants may depend on S = Σ m and N alone. The denominator is not negative on [0, 1]^N, and
 * numerator.common − R·denominator.common > 0 for every R that is attained.
 */
export interface LinearFractional {
  readonly numerator: LinearForm;
  readonly denominator: LinearForm;
}

/** constant + common·A + soft·x. */
export interface LinearForm {
  readonly constant: number;
  readonly common: number;
  readonly soft: number;
}

/** What the constants of a {@link LinearFractional} may depend on. */
export type TargetSums = Pick<OverlapSums, "target" | "voxels">;

/** The loss 1 − R. Its gradient is ∂L/∂c(i) = −(a(i) − R b(i)) / denominator with a(i), b(i) the coefficients of c(i). */
export function fractionalLoss(name: string, ratioFor: (target: TargetSums) => LinearFractional): Loss {
  return {
    name,
    target: "marginal",
    isSmooth: true,
    value: (c, m) => {
      const sums = overlapSums(c, identity, m);
      return 1 - ratioAt(ratioFor(sums), sums.common, sums.soft);
    },
    slope: (sums) => {
      const { numerator, denominator } = ratioFor(sums);
      const below = at(denominator, sums.common, sums.soft);
      const ratio = ratioOrZero(at(numerator, sums.common, sums.soft), below);
      const perSoft = ratioOrZero(ratio * denominator.soft - numerator.soft, below);
      const perCommon = ratioOrZero(ratio * denominator.common - numerator.common, below);
      return (c, rest, m) => (perSoft + perCommon * m) * c * rest;
    },
    minimise: (m) => minimiseFraction(m, ratioFor),
  };
}

/**
 * The maximum of R over [0, 1]^N, by Dinkelbach's iteration on the voxels.
 *
 * Where λ = sup R, R(c) ≤ λ reads Σ (a(i) − λ b(i)) c(i) ≤ λ q − p, with equality exactly at the maximisers of the left
 * side: c = 1 where a(i) > λ b(i), 0 where a(i) < λ b(i), free where they are equal. With a(i) and b(i) affine in m(i)
 * that is a threshold on m. λ ← R({a > λ b}) from 0 rises to sup R in a handful of passes (Dinkelbach, "On nonlinear
 * fractional programming", Management Science 13, 1967). Ties are settled as by `diceOptimum`.
 */
export function minimiseFraction(
  m: MarginalMap,
  ratioFor: (target: TargetSums) => LinearFractional,
): Minimum {
  const ratio = ratioFor({ target: above(m, 0).sum, voxels: m.length });
  let best = 0;
  for (;;) {
    const { count, sum } = above(m, thresholdOf(ratio, best));
    const next = ratioAt(ratio, sum, count);
    if (!(next > best)) break;
    best = next;
  }
  const ties = settleTies(m, thresholdOf(ratio, best));
  // Where nothing but c stands below the line, the empty segmentation has no ratio and is not optimal.
  const needsVoxel = best > 0 && ratio.denominator.constant === 0;
  const minVoxels = needsVoxel ? Math.max(1, ties.minVoxels) : ties.minVoxels;
  return { value: 1 - best, ...ties, minVoxels, gap: 0 };
}

/** The m at which a − λ b = 0, in [0, 1]. */
function thresholdOf({ numerator, denominator }: LinearFractional, lambda: number): number {
  const perMarginal = numerator.common - lambda * denominator.common;
  const t = (lambda * denominator.soft - numerator.soft) / perMarginal;
  return Math.min(1, Math.max(0, t));
}

function ratioAt({ numerator, denominator }: LinearFractional, common: number, soft: number): number {
  return ratioOrZero(at(numerator, common, soft), at(denominator, common, soft));
}

function at({ constant, common, soft }: LinearForm, a: number, x: number): number {
  return constant + common * a + soft * x;
}

/** Number and sum of the values above t, t in [0, 1]. */
function above(m: MarginalMap, t: number): { readonly count: number; readonly sum: number } {
  const cut = m instanceof Float32Array ? floatBelow(t) : t;
  const { aboveCount, aboveSum } = fastestScanner()(m, { low: cut, high: cut, shift: 0 });
  return { count: aboveCount, sum: aboveSum };
}

const word = new DataView(new ArrayBuffer(4));

/** The largest float32 that is not above t ≥ 0: as many float32 values lie above it as above t. */
function floatBelow(t: number): number {
  const nearest = Math.fround(t);
  if (nearest <= t) return nearest;
  word.setFloat32(0, nearest);
  word.setUint32(0, word.getUint32(0) - 1);
  return word.getFloat32(0);
}
