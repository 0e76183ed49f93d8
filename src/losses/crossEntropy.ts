import type { Numbers } from "../core/check.ts";
import { settleTies } from "../core/optimum.ts";
import { Sum } from "../core/sum.ts";
import { halfBounds, type Loss, type LossFamily, withoutParameters } from "./loss.ts";
import { identity } from "./overlapSums.ts";

/**
 * Cross-entropy, the mean over voxels of −m ln c − (1 − m) ln(1 − c). Its only minimiser is c = m (Gibbs' inequality), so
 * that a threshold of 1/2 gives {m ≥ 1/2}. It is affine in the target: the mean over observers is the loss of the
 * marginal.
 */
export const crossEntropyLoss: Loss = {
  name: "cross-entropy",
  target: "marginal",
  isSmooth: true,
  value: meanCrossEntropy,
  slope:
    ({ voxels }) =>
    (c, rest, m) =>
      (c * (1 - m) - rest * m) / voxels,
  minimise: (m) => ({ value: meanCrossEntropy(m, m), ...settleTies(m, 0.5), gap: 0, soft: identity }),
  volumeBounds: halfBounds,
};

/** The mean over voxels of −m ln c − (1 − m) ln(1 − c), with 0 ln 0 = 0. */
export function meanCrossEntropy(c: Numbers, m: Numbers): number {
  const total = new Sum();
  for (let i = 0; i < m.length; i++) {
    const loss = voxelCrossEntropy(c[i], m[i]);
    if (loss === Infinity) return Infinity;
    total.add(loss);
  }
  return total.value / m.length;
}

/** −m ln c − (1 − m) ln(1 − c) with 0 ln 0 = 0; infinite where c rules out what m does not. */
export function voxelCrossEntropy(c: number, m: number): number {
  const foreground = m > 0 ? -m * Math.log(c) : 0;
  return foreground + (m < 1 ? -(1 - m) * Math.log1p(-c) : 0);
}

/** `cross-entropy`. */
export const crossEntropy: LossFamily = withoutParameters(crossEntropyLoss);
