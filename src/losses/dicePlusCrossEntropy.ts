import { settleTies } from "../core/optimum.ts";
import { chordSearch } from "./chordSearch.ts";
import { crossEntropyLoss, voxelCrossEntropy } from "./crossEntropy.ts";
import { softDiceLoss } from "./dice.ts";
import { FixedVolume } from "./fixedVolume.ts";
import { levelsOf } from "./levels.ts";
import type { Loss, LossFamily, MarginalMap, Minimum } from "./loss.ts";
import { readNumbers } from "./parameters.ts";
import { polish, stationary, sumOver } from "./stationary.ts";

/** w_d and w_c, both positive. */
interface Weights {
  readonly wDice: number;
  readonly wCrossEntropy: number;
}

/**
 * w_d·soft-Dice + w_c·cross-entropy, with the cross-entropy a mean over voxels (nnU-Net; MONAI's DiceCELoss).
 *
 * With T = x + S, κ = (w_d / w_c) N / T and D the soft Dice 2A / T at the minimiser,
 *
 *     c − m = κ (2m − D) c (1 − c):
 *
 * cross-entropy's c = m, sharpened about m = D/2. c ≥ 1/2 exactly where m ≥ (1 + κD/2) / (2 + κ), a mean of 1/2 with
 * weight 2 and D/2 with weight κ: small structures (κ large) behave as with soft-Dice, large ones as with cross-entropy.
 */
function dicePlusCrossEntropyLoss({ wDice, wCrossEntropy }: Weights): Loss {
  return {
    name: `dice+cross-entropy:${wDice},${wCrossEntropy}`,
    target: "marginal",
    isSmooth: true,
    value: (c, m) => wDice * softDiceLoss.value(c, m) + wCrossEntropy * crossEntropyLoss.value(c, m),
    slope: (sums) => {
      const ofDice = softDiceLoss.slope(sums);
      const ofCrossEntropy = crossEntropyLoss.slope(sums);
      return (c, rest, m) => wDice * ofDice(c, rest, m) + wCrossEntropy * ofCrossEntropy(c, rest, m);
    },
    minimise: (m) => minimise(m, { wDice, wCrossEntropy }),
  };
}

/**
 * The best of all volumes by `chordSearch`, which bounds what any other could gain, then Newton's method on the equation
 * above. A map of too many values (see `levelsOf`) is searched by its bins, the bound with it, and polished on its
 * voxels.
 */
function minimise(m: MarginalMap, { wDice, wCrossEntropy }: Weights): Minimum {
  const levels = levelsOf(m);
  const target = sumOver(levels, (value) => value);
  if (target === 0) return { value: wDice, ...settleTies(m, 0.5), gap: 0, soft: () => 0 };
  const problem = { ratio: wDice / wCrossEntropy, target };
  const fixed = new FixedVolume(levels, problem);
  const { best, bound } = chordSearch((x) => fixed.minimise(x), ...fixed.range());
  const map = levels.isExact ? levels : { values: m, voxels: m.length };
  const { kappa, dice } = polish(map, problem, best);
  const soft = (value: number): number => stationary(value, kappa * (2 * value - dice));
  const entropy = sumOver(map, (value) => voxelCrossEntropy(soft(value), value)) / m.length;
  const value = wDice * (1 - dice) + wCrossEntropy * entropy;
  const threshold = (1 + (kappa * dice) / 2) / (2 + kappa);
  return { value, ...settleTies(m, threshold), gap: Math.max(0, value - wCrossEntropy * bound), soft };
}

/** `dice+cross-entropy:WD,WC`. */
export const dicePlusCrossEntropy: LossFamily = {
  name: "dice+cross-entropy",
  usage: "dice+cross-entropy:WD,WC",
  parse: (parameters) => {
    const [wDice, wCrossEntropy, ...more] = readNumbers(parameters ?? "1,1", ",") ?? [];
    const isPair = wDice > 0 && wCrossEntropy > 0 && more.length === 0;
    return isPair ? dicePlusCrossEntropyLoss({ wDice, wCrossEntropy }) : undefined;
  },
};
