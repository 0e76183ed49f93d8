import {
  checkArray,
  checkFinite,
  checkNumber,
  checkObject,
  checkProbabilities,
  checkSameLength,
  type Numbers,
} from "./check.ts";
import { sum } from "./dice.ts";
import { exp, sigmoid } from "./elementary.ts";
import { SoftdiceError } from "./errors.ts";
import { diceOptimum } from "./optimum.ts";
import type { Random } from "./random.ts";

/** The paper's learning rate γ = 10 N, without the N that the mean over voxels cancels. */
export const PAPER_RATE = 10;

/** The iterations that the paper reports. */
export const PAPER_ITERATIONS: readonly number[] = [1, 10, 20, 100, 200];

/** One reported iteration of a descent. */
export interface Iterate {
  /** Iteration, counted as in the paper: 1 is the start. */
  readonly l: number;
  /** SD_m(σ(F_l)), in [0, 1]. */
  readonly softDice: number;
  /** ‖σ(F_l)‖₁: the volume of the soft segmentation as a fraction of the domain. */
  readonly l1: number;
  /** Mean of |σ(F_l) − S| with S = {m ≥ t}, eq. (17). */
  readonly e0: number;
  /** Mean of |{σ(F_l) ≥ 1/2} − S|, eq. (18). */
  readonly e1: number;
}

export interface DescentOptions {
  /** Marginal of N voxels, each in [0, 1]. */
  readonly marginal: Numbers;
  /** Logits of the start, N finite values. One of `initial` and `random` is needed. */
  readonly initial?: Numbers;
  /** Where N(0, 1) logits of the start are drawn from, as in the paper. */
  readonly random?: Random;
  /** Learning rate divided by N, positive; the paper's is 10. */
  readonly rate?: number;
  /** Iterations to report, increasing integers from 1; the paper's are 1, 10, 20, 100, 200. */
  readonly iterations?: readonly number[];
}

/**
 * Gradient descent on F ↦ SD_m(σ(F)), section 6.1 of the paper, in float64:
 *
 *     F(i) ← F(i) + rate · (2 m(i) − D) / (‖m‖₁ + ‖c‖₁) · σ(F(i)) σ(−F(i)),   c = σ(F),  D = 1 − SD_m(c)
 *
 * This class is the readable version; the kernels do the same, faster.
 */
export class Descent {
  /** Iteration that `logits` belongs to: 1 is the start. */
  l = 1;
  /** F_l, N values. */
  readonly logits: Float64Array;
  readonly #slope: Float64Array;
  readonly #marginal: Numbers;
  readonly #marginalSum: number;
  readonly #rate: number;
  readonly #threshold: number;
  #softSum = 0;
  #commonSum = 0;

  /** @throws SoftdiceError for values out of range, different lengths, and when no start is given */
  constructor(options: Omit<DescentOptions, "iterations">) {
    const { marginal, rate = PAPER_RATE } = options;
    checkProbabilities("marginal", marginal);
    checkNumber("rate", rate, (value) => value > 0 && value < Infinity, "a positive number");
    this.#marginal = marginal;
    this.#marginalSum = sum(marginal);
    this.#rate = rate;
    this.#threshold = diceOptimum(marginal).threshold;
    this.logits = startingLogits(options);
    this.#slope = new Float64Array(marginal.length);
    this.#update(0, 0);
  }

  /** One step of the descent. */
  step(): void {
    const total = this.#marginalSum + this.#softSum;
    const d = (2 * this.#commonSum) / total;
    this.#update((this.#rate * this.logits.length) / total, d);
    this.l += 1;
  }

  /** F ← F + scale · (2 m − d) · σ(F) σ(−F), and with it the slope of σ and both sums, in one pass. */
  #update(scale: number, d: number): void {
    const m = this.#marginal;
    const f = this.logits;
    const slope = this.#slope;
    let softSum = 0;
    let commonSum = 0;
    for (let i = 0; i < f.length; i++) {
      const logit = f[i] + scale * (2 * m[i] - d) * slope[i];
      f[i] = logit;
      const e = exp(-logit);
      const value = 1 / (1 + e);
      slope[i] = e * value * value; // σ(−F) = e σ(F)
      softSum += value;
      commonSum += value * m[i];
    }
    this.#softSum = softSum;
    this.#commonSum = commonSum;
  }

  /** σ(F_l), N values. */
  soft(): Float64Array {
    return this.logits.map(sigmoid);
  }

  /** The figures of the current iteration. */
  measure(): Iterate {
    const n = this.logits.length;
    let e0 = 0;
    let e1 = 0;
    for (let i = 0; i < n; i++) {
      const optimal = this.#marginal[i] >= this.#threshold ? 1 : 0;
      const hard = this.logits[i] >= 0 ? 1 : 0;
      e0 += Math.abs(sigmoid(this.logits[i]) - optimal);
      e1 += Math.abs(hard - optimal);
    }
    return {
      l: this.l,
      softDice: 1 - (2 * this.#commonSum) / (this.#marginalSum + this.#softSum),
      l1: this.#softSum / n,
      e0: e0 / n,
      e1: e1 / n,
    };
  }
}

/**
 * Runs a {@link Descent} and yields its figures at the asked iterations.
 *
 * @throws SoftdiceError for options out of range
 */
export function* descend(options: DescentOptions): Generator<Iterate, void, undefined> {
  checkObject("options", options);
  const { iterations = PAPER_ITERATIONS } = options;
  checkIterations(iterations);
  const descent = new Descent(options);
  for (const l of iterations) {
    while (descent.l < l) descent.step();
    yield descent.measure();
  }
}

/** Refuses a list of iterations that is not increasing integers from 1. */
export function checkIterations(iterations: readonly number[]): void {
  checkArray("iterations", iterations, "a list such as [1, 10, 100]");
  for (const [i, l] of iterations.entries()) {
    const previous = i === 0 ? 0 : iterations[i - 1];
    checkNumber(
      `iterations[${i}]`,
      l,
      (value) => Number.isInteger(value) && value > previous,
      `an integer above ${previous}`,
    );
  }
}

function startingLogits({ marginal, initial, random }: DescentOptions): Float64Array {
  if (initial !== undefined) {
    checkFinite("initial", initial);
    checkSameLength("initial", initial, "marginal", marginal);
    return Float64Array.from(initial);
  }
  checkStart(random);
  return random.fillNormal(new Float64Array(marginal.length));
}

/** Refuses what no start can be drawn from. A Random of another copy of this library draws the same. */
export function checkStart(random: Random | undefined): asserts random is Random {
  const draws = (random as Partial<Random> | null | undefined)?.fillNormal;
  if (typeof draws === "function") return;
  throw new SoftdiceError({
    subject: random === undefined ? "initial" : "random",
    problem: random === undefined ? "is missing and so is random" : "is no Random",
    expected: "one of the two",
    remedy: "pass the logits of the start, or a Random to draw them from",
  });
}
