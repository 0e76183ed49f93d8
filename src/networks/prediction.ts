import { softDiceLoss } from "../losses/dice.ts";
import type { Loss, ObserverLoss } from "../losses/loss.ts";
import type { Regime } from "./regime.ts";
import { marginalOf, type RimCase, volumesOf } from "./rimCases.ts";
import { batchDraws, bestOnRim, marginalDraw, observerDraws } from "./rimLoss.ts";

export interface PredictionOptions {
  /** Probability of the rim. */
  readonly p: number;
  /** Images of a batch. */
  readonly batch: number;
  readonly seed: number;
}

/**
 * The volume that a regime's minimiser over all functions of the image has on each case, cut at 1/2, over that of the
 * marginal. A network sees neither the observer nor the batch, so that with one observer a sample it can only minimise the
 * loss's mean over observers (and batches).
 *
 * - On the marginal: the loss's own minimiser (`src/losses`), image by image.
 * - On one observer a sample: c is 1 on the core and 0 outside; c on the rim minimises the mean of the loss over the
 *   observer's volume, image by image.
 * - Over the batch: c on the rim, one value for all images, minimises the mean over batches of `batch` of the cases with an
 *   observer each, drawn with the seed.
 */
export function predictVolumes(
  { loss, target, isOverBatch }: Regime,
  cases: readonly RimCase[],
  { p, batch, seed }: PredictionOptions,
): number[] {
  const ofMarginal = marginalLoss(loss);
  if (target === "marginal") {
    return cases.map((one) => ofMarginal.minimise(marginalOf(one, p)).minVoxels / volumesOf(one, p).marginal);
  }
  const common = isOverBatch ? bestOnRim(ofMarginal, batchDraws(cases, p, batch, seed)).best : undefined;
  return cases.map((one) => {
    const { core, rim, marginal } = volumesOf(one, p);
    const c = common ?? bestOnRim(ofMarginal, observerDraws(one, p)).best;
    return (core + (c >= 1 / 2 ? rim : 0)) / marginal;
  });
}

/**
 * By how much the loss's mean rises if the rim is decided the other way, at its least: what an optimiser has to tell apart.
 * The mean over the cases, or over batches of them.
 */
export function rimMargin(
  { loss, target, isOverBatch }: Regime,
  cases: readonly RimCase[],
  { p, batch, seed }: PredictionOptions,
): number {
  const ofMarginal = marginalLoss(loss);
  if (isOverBatch) return bestOnRim(ofMarginal, batchDraws(cases, p, batch, seed)).margin;
  const draws = target === "marginal" ? marginalDraw : observerDraws;
  const margins = cases.map((one) => bestOnRim(ofMarginal, draws(one, p)).margin);
  return margins.reduce((a, b) => a + b, 0) / margins.length;
}

/** The loss of one observer's mask; that of `rater-dice` is soft-Dice. */
function marginalLoss(loss: Loss | ObserverLoss): Loss {
  return loss.target === "marginal" ? loss : softDiceLoss;
}
