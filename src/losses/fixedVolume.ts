import { Sum } from "../core/sum.ts";
import type { VolumeSample } from "./chordSearch.ts";
import type { Levels } from "./levels.ts";
import {
  type DiceCrossEntropy,
  discriminantRoot,
  type State,
  stationary,
  stationaryEntropy,
  sumOver,
} from "./stationary.ts";

/**
 * Dice + cross-entropy among all c of one volume x = Σ c: a convex problem, whose solution is `stationary` with
 * q = κ (2m − μ), κ = (w_d / w_c) N / (x + S), where μ is such that Σ c = x. The minimum over x is where μ = D(c).
 */
export class FixedVolume {
  readonly #levels: Levels;
  readonly #problem: DiceCrossEntropy;
  /** μ of the last volume, where the search for the next begins. */
  #mu = 0.5;

  constructor(levels: Levels, problem: DiceCrossEntropy) {
    this.#levels = levels;
    this.#problem = problem;
  }

  /**
   * Volumes that hold every minimiser's. As 0 ≤ D ≤ 1 and κ ≤ κ(0), q ≥ κ(0) min(0, 2m − 1), which gives the low end; at
   * the high end μ falls to 0, below D. Between them c = 0 where m = 0.
   */
  range(): [low: number, high: number] {
    const kappa = this.#kappa(0);
    const least = sumOver(this.#levels, (m) => stationary(m, kappa * Math.min(0, 2 * m - 1)));
    let [low, high] = [least, sumOver(this.#levels, (m) => stationary(m, kappa * 2 * m))];
    for (let step = 0; step < MOST_STEPS && high > low * (1 + ACCURACY); step++) {
      const x = high > 4 * low ? Math.sqrt(low * high) : (low + high) / 2;
      const here = this.#kappa(x);
      if (sumOver(this.#levels, (m) => stationary(m, here * 2 * m)) >= x) low = x;
      else high = x;
    }
    return [least, low];
  }

  /** The smallest (w_d / w_c)·Dice loss + cross-entropy at volume x, and what volume is worth there. */
  minimise(x: number): VolumeSample & State {
    const kappa = this.#kappa(x);
    const mu = this.#solve(x, kappa);
    const q = (m: number): number => kappa * (2 * m - mu);
    const { voxels } = this.#levels;
    const dice = (2 * sumOver(this.#levels, (m) => stationary(m, q(m)) * m)) / (x + this.#problem.target);
    const entropy = sumOver(this.#levels, (m) => stationaryEntropy(m, q(m))) / voxels;
    const worth = (kappa * mu) / voxels;
    return { x, value: this.#problem.ratio * (1 - dice) + entropy, next: worth, last: worth, kappa, dice };
  }

  #kappa(x: number): number {
    return (this.#problem.ratio * this.#levels.voxels) / (x + this.#problem.target);
  }

  /** μ with Σ c = x, by Newton's method inside a bracket that halves where a step leaves it. */
  #solve(x: number, kappa: number): number {
    let [low, high] = [-Infinity, Infinity];
    let mu = this.#mu;
    for (let step = 0; step < MOST_STEPS; step++) {
      const { excess, slope } = this.#excess(x, kappa, mu);
      if (Math.abs(excess) <= ACCURACY * x || slope === 0) break;
      if (excess > 0) low = mu;
      else high = mu;
      const next = inside(low, high, mu, mu - excess / slope);
      if (next === mu) break;
      mu = next;
    }
    return (this.#mu = mu);
  }

  /** Σ c − x, which falls with μ, and its derivative. */
  #excess(x: number, kappa: number, mu: number): { readonly excess: number; readonly slope: number } {
    const { values, counts } = this.#levels;
    const excess = new Sum();
    let slope = 0;
    for (let i = 0; i < values.length; i++) {
      const m = values[i];
      const q = kappa * (2 * m - mu);
      const c = stationary(m, q);
      excess.add(counts[i] * c);
      if (c > 0 && c < 1) slope -= (counts[i] * kappa * c * (1 - c)) / discriminantRoot(m, q);
    }
    excess.add(-x);
    return { excess: excess.value, slope };
  }
}

const MOST_STEPS = 200;

/** Relative accuracy of Σ c: its sum over levels is no better. */
const ACCURACY: number = 2 ** -48;

/** A Newton step where it stays in the bracket, its middle otherwise; at most doubled where the bracket is open. */
function inside(low: number, high: number, at: number, newton: number): number {
  const reach = 2 * Math.max(1, Math.abs(at));
  const [least, most] = [Math.max(low, at - reach), Math.min(high, at + reach)];
  if (newton > least && newton < most) return newton;
  if (low === -Infinity) return newton <= least ? least : (at + most) / 2;
  if (high === Infinity) return newton >= most ? most : (at + least) / 2;
  return (low + high) / 2;
}
