import { checkArray, checkProbabilities, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { diceOptimum } from "../kernels/optimum.ts";
import { softDiceLoss } from "./dice.ts";
import { type LossFamily, withoutParameters } from "./loss.ts";

/**
 * Batch Dice (nnU-Net's `batch_dice`, MONAI's `batch=True`): one ratio over all voxels of a batch, which is soft-Dice of
 * its images one after the other. Of a single image it is soft-Dice; {@link batchDiceOptimum} is that of several.
 */
export const batchDice: LossFamily = withoutParameters({ ...softDiceLoss, name: "batch-dice" });

/** What batch Dice converges to on several images. */
export interface BatchDiceOptimum {
  /** The largest Dice of the batch. */
  readonly supDice: number;
  /** t_B = supDice / 2, one for all images: between the smallest and the largest of `ownThresholds`. */
  readonly threshold: number;
  /** Voxels of {m > t_B} in each image: 0 where nothing of it exceeds t_B. */
  readonly minVoxels: readonly number[];
  /** Voxels of {m ≥ t_B} in each image. */
  readonly maxVoxels: readonly number[];
  /** The threshold t_k that Dice of each image by itself has; an image with t_k < t_B comes out smaller than with it. */
  readonly ownThresholds: readonly number[];
}

/**
 * The minimiser of batch Dice over the marginals of several images, of any number of voxels each.
 *
 * @example
 * import { batchDiceOptimum } from "softdice";
 *
 * const batch = batchDiceOptimum([
 *   [1, 0.5],
 *   [0.5, 0],
 * ]);
 * batch.threshold; // 0.4, that is 2 / (3 + 2)
 * batch.minVoxels; // [2, 1]
 *
 * @param images one marginal an image, values in [0, 1]
 * @throws SoftdiceError for no or empty images and for values out of range
 */
export function batchDiceOptimum(images: readonly Numbers[]): BatchDiceOptimum {
  checkArray("images", images, "one marginal an image");
  if (images.length === 0) {
    throw new SoftdiceError({
      subject: "images",
      problem: "is empty",
      expected: "one marginal an image",
      remedy: "pass at least one image",
    });
  }
  images.forEach((image, k) => checkProbabilities(`images[${k}]`, image));
  const batch = new Float64Array(images.reduce((voxels, image) => voxels + image.length, 0));
  let start = 0;
  for (const image of images) {
    batch.set(image, start);
    start += image.length;
  }
  const { supDice, threshold } = diceOptimum(batch);
  const count = (image: Numbers, isIn: (m: number) => boolean): number => {
    let voxels = 0;
    for (let i = 0; i < image.length; i++) if (isIn(image[i])) voxels += 1;
    return voxels;
  };
  return {
    supDice,
    threshold,
    minVoxels: images.map((image) => count(image, (m) => m > threshold)),
    maxVoxels: images.map((image) => count(image, (m) => m >= threshold)),
    ownThresholds: images.map((image) => diceOptimum(image).threshold),
  };
}
