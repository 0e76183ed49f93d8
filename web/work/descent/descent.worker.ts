import type { Iterate } from "../../../src/core/descent.ts";
import { log, sigmoid } from "../../../src/core/elementary.ts";
import type { DiceOptimum } from "../../../src/core/optimum.ts";
import { Random, type RandomWords } from "../../../src/core/random.ts";
import { fastestKernels } from "../../../src/kernels/kernels.ts";
import { diceOptimum } from "../../../src/kernels/optimum.ts";
import { VoxelDescent } from "../../../src/kernels/voxelDescent.ts";
import { ball } from "../../../src/synthetic/ball.ts";
import { SyntheticModel } from "../../../src/synthetic/marginal.ts";
import { sampleStream } from "../../../src/synthetic/streams.ts";
import { answerCalls, Handover } from "../protocol.ts";
import type { DescentParameters } from "./parameters.ts";
import { sharpDisc } from "./sharpDisc.ts";

/* Runs one descent on soft-Dice and keeps every iterate. */

export interface DescentRequest extends DescentParameters {
  /** The marginal of the loaded observers, for that source: rows of `width` values. */
  readonly slice?: { readonly marginal: Float64Array; readonly width: number };
}

/** A descent with all of its iterates. */
export interface DescentRun {
  readonly width: number;
  readonly height: number;
  readonly marginal: Float32Array;
  readonly optimum: DiceOptimum;
  /** 1 where every optimum has the pixel, 0 where none has it, {@link TIE} where either may be. */
  readonly optimal: Float32Array;
  /** One for each iteration, the start first. */
  readonly iterates: readonly Iterate[];
  /** σ(f_l) of each iteration, one after the other. */
  readonly soft: Float32Array;
  /** Which kernel computed it. */
  readonly kernel: string;
}

/** A value between those of pixels in the optimum and outside of it. */
const TIE = 0.66;

/** Pixels along each side of the cases that have no size of their own. */
const SIDE = 200;

answerCalls({
  run(request: DescentRequest): Handover<DescentRun> {
    const { exact, width, words } = prepare(request);
    const marginal = Float32Array.from(exact);
    const n = marginal.length;
    const kernels = fastestKernels();
    // Ties of the sharp cases are exact in float64 only.
    const optimum = diceOptimum(exact);
    const t = optimum.threshold;
    const optimal = Float32Array.from(exact, (m) => (m > t ? 1 : m < t ? 0 : TIE));
    const voxels = kernels.openVoxels(n);
    voxels.marginal.set(marginal);
    if (request.start === "random") voxels.fillNormal(0, voxels.blocks, words);
    else voxels.logits.set(startingLogits(request.start, marginal));
    const descent = new VoxelDescent(voxels, { n, optimum, rate: request.rate });
    descent.start();
    const soft = new Float32Array(n * request.iterations);
    const iterates: Iterate[] = [];
    for (let l = 1; l <= request.iterations; l++) {
      if (l > 1) descent.step();
      iterates.push(descent.measure());
      const frame = soft.subarray((l - 1) * n, l * n);
      for (let i = 0; i < n; i++) frame[i] = sigmoid(voxels.logits[i]);
    }
    voxels.close();
    const run = {
      width,
      height: n / width,
      marginal,
      optimum,
      optimal,
      iterates,
      soft,
      kernel: kernels.name,
    };
    return new Handover(run, [soft]);
  },
});

interface Prepared {
  /** The marginal, rows of `width` values. */
  readonly exact: Float32Array | Float64Array;
  readonly width: number;
  readonly words: RandomWords;
}

/** The marginal, and the random numbers of its start: those of `softdice reproduce synthetic` for that source. */
function prepare(request: DescentRequest): Prepared {
  const { source, rho, preset, seed, sample, v, slice } = request;
  if (source === "synthetic") {
    const { data, shape } = new SyntheticModel(rho, preset).sample(seed, sample);
    const words = sampleStream(seed, "start", rho, sample).hand(data.length);
    return { exact: data, width: shape[0], words };
  }
  if (source === "sharp") return drawn(sharpDisc(v, SIDE), SIDE, seed);
  if (source === "constant") return drawn(new Float64Array(SIDE * SIDE).fill(v), SIDE, seed);
  if (slice === undefined) return drawn(ball(SIDE, 0.2), SIDE, seed);
  return drawn(slice.marginal, slice.width, seed);
}

function drawn(exact: Float32Array | Float64Array, width: number, seed: number): Prepared {
  return { exact, width, words: new Random(seed, 5).hand(exact.length) };
}

/** Logits of ±4 are probabilities of 0.018 and 0.982. */
function startingLogits(start: "zero" | "empty" | "full" | "marginal", marginal: Float32Array): Float32Array {
  if (start !== "marginal")
    return new Float32Array(marginal.length).fill({ zero: 0, empty: -4, full: 4 }[start]);
  return marginal.map((m) => {
    const kept = Math.min(0.999, Math.max(0.001, m));
    return log(kept / (1 - kept));
  });
}
