import { checkFinite, checkNumber, checkSameLength } from "../core/check.ts";
import { missingStart, PAPER_RATE, type DescentOptions } from "../core/descent.ts";
import type { DiceOptimum } from "../core/optimum.ts";
import type { RandomWords } from "../core/random.ts";
import type { Kernels, Voxels } from "./contract.ts";
import { optimumOfMap } from "./optimum.ts";
import type { Problem } from "./voxelDescent.ts";

type Options = DescentOptions & { readonly marginal: Float32Array };

/**
 * Checks marginal and rate and solves for the optimum.
 *
 * @throws SoftdiceError for values out of range
 */
export function poseProblem(
  kernels: Kernels,
  { marginal, rate = PAPER_RATE }: Options,
): Problem & { readonly optimum: DiceOptimum } {
  checkNumber("rate", rate, (value) => value > 0 && value < Infinity, "a positive number");
  return { n: marginal.length, optimum: optimumOfMap(marginal, kernels), rate };
}

/**
 * Writes the marginal and the start that is given; returns where to draw the start from, if it is to be drawn.
 *
 * @throws SoftdiceError for values that are not finite as float32, a wrong length, and when there is no start
 */
export function setStart(voxels: Voxels, { marginal, initial, random }: Options): RandomWords | undefined {
  voxels.marginal.set(marginal);
  if (initial === undefined) {
    if (random === undefined) throw missingStart();
    return random.hand(marginal.length);
  }
  checkSameLength("initial", initial, "marginal", marginal);
  voxels.logits.set(initial);
  checkFinite("initial", voxels.logits);
  return undefined;
}
