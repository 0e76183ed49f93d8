import { checkFinite, checkNumber, checkSameLength, type Numbers } from "../core/check.ts";
import { PAPER_RATE } from "../core/descent.ts";
import { sigmoid } from "../core/elementary.ts";
import type { Random } from "../core/random.ts";
import { type Matched, matchLoss, type LossTarget, minimiseLoss, writeGradient } from "./losses.ts";

/** One iteration of a descent on a loss. */
export interface LossIterate {
  /** Iteration, counted as in the paper: 1 is the start. */
  readonly l: number;
  /** L(σ(F_l)). */
  readonly loss: number;
  /** ‖σ(F_l)‖₁: the volume of the soft segmentation as a fraction of the domain. */
  readonly l1: number;
  /** Mean of |σ(F_l) − c*| with c* the minimiser; where that is a segmentation, {m ≥ threshold} as in eq. (17). */
  readonly e0: number;
  /** Mean of |{σ(F_l) ≥ 1/2} − {c* ≥ 1/2}|, as in eq. (18). */
  readonly e1: number;
  /** F_l, N values; overwritten by the next iteration. */
  readonly logits: Float64Array;
}

export interface LossDescentOptions {
  /** A name, such as `cross-entropy`. */
  readonly loss: string;
  /** Marginal of N voxels, each in [0, 1]; for `rater-dice` one mask an observer. */
  readonly target: LossTarget;
  /** Where the N(0, 1) logits of the start are drawn from, as in the paper. */
  readonly random: Random;
  /** Logits of another start, N finite values. */
  readonly initial?: Numbers | undefined;
  /** Learning rate of the first step divided by N, positive; 10 as in the paper. */
  readonly rate?: number;
  /** The last iteration, from 1. */
  readonly last: number;
}

/** A step that would raise the loss is halved up to so many times. */
const MOST_HALVINGS = 60;

/** How much longer a step is than the one before it, where that did not have to be halved. */
const GROWTH = 1.2;

/** How much shorter a step is than the one before it, on a loss with kinks. */
const DECAY = 0.985;

/**
 * Gradient descent on F ↦ L(σ(F)) from a random start, with every iteration, in float64:
 *
 *     F ← F − r N ∇L
 *
 * Losses differ in curvature by orders of magnitude, so r is halved until the loss does not rise, and grows by a fifth
 * otherwise. Where the loss has kinks (at its minimiser, as semimetric Dice) that would stall; there r shrinks by 1.5 % an
 * iteration instead.
 *
 * @throws SoftdiceError for an unknown loss, a target of the other kind, and values out of range
 */
export function* descendLoss(options: LossDescentOptions): Generator<LossIterate, void, undefined> {
  const { target, random, rate = PAPER_RATE, last } = options;
  checkNumber("rate", rate, (value) => value > 0 && value < Infinity, "a positive number");
  checkNumber("last", last, (value) => Number.isInteger(value) && value >= 1, "an integer from 1");
  const loss = matchLoss(options.loss, target);
  const goal = goalOf(options.loss, loss);
  const n = goal.soft.length;
  let logits = startOf(options.initial, random, n);
  let trial = new Float64Array(n);
  const gradient = new Float64Array(n);
  let step = rate;
  let value = valueAt(loss, logits);
  for (let l = 1; ; l++) {
    yield { l, loss: value, ...distance(logits, goal), logits };
    if (l >= last) return;
    gradientAt(loss, logits, gradient);
    const move = (): number => {
      for (let i = 0; i < n; i++) trial[i] = logits[i] - step * n * gradient[i];
      return valueAt(loss, trial);
    };
    let next = move();
    if (loss.loss.isSmooth) {
      for (let halving = 0; !(next <= value) && halving < MOST_HALVINGS; halving++) {
        step /= 2;
        next = move();
      }
      if (!(next <= value)) continue; // it cannot be told from its minimum
      step *= GROWTH;
    } else {
      step *= DECAY;
    }
    [logits, trial, value] = [trial, logits, next];
  }
}

function startOf(initial: Numbers | undefined, random: Random, n: number): Float64Array<ArrayBuffer> {
  if (initial === undefined) return random.fillNormal(new Float64Array(n));
  checkFinite("initial", initial);
  checkSameLength("initial", initial, "target", { length: n });
  return Float64Array.from(initial);
}

/** The minimiser and its 1/2-threshold. */
interface Goal {
  readonly soft: Numbers;
  readonly hard: Uint8Array;
}

function goalOf(name: string, of: Matched): Goal {
  const { soft, threshold } = minimiseLoss(name, of.kind === "observers" ? of.raters : of.m);
  const marginal = of.kind === "observers" ? meanOf(of.raters) : of.m;
  if (soft !== undefined) return { soft, hard: Uint8Array.from(soft, (c) => Number(c >= 0.5)) };
  // Of observers, the threshold is the largest value outside; of a marginal, what ties with it is free.
  const isIn = of.kind === "observers" ? (m: number) => m > threshold : (m: number) => m >= threshold;
  const hard = Uint8Array.from({ length: marginal.length }, (_, i) => Number(isIn(marginal[i])));
  return { soft: hard, hard };
}

function meanOf(raters: readonly Numbers[]): Float64Array {
  const total = (i: number): number => raters.reduce((votes, rater) => votes + rater[i], 0);
  return Float64Array.from({ length: raters[0].length }, (_, i) => total(i) / raters.length);
}

function distance(logits: Float64Array, { soft, hard }: Goal): Pick<LossIterate, "l1" | "e0" | "e1"> {
  let [l1, e0, e1] = [0, 0, 0];
  for (let i = 0; i < logits.length; i++) {
    const c = sigmoid(logits[i]);
    l1 += c;
    e0 += Math.abs(c - soft[i]);
    e1 += Math.abs(Number(logits[i] >= 0) - hard[i]);
  }
  return { l1: l1 / logits.length, e0: e0 / logits.length, e1: e1 / logits.length };
}

function valueAt(of: Matched, logits: Float64Array): number {
  const c = logits.map(sigmoid);
  return of.kind === "observers" ? of.loss.value(c, of.raters) : of.loss.value(c, of.m);
}

function gradientAt(of: Matched, logits: Float64Array, out: Float64Array): void {
  if (of.kind === "observers") of.loss.gradient(logits, of.raters, out);
  else writeGradient(of.loss, logits, of.m, out);
}
