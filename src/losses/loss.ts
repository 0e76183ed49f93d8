import type { Numbers } from "../core/check.ts";
import type { OverlapSums } from "./overlapSums.ts";

/** A map of N voxels as the minimisers read it: values in [0, 1]. */
export type MarginalMap = Float32Array | Float64Array;

/** Where a loss has its infimum over all soft segmentations c ∈ [0, 1]^N of one marginal m. */
export interface Minimum {
  /** The loss at the minimiser. */
  readonly value: number;
  /** The 1/2-threshold of the minimiser is {m > threshold}, with ties {m ≥ threshold}; in [0, 1]. */
  readonly threshold: number;
  /** Voxels of {m > threshold}, or of the smallest optimum where the empty segmentation is none. */
  readonly minVoxels: number;
  /** Voxels of {m ≥ threshold}. */
  readonly maxVoxels: number;
  /** How far below `value` the infimum can lie: 0 where the minimiser is exact. */
  readonly gap: number;
  /**
   * The minimiser as a function of the marginal, c(i) = soft(m(i)); undefined where it is the segmentation
   * {m > threshold} itself.
   */
  readonly soft?: (m: number) => number;
}

/** ∂L/∂F of one voxel from c = σ(F), 1 − c = σ(−F) (which is exact where c rounds to 1) and m. */
export type LogitSlope = (c: number, rest: number, m: number) => number;

/** A loss of a soft segmentation c against a marginal m, N values in [0, 1] each. */
export interface Loss {
  /** As the command line and the results write it, with its parameters. */
  readonly name: string;
  readonly target: "marginal";
  /** Whether the gradient is continuous. Else a descent needs steps that shrink to arrive. */
  readonly isSmooth: boolean;
  /** L(c). */
  value(c: Numbers, m: Numbers): number;
  /** The gradient of F ↦ L(σ(F)) voxel by voxel, given the sums over all of them. */
  slope(sums: OverlapSums): LogitSlope;
  /** @param m N > 0 values, each in [0, 1] */
  minimise(m: MarginalMap): Minimum;
  /**
   * Bounds on the volume of the minimiser's 1/2-threshold in terms of v = ‖m‖₁ > 0, as fractions of the domain of N voxels;
   * left out where none are known.
   */
  readonly volumeBounds?: (v: number, voxels: number) => readonly [lower: number, upper: number];
}

/** Theorem 2: the volume of a Dice-optimal segmentation. */
export const diceBounds = (v: number): readonly [lower: number, upper: number] => [v * v, 1];

/** The volume of {m ≥ 1/2}, by Markov's inequality for m and for 1 − m. */
export const halfBounds = (v: number): readonly [lower: number, upper: number] => [
  Math.max(0, 2 * v - 1),
  Math.min(1, 2 * v),
];

/** A loss of a soft segmentation c against the masks of R observers, which no marginal replaces. */
export interface ObserverLoss {
  readonly name: string;
  readonly target: "observers";
  readonly isSmooth: boolean;
  /** L(c). */
  value(c: Numbers, raters: readonly Numbers[]): number;
  /** Writes the gradient of F ↦ L(σ(F)) to `out`, N values, and returns it. */
  gradient<T extends Float32Array | Float64Array>(f: Numbers, raters: readonly Numbers[], out: T): T;
}

/** Where an {@link ObserverLoss} has its infimum. */
export interface ObserverMinimum {
  readonly value: number;
  /** How far below `value` the infimum can lie. */
  readonly gap: number;
  /** Σ c over the voxels of each pattern: all of them, none, or a part. */
  readonly taken: Float64Array;
}

/** What a loss converges to on one marginal. */
export interface LossMinimiser {
  /** Name of the loss with its parameters. */
  readonly loss: string;
  /** The loss at the minimiser. */
  readonly value: number;
  /**
   * The 1/2-threshold of the minimiser is {m > threshold}, or {m ≥ threshold} with ties. NaN where it is no threshold of
   * the marginal, which only `rater-dice` brings about.
   */
  readonly threshold: number;
  /** Voxels of {m > threshold}. */
  readonly minVoxels: number;
  /** Voxels of {m ≥ threshold}. */
  readonly maxVoxels: number;
  /** The minimiser, N values, where it is not the segmentation {m > threshold} itself. */
  readonly soft: Float64Array | undefined;
  /** How far below `value` the infimum can lie: 0 where the minimiser is exact. */
  readonly gap: number;
}

/** Losses of one formula: one file of this folder. */
export interface LossFamily {
  /** The name without parameters. */
  readonly name: string;
  /** How a name is written, with its parameters. */
  readonly usage: string;
  /**
   * The loss of these parameters.
   *
   * @param parameters what follows the colon of a name; undefined where there is none
   * @returns undefined where they are not parameters of this loss
   */
  readonly parse: (parameters: string | undefined) => Loss | ObserverLoss | undefined;
}

/** A family without parameters. */
export function withoutParameters(loss: Loss | ObserverLoss): LossFamily {
  return {
    name: loss.name,
    usage: loss.name,
    parse: (parameters) => (parameters === undefined ? loss : undefined),
  };
}
