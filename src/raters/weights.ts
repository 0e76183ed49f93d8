import { checkList, checkNumber, checkSameLength, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";

const decimals = 1e9;

/**
 * The weights of R observers: an observer of weight w counts as w identical observers, one of weight 0 not at all.
 * They are taken to nine decimals.
 *
 * @param weights R numbers in [0, 1000], not all 0; 1 each where undefined
 * @throws SoftdiceError for another number of weights and for values out of range
 */
export function observerWeights(weights: Numbers | undefined, raters: number): Float64Array {
  if (weights === undefined) return new Float64Array(raters).fill(1);
  checkList("weights", weights, "one number an observer");
  checkSameLength("weights", weights, "the list of observers", { length: raters });
  const rounded = Float64Array.from(weights, (weight, k) => {
    checkNumber(`weights[${k}]`, weight, (w) => w >= 0 && w <= 1000, "a weight in [0, 1000]");
    return Math.round(weight * decimals) / decimals;
  });
  if (rounded.every((weight) => weight === 0)) {
    throw new SoftdiceError({
      subject: "weights",
      problem: "are all 0",
      expected: "at least one observer that counts",
      remedy: "give one of them a positive weight",
    });
  }
  return rounded;
}

/** The smallest integers in the proportions of `weights`, so that votes are counted without rounding. */
export function integerWeights(weights: Float64Array): number[] {
  const scaled = Array.from(weights, (weight) => Math.round(weight * decimals));
  const divisor = scaled.reduce(greatestCommonDivisor);
  return scaled.map((weight) => weight / divisor);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
