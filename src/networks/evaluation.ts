import { dice } from "../core/dice.ts";
import { sigmoid } from "../core/elementary.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { Calibration, type CalibrationBin } from "./calibration.ts";
import { ExpectedDice } from "./expectedDice.ts";
import { makeCase, marginalOf, type RimCase, type RimModel, volumesOf } from "./rimCases.ts";
import { streamOf } from "./streams.ts";
import type { Unet } from "./unet.ts";

/** Where an answer c becomes a segmentation: at 1/2, or above half of the largest Dice with c itself. */
export type Cut = "half" | "threshold";

/** Means over the test images of what segmentations are worth; volumes are over the marginal's, image by image. */
export interface Worth {
  /** D_m. */
  readonly dice: number;
  /** Mean over observers of their Dice. */
  readonly meanRaterDice: number;
  readonly volume: number;
}

/** Means over the test images of what is best. */
export interface BestWorth {
  readonly supDice: number;
  /** Volume of the smallest Dice-optimal segmentation, over the marginal's. */
  readonly optimalVolume: number;
  readonly meanRaterOptimum: number;
}

interface TestCase {
  readonly made: RimCase;
  readonly marginal: Float64Array;
  readonly marginalVolume: number;
  readonly expected: ExpectedDice;
}

/** Images of one seed and model that no training draws, with what theory says of them. */
export class TestSet {
  readonly cases: readonly RimCase[];
  readonly best: BestWorth;
  readonly #tests: readonly TestCase[];

  constructor(size: number, { name, p }: RimModel, seed: number, count: number) {
    this.#tests = Array.from({ length: count }, (_, index) => {
      const made = makeCase(size, name, streamOf(seed, "tests", index));
      const marginalVolume = volumesOf(made, p).marginal;
      return { made, marginal: marginalOf(made, p), marginalVolume, expected: new ExpectedDice(made, p) };
    });
    this.cases = this.#tests.map(({ made }) => made);
    const optima = this.#tests.map(({ marginal }) => diceOptimum(marginal));
    this.best = {
      supDice: mean(optima.map(({ supDice }) => supDice)),
      optimalVolume: mean(optima.map(({ minVoxels }, k) => minVoxels / this.#tests[k].marginalVolume)),
      meanRaterOptimum: mean(this.#tests.map(({ expected }) => expected.optimum().meanDice)),
    };
  }

  /** What a network's answers are worth with each of `cuts`, and how well they are calibrated. */
  evaluate(
    network: Unet,
    cuts: readonly Cut[],
  ): { readonly worth: readonly Worth[]; readonly calibration: readonly CalibrationBin[] } {
    const calibration = new Calibration();
    const worths = this.#tests.map((test) => {
      const c = answerOf(network, test.made);
      calibration.add(c, test.marginal);
      return cuts.map((cut) => worthOf(segment(c, cut), test));
    });
    const worth = cuts.map((_, k) => meanWorth(worths.map((each) => each[k])));
    return { worth, calibration: calibration.bins };
  }

  /** Mean volume, over the marginal's, on the first `count` images with each of `cuts`. */
  volumes(network: Unet, cuts: readonly Cut[], count: number): number[] {
    const volumes = this.#tests.slice(0, count).map(({ made, marginalVolume }) => {
      const c = answerOf(network, made);
      return cuts.map((cut) => voxelsOf(segment(c, cut)) / marginalVolume);
    });
    return cuts.map((_, k) => mean(volumes.map((each) => each[k])));
  }
}

/** c = σ(F) of a network on an image. */
export function answerOf(network: Unet, { image, size }: RimCase): Float64Array {
  const logits = new Float64Array(size * size);
  network.forward(0, image, logits);
  return logits.map(sigmoid);
}

/** The segmentation of an answer: {c ≥ 1/2}, or {c > t} with t of Theorem 1 for c as the marginal. */
export function segment(c: Float64Array, cut: Cut): Uint8Array {
  if (cut === "half") return Uint8Array.from(c, (value) => Number(value >= 1 / 2));
  const { threshold } = diceOptimum(c);
  return Uint8Array.from(c, (value) => Number(value > threshold));
}

function worthOf(s: Uint8Array, { made, marginal, marginalVolume, expected }: TestCase): Worth {
  const counts = made.counts.map(() => 0);
  for (let i = 0; i < s.length; i++) counts[made.regions[i]] += s[i];
  const voxels = voxelsOf(s);
  return {
    dice: dice(s, marginal),
    meanRaterDice: expected.of(counts, voxels),
    volume: voxels / marginalVolume,
  };
}

function voxelsOf(s: Uint8Array): number {
  return s.reduce((a, b) => a + b, 0);
}

function meanWorth(worths: readonly Worth[]): Worth {
  const of = (name: keyof Worth): number => mean(worths.map((worth) => worth[name]));
  return { dice: of("dice"), meanRaterDice: of("meanRaterDice"), volume: of("volume") };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
