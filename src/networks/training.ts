import type { Convolutions } from "../kernels/convolutionContract.ts";
import { writeGradient } from "../losses/losses.ts";
import { Adam } from "./adam.ts";
import { UNET, type UnetShape } from "./plan.ts";
import type { Regime } from "./regime.ts";
import { drawObserver, makeCase, marginalOf, type RimModel } from "./rimCases.ts";
import { streamOf } from "./streams.ts";
import { Unet } from "./unet.ts";

/** Images a step. */
export const BATCH = 8;

/**
 * Adam's rate, and the part of the steps after which it is a third. At twice the rate logits overshoot within a dozen steps in
 * some trainings, and a network whose answers are all 0 stays there, as soft-Dice's gradient carries σ(F) σ(−F).
 */
const RATE = 1e-3;
const SLOW_FROM = 0.7;

/** What a training depends on. */
export interface TrainingOptions {
  readonly model: RimModel;
  readonly regime: Regime;
  readonly seed: number;
  readonly steps: number;
  /** {@link UNET} if left out. */
  readonly shape?: UnetShape;
  readonly open?: (length: number) => Convolutions;
}

/**
 * A training, step by step. Weights, images and observers depend on the seed and not on the regime, so that the regimes of one
 * seed differ in nothing else.
 */
export class Training {
  readonly network: Unet;
  readonly #options: TrainingOptions;
  readonly #adam: Adam;
  readonly #pixels: number;
  readonly #targets: Float64Array;
  readonly #logits: Float64Array;
  readonly #gradients: Float64Array;
  /** Sum of the weights after each late step, and how many these are. */
  readonly #sum: Float64Array;
  #summed = 0;
  #done = 0;

  constructor(options: TrainingOptions) {
    this.#options = options;
    const { seed, shape = UNET, open } = options;
    this.network = new Unet(shape, BATCH, open);
    this.network.initialise(streamOf(seed, "weights"));
    this.#adam = new Adam(this.network.parameters.length);
    this.#pixels = shape.size ** 2;
    this.#sum = new Float64Array(this.network.parameters.length);
    const length = BATCH * this.#pixels;
    this.#targets = new Float64Array(length);
    this.#logits = new Float64Array(length);
    this.#gradients = new Float64Array(length);
  }

  /** Steps done. */
  get done(): number {
    return this.#done;
  }

  /** One step: eight new images forwards, the loss's gradient, the same images backwards, Adam. */
  step(): void {
    const { network } = this;
    const { steps } = this.#options;
    for (let k = 0; k < BATCH; k++) {
      const image = this.#nextCase(BATCH * this.#done + k, of(this.#targets, k, this.#pixels));
      network.forward(k, image, of(this.#logits, k, this.#pixels));
    }
    this.#writeGradients();
    network.clearGradient();
    for (let k = 0; k < BATCH; k++) network.backward(k, of(this.#gradients, k, this.#pixels));
    const isLate = this.#done >= SLOW_FROM * steps;
    this.#adam.step(network.parameters, network.gradient, isLate ? RATE / 3 : RATE);
    this.#done += 1;
    if (this.#done <= SLOW_FROM * steps) return;
    this.#summed += 1;
    for (let k = 0; k < this.#sum.length; k++) this.#sum[k] += network.parameters[k];
  }

  /**
   * Gives the network the mean of its weights over the late steps, which scatters less than the last weights do, as those
   * follow the last observers (Polyak & Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control
   * Optim. 30, 1992). To be called after all steps.
   */
  takeAverage(): void {
    const { parameters } = this.network;
    for (let k = 0; k < parameters.length; k++) parameters[k] = this.#sum[k] / this.#summed;
  }

  /** Draws image number `index` of the training and what the loss compares it with. */
  #nextCase(index: number, target: Float64Array): Float32Array {
    const { model, regime, seed, shape = UNET } = this.#options;
    const made = makeCase(shape.size, model.name, streamOf(seed, "images", index));
    target.set(
      regime.target === "marginal"
        ? marginalOf(made, model.p)
        : drawObserver(made, model.p, streamOf(seed, "observers", index)),
    );
    return made.image;
  }

  /** The gradient with respect to the logits: of one loss over the batch, or of the sum of one loss a sample. */
  #writeGradients(): void {
    const { regime } = this.#options;
    if (regime.isOverBatch) {
      write(regime, this.#logits, this.#targets, this.#gradients);
      return;
    }
    const [logits, targets, gradients] = [this.#logits, this.#targets, this.#gradients].map((values) =>
      Array.from({ length: BATCH }, (_, k) => of(values, k, this.#pixels)),
    );
    for (let k = 0; k < BATCH; k++) write(regime, logits[k], targets[k], gradients[k]);
  }
}

function write({ loss }: Regime, logits: Float64Array, target: Float64Array, out: Float64Array): void {
  if (loss.target === "observers") loss.gradient(logits, [target], out);
  else writeGradient(loss, logits, target, out);
}

/** The part of image k. */
function of(values: Float64Array, k: number, pixels: number): Float64Array {
  return values.subarray(k * pixels, (k + 1) * pixels);
}
