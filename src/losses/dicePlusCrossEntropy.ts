import { settleTies } from "../core/optimum.ts";
import { chordSearch } from "./chordSearch.ts";
import { crossEntropyLoss } from "./crossEntropy.ts";
import { softDiceLoss } from "./dice.ts";
import { FixedVolume } from "./fixedVolume.ts";
import { levelsOf } from "./levels.ts";
import type { Loss, LossFamily, MarginalMap, Minimum } from "./loss.ts";
import { readNumbers } from "./parameters.ts";
import { identity } from "./overlapSums.ts";
import { inaccurate, MOST_RESIDUAL, polish, stationary, stationaryEntropy, sumOver } from "./stationary.ts";

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

/** The largest number below 1. Where 0 < m < 1 so is the minimiser, and cross-entropy is infinite at what rounds to 0 or 1. */
const BELOW_ONE = 1 - Number.EPSILON / 2;

/** Maps without a value above this are as good as empty. */
const FAINT = 1e-12;

/**
 * The best of all volumes by `chordSearch`, which bounds what any other could gain, then Newton's method on the equation
 * above. A map of too many values (see `levelsOf`) is searched by its bins, the bound with it, and polished on its
 * voxels.
 */
function minimise(m: MarginalMap, { wDice, wCrossEntropy }: Weights): Minimum {
  const levels = levelsOf(m);
  const target = sumOver(levels, (value) => value);
  const largest = levels.highs.at(-1) ?? 0;
  if (largest <= FAINT) {
    // D ≤ 2 max m for every c, so that c = m, where cross-entropy is least, misses the infimum by w_d 2 max m at most.
    const value = wDice * softDiceLoss.value(m, m) + wCrossEntropy * crossEntropyLoss.value(m, m);
    return { value, ...settleTies(m, 0.5), gap: 2 * wDice * largest, soft: identity };
  }
  const problem = { ratio: wDice / wCrossEntropy, target };
  const fixed = new FixedVolume(levels, problem);
  const { best, bound } = chordSearch((x) => fixed.minimise(x), ...fixed.range());
  const map = levels.isExact ? levels : { values: m, voxels: m.length };
  const { kappa, dice } = polish(map, problem, best);
  const q = (value: number): number => kappa * (2 * value - dice);
  const soft = (value: number): number => {
    const c = stationary(value, q(value));
    return value > 0 && value < 1 ? Math.min(Math.max(c, Number.MIN_VALUE), BELOW_ONE) : c;
  };
  const entropy = sumOver(map, (value) => stationaryEntropy(value, q(value))) / m.length;
  const value = wDice * (1 - dice) + wCrossEntropy * entropy;
  if (!(value <= wCrossEntropy * best.value + MOST_RESIDUAL * (wDice + wCrossEntropy))) {
    throw inaccurate(`its loss is ${value} where ${wCrossEntropy * best.value} can be had`);
  }
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
