import { everyBlock } from "./blocks.ts";
import { checkProbabilities, type Numbers } from "./check.ts";

/** Below this share of undecided foreground a map counts as nearly binary. */
export const nearlyBinary = 0.02;

/** Whether a probability map says anything beyond a segmentation. */
export interface MapQuality {
  readonly max: number;
  /** Σ m (1 − m) / Σ m: the share of the expected foreground that is undecided. 0 for a binary map, NaN for an empty one. */
  readonly undecided: number;
}

/**
 * @param m marginal of N voxels, each in [0, 1]
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function mapQuality(m: Numbers): MapQuality {
  checkProbabilities("m", m);
  const figures = Float64Array.of(0, 0, 0);
  everyBlock(m.length, (from, to) => addBlock(m, from, to, figures));
  const [max, total, spread] = figures;
  return { max, undecided: spread / total };
}

/** @param figures the largest value, Σ m and Σ m (1 − m) */
function addBlock(m: Numbers, from: number, to: number, figures: Float64Array): void {
  let [max, total, spread] = figures;
  for (let i = from; i < to; i++) {
    const value = m[i];
    total += value;
    spread += value * (1 - value);
    if (value > max) max = value;
  }
  figures.set([max, total, spread]);
}

/** What a reader should know before using a map's optimum, a sentence each. */
export function mapWarnings({ max, undecided }: MapQuality): string[] {
  if (max === 0) return ["The map is 0 everywhere: every segmentation is Dice-optimal, with Dice 0."];
  const share = undecided === 0 ? "0" : (100 * undecided).toPrecision(2);
  return [
    undecided < nearlyBinary
      ? `The map is ${undecided === 0 ? "" : "nearly "}binary (${share} % of its foreground is undecided), as networks trained with ` +
        "soft-Dice make them: it carries no usable probabilities, and its optimum is hardly more than its threshold at 1/2."
      : undefined,
    max < 0.5
      ? `The largest value is ${max.toPrecision(3)}, below 1/2: a threshold of 1/2 leaves nothing.`
      : undefined,
  ].filter((warning) => warning !== undefined);
}
