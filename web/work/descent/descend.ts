import { log, sigmoid } from "../../../src/core/elementary.ts";
import { type DiceOptimum } from "../../../src/core/optimum.ts";
import { Random } from "../../../src/core/random.ts";
import { fastestKernels } from "../../../src/kernels/kernels.ts";
import { diceOptimum } from "../../../src/kernels/optimum.ts";
import { VoxelDescent } from "../../../src/kernels/voxelDescent.ts";
import { descendLoss, type LossIterate } from "../../../src/losses/descent.ts";
import type { LossMinimiser } from "../../../src/losses/loss.ts";
import { type LossTarget, minimiseLoss } from "../../../src/losses/losses.ts";
import { parseLoss } from "../../../src/losses/registry.ts";
import { SoftdiceError } from "../../../src/core/errors.ts";
import type { PreparedMarginal } from "./marginal.ts";
import type { DescentParameters } from "./parameters.ts";

/** A descent with all of its iterates. */
export interface DescentRun {
  readonly width: number;
  readonly height: number;
  readonly marginal: Float32Array;
  /** The Dice optimum of the marginal, whatever loss is descended. */
  readonly optimum: DiceOptimum;
  /** Where the loss has its infimum: its value, and the threshold on m of its minimiser's 1/2-threshold. */
  readonly minimum: Omit<LossMinimiser, "soft">;
  /** Whether the minimiser has values inside (0, 1). */
  readonly isSoft: boolean;
  /** The minimiser; where it is a segmentation, {@link TIE} where a pixel may be in it or not. */
  readonly minimiser: Float32Array;
  /** The same with tied pixels in it: what e₀ is measured from. */
  readonly goal: Float32Array;
  /** One for each iteration, the start first. */
  readonly iterates: readonly Omit<LossIterate, "logits">[];
  /** σ(f_l) of each iteration, one after the other. */
  readonly soft: Float32Array;
  /** What computed it. */
  readonly kernel: "wasm-simd" | "javascript" | "float64";
}

/** A value between those of pixels in the optimum and outside of it. */
const TIE = 0.66;

/**
 * Gradient descent on a loss of a marginal, every iterate kept: soft-Dice at one rate by the fastest kernel, as in the paper,
 * every other loss by steps that adapt to it, from the same start.
 *
 * @throws SoftdiceError for an unknown loss, and for one of observers where there are none
 */
export function descend(
  { marginal: exact, width, raters, words }: PreparedMarginal,
  parameters: DescentParameters,
): DescentRun {
  const loss = parseLoss(parameters.loss);
  const n = exact.length;
  const target: LossTarget = loss.target === "observers" ? requireRaters(loss.name, raters) : exact;
  const { soft: profile, ...minimum } = minimiseLoss(loss.name, target);
  const { threshold } = minimum;
  // Ties of the sharp cases are exact in float64 only.
  const hard =
    (tie: number) =>
    (m: number): number =>
      m > threshold ? 1 : m < threshold ? 0 : tie;
  const inObservers = (m: number): number => Number(m > threshold);
  const segment = (tie: number): Float32Array =>
    Float32Array.from(exact, loss.target === "observers" ? inObservers : hard(tie));
  const soft = new Float32Array(n * parameters.iterations);
  const start = startOf(parameters, exact, words);
  const { iterates, kernel } =
    loss.name === "dice"
      ? descendDice(exact, start, parameters, soft)
      : { iterates: descendOther(loss.name, target, start, parameters, soft), kernel: "float64" as const };
  return {
    width,
    height: n / width,
    marginal: Float32Array.from(exact),
    optimum: diceOptimum(exact),
    minimum,
    isSoft: profile !== undefined && profile.some((c) => c > 0 && c < 1),
    minimiser: profile === undefined ? segment(TIE) : Float32Array.from(profile),
    goal: profile === undefined ? segment(1) : Float32Array.from(profile),
    iterates,
    soft,
    kernel,
  };
}

function descendDice(
  exact: Float32Array | Float64Array,
  start: Float32Array,
  { rate, iterations }: DescentParameters,
  soft: Float32Array,
): Pick<DescentRun, "iterates" | "kernel"> {
  const n = exact.length;
  const kernels = fastestKernels();
  const voxels = kernels.openVoxels(n);
  voxels.marginal.set(Float32Array.from(exact));
  voxels.logits.set(start);
  const descent = new VoxelDescent(voxels, { n, optimum: diceOptimum(exact), rate });
  descent.start();
  const iterates: Omit<LossIterate, "logits">[] = [];
  for (let l = 1; l <= iterations; l++) {
    if (l > 1) descent.step();
    const { softDice, ...measured } = descent.measure();
    iterates.push({ ...measured, loss: softDice });
    const frame = soft.subarray((l - 1) * n, l * n);
    for (let i = 0; i < n; i++) frame[i] = sigmoid(voxels.logits[i]);
  }
  voxels.close();
  return { iterates, kernel: kernels.name === "wasm-simd" ? "wasm-simd" : "javascript" };
}

function descendOther(
  loss: string,
  target: LossTarget,
  initial: Float32Array,
  { rate, iterations, seed }: DescentParameters,
  soft: Float32Array,
): Omit<LossIterate, "logits">[] {
  const iterates: Omit<LossIterate, "logits">[] = [];
  const options = { loss, target, random: new Random(seed), initial, rate, last: iterations };
  for (const { logits, ...iterate } of descendLoss(options)) {
    soft.set(Float32Array.from(logits, sigmoid), (iterate.l - 1) * logits.length);
    iterates.push(iterate);
  }
  return iterates;
}

/** Logits of ±4 are probabilities of 0.018 and 0.982. */
function startOf(
  { start }: DescentParameters,
  marginal: Float32Array | Float64Array,
  words: PreparedMarginal["words"],
): Float32Array {
  const n = marginal.length;
  if (start === "random") {
    const voxels = fastestKernels().openVoxels(n);
    voxels.fillNormal(0, voxels.blocks, words);
    const logits = voxels.logits.slice(0, n);
    voxels.close();
    return logits;
  }
  if (start !== "marginal") return new Float32Array(n).fill({ zero: 0, empty: -4, full: 4 }[start]);
  return Float32Array.from(marginal, (m) => {
    const kept = Math.min(0.999, Math.max(0.001, m));
    return log(kept / (1 - kept));
  });
}

function requireRaters(loss: string, raters: readonly Uint8Array[] | undefined): readonly Uint8Array[] {
  if (raters !== undefined && raters.length > 0) return raters;
  throw new SoftdiceError({
    subject: loss,
    problem: "depends on who marked a pixel together with which others, which no map holds",
    expected: "an open structure of several observers as the marginal",
    remedy: "choose it as the source, or another loss",
  });
}
