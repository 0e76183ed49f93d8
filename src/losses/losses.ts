import {
  checkBinary,
  checkFinite,
  checkProbabilities,
  checkSameLength,
  type Numbers,
} from "../core/check.ts";
import { sigmoid } from "../core/elementary.ts";
import { SoftdiceError } from "../core/errors.ts";
import type { Loss, LossMinimiser, MarginalMap, ObserverLoss } from "./loss.ts";
import { minimiserOfObservers } from "./observerMinimiser.ts";
import { overlapSums } from "./overlapSums.ts";
import { parseLoss } from "./registry.ts";

/** What a loss is of: the marginal of N voxels, or, for `rater-dice`, the masks of R observers. */
export type LossTarget = Numbers | readonly Numbers[];

/**
 * What the loss converges to: its minimiser over all soft segmentations.
 *
 * @example
 * import { minimiseLoss } from "softdice";
 *
 * const m = [0.2, 0.4, 1, 0.6];
 * minimiseLoss("jaccard", m).threshold; // 0.38461538461538464, as that of Dice
 * minimiseLoss("cross-entropy", m).threshold; // 0.5
 * minimiseLoss("cross-entropy", m).soft; // Float64Array [0.2, 0.4, 1, 0.6]
 *
 * @param loss a name, such as `dice`, `squared-dice:target=hard` or `dice+cross-entropy:1,1`
 * @param target marginal of N voxels, each in [0, 1]; for `rater-dice` one mask an observer
 * @throws SoftdiceError for an unknown loss, a target of the other kind, and values out of range
 */
export function minimiseLoss(loss: string, target: LossTarget): LossMinimiser {
  const { name, ...of } = matchLoss(loss, target);
  if (of.kind === "observers") return { loss: name, ...minimiserOfObservers(of.raters) };
  const map = asMap(of.m);
  const { soft, ...minimum } = of.loss.minimise(map);
  return {
    loss: name,
    ...minimum,
    soft: soft === undefined ? undefined : Float64Array.from(map, (value) => soft(value)),
  };
}

/**
 * The loss of a soft segmentation.
 *
 * @example
 * import { lossValue } from "softdice";
 *
 * lossValue("dice", [0, 1, 1, 1], [0.2, 0.4, 1, 0.6]); // 0.23076923076923078, that is 3/13
 *
 * @param c soft segmentation of N voxels, each in [0, 1]
 * @param target as for {@link minimiseLoss}
 * @throws SoftdiceError for an unknown loss, different lengths, and values out of range
 */
export function lossValue(loss: string, c: Numbers, target: LossTarget): number {
  checkProbabilities("c", c);
  const of = matchLoss(loss, target);
  checkSameLength("c", c, "m", of.kind === "observers" ? of.raters[0] : of.m);
  return of.kind === "observers" ? of.loss.value(c, of.raters) : of.loss.value(c, of.m);
}

/**
 * The gradient of F ↦ L(σ(F)) with respect to the logits. For a batch with one ratio, pass its images one after the
 * other.
 *
 * @example
 * import { lossGradient } from "softdice";
 *
 * lossGradient("dice", [0, 0], [1, 0]); // Float64Array [-0.1875, 0.0625]
 *
 * @param f logits of N voxels, finite
 * @param target as for {@link minimiseLoss}
 * @returns N values, voxel by voxel
 * @throws SoftdiceError for an unknown loss, different lengths, and values out of range
 */
export function lossGradient(loss: string, f: Numbers, target: LossTarget): Float64Array {
  checkFinite("f", f);
  const of = matchLoss(loss, target);
  checkSameLength("f", f, "m", of.kind === "observers" ? of.raters[0] : of.m);
  const out = new Float64Array(f.length);
  return of.kind === "observers" ? of.loss.gradient(f, of.raters, out) : writeGradient(of.loss, f, of.m, out);
}

/**
 * {@link lossGradient} of a marginal's loss without checks and without an allocation, for loops that train.
 *
 * @param out where the N values are written; not `f`
 * @returns `out`
 */
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

/** A loss with the target that it is of. */
export type Matched =
  | { readonly name: string; readonly kind: "marginal"; readonly loss: Loss; readonly m: Numbers }
  | {
      readonly name: string;
      readonly kind: "observers";
      readonly loss: ObserverLoss;
      readonly raters: readonly Numbers[];
    };

/**
 * The loss of a name with its target.
 *
 * @throws SoftdiceError for an unknown loss, a target of the other kind, and values out of range
 */
export function matchLoss(name: string, target: LossTarget): Matched {
  const loss = parseLoss(name);
  if (loss.target === "marginal") {
    if (areMasks(target))
      throw mismatch(name, "has a list of masks", "a marginal of N numbers", "average them first");
    checkProbabilities("m", target);
    return { name: loss.name, kind: "marginal", loss, m: target };
  }
  if (!areMasks(target)) {
    throw mismatch(name, "has no observers", "one mask an observer", "pass a list of masks");
  }
  target.forEach((rater, k) => {
    checkBinary(`raters[${k}]`, rater);
    checkSameLength(`raters[${k}]`, rater, "raters[0]", target[0]);
  });
  return { name: loss.name, kind: "observers", loss, raters: target };
}

/** Whether a target is masks of observers rather than a marginal: a list of lists. */
export function areMasks(target: LossTarget): target is readonly Numbers[] {
  const first: unknown = Array.isArray(target) ? target[0] : undefined;
  return typeof first === "object" && first !== null;
}

function mismatch(subject: string, problem: string, expected: string, remedy: string): SoftdiceError {
  return new SoftdiceError({ subject, problem, expected, remedy });
}

function asMap(m: Numbers): MarginalMap {
  return m instanceof Float32Array || m instanceof Float64Array ? m : Float64Array.from(m);
}
