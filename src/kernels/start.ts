import { checkFinite, checkNumber, checkSameLength } from "../core/check.ts";
import { checkStart, type DescentOptions } from "../core/descent.ts";
import type { RandomWords } from "../core/random.ts";
import type { Voxels } from "./contract.ts";

type Options = DescentOptions & { readonly marginal: Float32Array };

/** Refuses a learning rate that is not positive. */
export function checkRate(rate: number): void {
  checkNumber("rate", rate, (value) => value > 0 && value < Infinity, "a positive number");
}

/**
 * Writes the marginal and the start that is given; returns where to draw the start from, if it is to be drawn.
 *
 * @throws SoftdiceError for values that are not finite as float32, a wrong length, and when there is no start
 */
export function setStart(voxels: Voxels, { marginal, initial, random }: Options): RandomWords | undefined {
  voxels.marginal.set(marginal);
  if (initial === undefined) {
    checkStart(random);
    return random.reserve(marginal.length);
  }
  checkFinite("initial", initial);
  checkSameLength("initial", initial, "marginal", marginal);
  voxels.logits.set(initial);
  checkFinite("initial", voxels.logits);
  return undefined;
}
