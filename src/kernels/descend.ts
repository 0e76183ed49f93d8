import { checkFlag, checkObject } from "../core/check.ts";
import {
  checkIterations,
  descend as readableDescend,
  PAPER_ITERATIONS,
  PAPER_RATE,
  type DescentOptions as ReadableOptions,
  type Iterate,
} from "../core/descent.ts";
import type { DiceOptimum } from "../core/optimum.ts";
import { compressedDescent, countLevels } from "./compression/compressedDescent.ts";
import type { Kernels } from "./contract.ts";
import { fastestKernels } from "./kernels.ts";
import { optimumOfLevels } from "./levelOptimum.ts";
import { diceOptimum, optimumOfMap } from "./optimum.ts";
import { checkRate, setStart } from "./start.ts";
import { VoxelDescent } from "./voxelDescent.ts";

/** What is descended, from where, and how: see {@link descend}. */
export interface DescentOptions extends ReadableOptions {
  /**
   * Whether every voxel of a Float32Array marginal is followed by itself. If left out, voxels of equal or nearly equal
   * marginals are followed together wherever that is within 1e-5 of the same e0, e1 and soft-Dice.
   */
  readonly exact?: boolean;
}

/** How a descent was computed. */
export interface DescentReport {
  readonly method: "float64" | "voxel-exact" | "level-compressed";
  /** Why not with the fastest kernels; empty if it was. */
  readonly note: string;
  /** The optimum that e0 and e1 compare with. */
  readonly optimum: DiceOptimum;
}

/**
 * Gradient descent on soft-Dice, section 6.1 of the paper: yields the figures at the asked iterations and returns how
 * they were computed. A Float32Array marginal goes to the fastest float32 kernels there are; any other is computed in
 * float64 by ../core/descent.ts.
 *
 * @example
 * import { descend } from "softdice";
 *
 * const marginal = [0.2, 0.4, 1, 0.6];
 * const iterates = [...descend({ marginal, initial: [0, 0, 0, 0], iterations: [1, 100, 1000] })];
 * iterates[0].l1; // 0.5, as σ(0) = 1/2 everywhere
 * iterates[2].softDice < iterates[1].softDice; // true
 * iterates[2].e1; // 0, as {σ(F) ≥ 1/2} is the Dice-optimal segmentation by then
 *
 * @throws SoftdiceError for options out of range
 */
export function* descend(options: DescentOptions): Generator<Iterate, DescentReport, undefined> {
  checkObject("options", options);
  const { marginal, exact = false } = options;
  checkFlag("exact", exact);
  if (marginal instanceof Float32Array && marginal.length > 0) {
    return yield* descendWith(fastestKernels(), { ...options, marginal });
  }
  yield* readableDescend(options);
  return { method: "float64", note: "", optimum: diceOptimum(marginal) };
}

/** {@link descend} of a float32 marginal with given kernels. */
export function* descendWith(
  kernels: Kernels,
  options: DescentOptions & { readonly marginal: Float32Array },
): Generator<Iterate, DescentReport, undefined> {
  const { marginal, rate = PAPER_RATE, iterations = PAPER_ITERATIONS, exact = false } = options;
  checkIterations(iterations);
  checkRate(rate);
  const voxels = kernels.openVoxels(marginal.length);
  try {
    const words = setStart(voxels, options);
    if (words !== undefined) voxels.fillNormal(0, voxels.blocks, words);
    const levels = exact ? undefined : voxels.depositLevels();
    const optimum =
      levels !== undefined && levels.marginals.every((level) => level >= 0 && level <= 1)
        ? optimumOfLevels(levels.marginals, countLevels(levels))
        : optimumOfMap(marginal, "marginal");
    const problem = { n: marginal.length, optimum, rate };
    const compressed = exact ? undefined : compressedDescent(kernels, voxels, levels, problem, iterations);
    if (compressed !== undefined) {
      yield* compressed;
      return { method: "level-compressed", note: kernels.note, optimum };
    }
    const descent = new VoxelDescent(voxels, problem);
    descent.start();
    for (const l of iterations) {
      while (descent.l < l) descent.step();
      yield descent.measure();
    }
    return { method: "voxel-exact", note: kernels.note, optimum };
  } finally {
    voxels.close();
  }
}
