import { settleTies } from "../core/optimum.ts";
import { Sum } from "../core/sum.ts";
import { levelsOf } from "./levels.ts";
import { halfBounds, type Loss, type LossFamily, type MarginalMap, type Minimum } from "./loss.ts";
import { identity, overlapSums, type OverlapSums, ratioOrZero } from "./overlapSums.ts";

/**
 * V-Net's Dice with squares below the line (Milletari, Navab & Ahmadi, "V-Net", 3DV 2016), 1 − 2A / (Σ c² + Q).
 *
 * - target soft, Q = Σ m²: 2cm ≤ c² + m², so the only minimiser is c = m, with loss 0.
 * - target hard, Q = S: what hard labels L = L² of nearly constant volume give on average. At a given ratio λ,
 *   Σ (2cm − λc²) is largest at c = min(1, m/λ), and λ is the root of {@link excess}. Its 1/2-threshold is {m > λ/2} with
 *   t ≤ λ/2 ≤ 1/2, its mean value lies in [v, √v], both ends attained.
 *
 * An empty marginal has loss 1 for every c.
 */
function squaredDiceLoss(target: "soft" | "hard"): Loss {
  const squares = (sums: OverlapSums): number => (target === "soft" ? sums.targetSquares : sums.target);
  const ratioOf = (sums: OverlapSums): number =>
    ratioOrZero(2 * sums.common, sums.softSquares + squares(sums));
  return {
    name: target === "soft" ? "squared-dice" : "squared-dice:target=hard",
    target: "marginal",
    isSmooth: true,
    value: (c, m) => 1 - ratioOf(overlapSums(c, identity, m)),
    slope: (sums) => {
      const ratio = ratioOf(sums);
      const scale = ratioOrZero(-2, sums.softSquares + squares(sums));
      return (c, rest, m) => scale * (m - ratio * c) * c * rest;
    },
    minimise: target === "soft" ? minimiseSoft : minimiseHard,
    ...(target === "soft" ? { volumeBounds: halfBounds } : {}),
  };
}

function minimiseSoft(m: MarginalMap): Minimum {
  const isEmpty = !m.some((value) => value > 0);
  return isEmpty ? everything(m) : { value: 0, ...settleTies(m, 0.5), gap: 0, soft: identity };
}

function minimiseHard(m: MarginalMap): Minimum {
  const levels = levelsOf(m);
  const lambda = levels.isExact ? rootOf(levels) : rootOf({ values: m, voxels: m.length }, rootOf(levels));
  if (lambda === 0) return everything(m);
  const soft = (value: number): number => Math.min(1, value / lambda);
  return { value: 1 - lambda, ...settleTies(m, lambda / 2), gap: 0, soft };
}

/** The minimum of an empty marginal: every c is optimal. */
function everything(m: MarginalMap): Minimum {
  return { value: 1, threshold: 0, minVoxels: 0, maxVoxels: m.length, gap: 0 };
}

/** Values and how many voxels have each; one each where `counts` is left out. */
interface Weighted {
  readonly values: MarginalMap;
  readonly counts?: Float64Array;
  readonly voxels: number;
}

/**
 * The root of {@link excess}, by Newton's method: F is convex and falls, so that steps from the left of the root stay
 * there. v = S/N is such a start.
 *
 * @returns 0 for a map that is 0 everywhere
 */
function rootOf(levels: Weighted, start?: number): number {
  let lambda = start ?? meanOf(levels);
  for (let step = 0; lambda > 0 && step < MOST_STEPS; step++) {
    const { value, slope } = excess(levels, lambda);
    const next = lambda - value / slope;
    if (Math.abs(next - lambda) <= 2 ** -51 * lambda) return Math.min(1, next);
    lambda = next;
  }
  return lambda;
}

const MOST_STEPS = 60;

/**
 * F(λ) = Σ h(m, λ) − λ S and its derivative, with h = max over c ∈ [0, 1] of 2cm − λc²: m²/λ where m ≤ λ, 2m − λ above.
 */
function excess(
  { values, counts }: Weighted,
  lambda: number,
): { readonly value: number; readonly slope: number } {
  const value = new Sum();
  const slope = new Sum();
  for (let i = 0; i < values.length; i++) {
    const m = values[i];
    if (m === 0) continue;
    const count = counts?.[i] ?? 1;
    const c = Math.min(1, m / lambda);
    value.add(count * (2 * c * m - lambda * c * c - lambda * m));
    slope.add(count * (-c * c - m));
  }
  return { value: value.value, slope: slope.value };
}

function meanOf({ values, counts, voxels }: Weighted): number {
  const total = new Sum();
  for (let i = 0; i < values.length; i++) total.add((counts?.[i] ?? 1) * values[i]);
  return total.value / voxels;
}

/** `squared-dice`, the target being m, and `squared-dice:target=hard`, the target being one observer a step. */
export const squaredDice: LossFamily = {
  name: "squared-dice",
  usage: "squared-dice or squared-dice:target=hard",
  parse: (parameters) => {
    if (parameters === undefined) return squaredDiceLoss("soft");
    return parameters === "target=hard" ? squaredDiceLoss("hard") : undefined;
  },
};
