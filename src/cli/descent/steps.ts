import { SoftdiceError } from "../../core/errors.ts";
import { type DiceOptimum, segmentation } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";
import { diceOptimum } from "../../kernels/optimum.ts";
import { trajectory } from "../../kernels/trajectory.ts";
import { descendLoss, type LossIterate } from "../../losses/descent.ts";
import type { LossMinimiser } from "../../losses/loss.ts";
import { minimiseLoss } from "../../losses/losses.ts";
import { parseLoss } from "../../losses/registry.ts";
import { lossOption } from "../losses/option.ts";

type MarginalMap = Float32Array | Float64Array;

/** One iteration; its logits are overwritten by the next. */
export type Step = Omit<LossIterate, "logits"> & { readonly logits: MarginalMap };

/** A descent and where it goes. */
export interface LossDescent {
  /** The loss's name. */
  readonly loss: string;
  readonly optimum: DiceOptimum;
  readonly minimum: Omit<LossMinimiser, "loss" | "soft">;
  /** The minimiser: N values. */
  readonly minimiser: Uint8Array | Float64Array;
  readonly steps: Iterable<Step>;
}

/**
 * Descent on a loss of a map: soft-Dice as in the paper, at one rate by the fastest kernels; every other loss with steps
 * that adapt to it.
 *
 * @throws SoftdiceError for a loss that no map is a target of
 */
export function descentOn(
  name: string,
  marginal: MarginalMap,
  start: { readonly random: Random; readonly last: number; readonly rate: number },
): LossDescent {
  const { target } = lossOption(() => parseLoss(name));
  if (target === "observers") {
    throw new SoftdiceError({
      subject: "--loss",
      problem: `is ${name}, which depends on who marked a voxel together with which others`,
      expected: "a loss of a marginal",
      remedy: "use softdice losses with the observers' masks",
    });
  }
  const { loss, soft, ...minimum } = minimiseLoss(name, marginal);
  return {
    loss,
    optimum: diceOptimum(marginal),
    minimum,
    minimiser: soft ?? segmentation(marginal, minimum.threshold, { ties: "include" }),
    steps: loss === "dice" ? paperSteps(marginal, start) : descendLoss({ loss, target: marginal, ...start }),
  };
}

function* paperSteps(
  marginal: MarginalMap,
  start: { readonly random: Random; readonly last: number; readonly rate: number },
): Generator<Step, void, undefined> {
  for (const { softDice, ...point } of trajectory({ marginal, ...start })) yield { ...point, loss: softDice };
}
