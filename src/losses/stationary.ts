import { SoftdiceError } from "../core/errors.ts";
import { Sum } from "../core/sum.ts";
import type { MarginalMap } from "./loss.ts";

/** Values of a marginal, and how many voxels have each; one each where `counts` is left out. */
export interface Weighted {
  readonly values: MarginalMap;
  readonly counts?: Float64Array;
  /** N, the sum of the counts. */
  readonly voxels: number;
}

/** What w_d·Dice + w_c·cross-entropy is minimised on. */
export interface DiceCrossEntropy {
  /** w_d / w_c. */
  readonly ratio: number;
  /** S = Σ m. */
  readonly target: number;
}

/** κ and the soft Dice D of a minimiser: with them it is known at every voxel. */
export interface State {
  readonly kappa: number;
  readonly dice: number;
}

/**
 * The only root in [0, 1] of q c² + (1 − q) c − m = 0, which is c − m = q c (1 − c), in the form that does not cancel.
 * Its derivative by q is c (1 − c) / √discriminant.
 *
 * @param m in [0, 1]
 */
export function stationary(m: number, q: number): number {
  if (m === 0 && q <= 1) return 0;
  const root = discriminantRoot(m, q);
  return Math.min(1, q <= 1 ? (2 * m) / (1 - q + root) : (q - 1 + root) / (2 * q));
}

/** √((q − (1 − 2m))² + 4 m (1 − m)) = 1 − q + 2 q c. */
export function discriminantRoot(m: number, q: number): number {
  const b = q - (1 - 2 * m);
  return Math.sqrt(b * b + 4 * m * (1 - m));
}

/**
 * −m ln c − (1 − m) ln(1 − c) at c = `stationary`(m, q). 1 − c is the root for 1 − m and −q, exact where c rounds to 1.
 */
export function stationaryEntropy(m: number, q: number): number {
  const log = (c: number): number => Math.log(Math.max(c, Number.MIN_VALUE));
  const foreground = m > 0 ? -m * log(stationary(m, q)) : 0;
  return foreground + (m < 1 ? -(1 - m) * log(stationary(1 - m, -q)) : 0);
}

/** Σ f(m) over all voxels. */
export function sumOver({ values, counts }: Omit<Weighted, "voxels">, f: (m: number) => number): number {
  const total = new Sum();
  for (let i = 0; i < values.length; i++) total.add((counts?.[i] ?? 1) * f(values[i]));
  return total.value;
}

/** Largest |c − m − κ (2m − D) c (1 − c)| of an accepted minimiser, with the κ and D that c itself has. */
export const MOST_RESIDUAL = 1e-9;

/**
 * The state with κ = (w_d / w_c) N / T and D = 2A / T of the c that it makes, by Newton's method from one that is close.
 *
 * @throws SoftdiceError where the residual stays above {@link MOST_RESIDUAL}
 */
export function polish(map: Weighted, problem: DiceCrossEntropy, start: State): State {
  let best = start;
  let residual = Infinity;
  for (let state = start; ;) {
    const { missed, next } = newtonStep(map, problem, state);
    if (!(missed < residual)) break;
    [best, residual, state] = [state, missed, next];
  }
  if (residual <= MOST_RESIDUAL) return best;
  throw inaccurate(`its optimality condition is missed by ${residual}`);
}

/** The error of a map and weights that float64 does not reach. */
export function inaccurate(how: string): SoftdiceError {
  return new SoftdiceError({
    subject: "dice+cross-entropy",
    problem: `has no minimiser to the asked accuracy on this map: ${how}`,
    expected: `at most ${MOST_RESIDUAL} off`,
    remedy: "use weights that differ by fewer orders of magnitude",
  });
}

function newtonStep(
  { values, counts, voxels }: Weighted,
  { ratio, target }: DiceCrossEntropy,
  { kappa, dice }: State,
): { readonly missed: number; readonly next: State } {
  const [x, a] = [new Sum(), new Sum()];
  // Σ c', Σ c' m and Σ c' m² with c' the derivative of c by q = κ (2m − D).
  let [p0, p1, p2] = [0, 0, 0];
  // Largest c (1 − c) and m c (1 − c): what a change of q = κ 2m − κD weighs in the residual.
  const steepest = { times: 0, timesMarginal: 0 };
  for (let i = 0; i < values.length; i++) {
    const m = values[i];
    if (m === 0) continue;
    const count = counts?.[i] ?? 1;
    const q = kappa * (2 * m - dice);
    const c = stationary(m, q);
    x.add(count * c);
    a.add(count * c * m);
    if (m === 1) continue;
    steepest.times = Math.max(steepest.times, c * (1 - c));
    steepest.timesMarginal = Math.max(steepest.timesMarginal, m * c * (1 - c));
    const slope = (count * c * (1 - c)) / discriminantRoot(m, q);
    p0 += slope;
    p1 += slope * m;
    p2 += slope * m * m;
  }
  const t = x.value + target;
  const found = { kappa: (ratio * voxels) / t, dice: (2 * a.value) / t };
  const misses = [found.kappa - kappa, found.dice - dice] as const;
  const missed =
    steepest.times * Math.abs(found.kappa * found.dice - kappa * dice) +
    steepest.timesMarginal * Math.abs(2 * (found.kappa - kappa));
  const xBy = [2 * p1 - dice * p0, -kappa * p0] as const;
  const aBy = [2 * p2 - dice * p1, -kappa * p1] as const;
  const [kappaByKappa, kappaByDice] = xBy.map((by) => (-found.kappa * by) / t);
  const [diceByKappa, diceByDice] = aBy.map((by, k) => (2 * by - found.dice * xBy[k]) / t);
  const [p, q, r, s] = [kappaByKappa - 1, kappaByDice, diceByKappa, diceByDice - 1];
  const determinant = p * s - q * r;
  return {
    missed,
    next: {
      kappa: kappa - (s * misses[0] - q * misses[1]) / determinant,
      dice: dice - (p * misses[1] - r * misses[0]) / determinant,
    },
  };
}
