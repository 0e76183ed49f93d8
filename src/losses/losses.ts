import { checkFinite, checkProbabilities, checkSameLength, type Numbers } from "../core/check.ts";
import { sigmoid } from "../core/elementary.ts";
import type { Loss, MarginalMap } from "./loss.ts";
import { overlapSums } from "./overlapSums.ts";
import { parseLoss } from "./registry.ts";

/** What a loss converges to on one marginal. */
export interface LossMinimiser {
  /** Name of the loss with its parameters. */
  readonly loss: string;
  /** The loss at the minimiser. */
  readonly value: number;
  /** The 1/2-threshold of the minimiser is {m > threshold}, or {m ≥ threshold} with ties. */
  readonly threshold: number;
  /** Voxels of {m > threshold}. */
  readonly minVoxels: number;
  /** Voxels of {m ≥ threshold}. */
  readonly maxVoxels: number;
  /** The minimiser, N values, where it is no segmentation; undefined where it is {m > threshold} itself. */
  readonly soft: Float64Array | undefined;
  /** How far below `value` the infimum can lie: 0 where the minimiser is exact. */
  readonly gap: number;
}

/**
 * What the loss converges to on a marginal: its minimiser over all soft segmentations.
 *
 * @param loss a name, such as `dice`, `squared-dice:target=hard` or `dice+cross-entropy:1,1`
 * @param m marginal of N voxels, each in [0, 1]
 * @throws SoftdiceError for an unknown loss, an empty array and values out of range
 */
export function minimiseLoss(loss: string | Loss, m: Numbers): LossMinimiser {
  const { name, minimise } = resolve(loss);
  checkProbabilities("m", m);
  const map = asMap(m);
  const { soft, ...minimum } = minimise(map);
  return {
    loss: name,
    ...minimum,
    soft: soft === undefined ? undefined : Float64Array.from(map, (value) => soft(value)),
  };
}

/**
 * The loss of a soft segmentation.
 *
 * @param c soft segmentation of N voxels, each in [0, 1]
 * @param m marginal of N voxels, each in [0, 1]
 * @throws SoftdiceError for an unknown loss, different lengths, and values out of range
 */
export function lossValue(loss: string | Loss, c: Numbers, m: Numbers): number {
  checkProbabilities("c", c);
  checkProbabilities("m", m);
  checkSameLength("c", c, "m", m);
  return resolve(loss).value(c, m);
}

/**
 * The gradient of F ↦ L(σ(F)) with respect to the logits. For a batch with one ratio, pass the images one after the
 * other.
 *
 * @param f logits of N voxels, finite
 * @param m marginal of N voxels, each in [0, 1]
 * @param out where the N values are written; new if left out
 * @returns `out`
 * @throws SoftdiceError for an unknown loss, different lengths, and values out of range
 */
export function lossGradient(loss: string | Loss, f: Numbers, m: Numbers): Float64Array;
export function lossGradient<T extends Float32Array | Float64Array>(
  loss: string | Loss,
  f: Numbers,
  m: Numbers,
  out: T,
): T;
export function lossGradient(
  loss: string | Loss,
  f: Numbers,
  m: Numbers,
  out: Float32Array | Float64Array = new Float64Array(f.length),
): Float32Array | Float64Array {
  checkFinite("f", f);
  checkProbabilities("m", m);
  checkSameLength("f", f, "m", m);
  checkSameLength("out", out, "f", f);
  return writeGradient(resolve(loss), f, m, out);
}

/** {@link lossGradient} of values that are known to be in range. */
export function writeGradient<T extends Float32Array | Float64Array>(
  loss: Loss,
  f: Numbers,
  m: Numbers,
  out: T,
): T {
  const slope = loss.slope(overlapSums(f, sigmoid, m));
  for (let i = 0; i < f.length; i++) out[i] = slope(sigmoid(f[i]), sigmoid(-f[i]), m[i]);
  return out;
}

function resolve(loss: string | Loss): Loss {
  return typeof loss === "string" ? parseLoss(loss) : loss;
}

function asMap(m: Numbers): MarginalMap {
  return m instanceof Float32Array || m instanceof Float64Array ? m : Float64Array.from(m);
}
