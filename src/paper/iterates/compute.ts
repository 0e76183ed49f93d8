import { Descent } from "../../core/descent.ts";
import { diceOptimum, segmentation } from "../../core/optimum.ts";
import type { Numbers } from "../../core/check.ts";
import type { Random } from "../../core/random.ts";

/** A marginal, what gradient descent on soft-Dice makes of it, and where Theorem 1 says it goes. */
export interface Iterates {
  /** What the row is called. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** m: width × height values in [0, 1], row by row from the top. */
  readonly marginal: Numbers;
  /** σ(F_l) at the asked iterations. */
  readonly soft: readonly { readonly l: number; readonly values: Float32Array }[];
  /** {m ≥ t}, what the descent is compared with. */
  readonly optimum: Uint8Array;
}

/**
 * Descends on one marginal and keeps the soft segmentations of some iterations.
 *
 * @param picture the marginal and its title
 * @param random where the start comes from
 * @param iterations increasing integers from 1
 */
export function computeIterates(
  picture: Pick<Iterates, "title" | "width" | "height" | "marginal">,
  random: Random,
  iterations: readonly number[],
): Iterates {
  const { marginal } = picture;
  const descent = new Descent({ marginal, random });
  const soft = iterations.map((l) => {
    while (descent.l < l) descent.step();
    return { l, values: Float32Array.from(descent.soft()) };
  });
  const { threshold } = diceOptimum(marginal);
  return { ...picture, soft, optimum: segmentation(marginal, threshold, { ties: "include" }) };
}
