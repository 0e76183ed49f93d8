import { CURVE_STEPS } from "./bins.ts";

/** One threshold for all cases of a data set, in steps of 1/1000. */
export interface DatasetThreshold {
  /** The threshold of the largest mean over the cases; of equal ones that nearest to 1/2. NaN for no cases. */
  readonly threshold: number;
  /** The mean Dice that it has on the same cases, and so promises too much elsewhere. */
  readonly meanDice: number;
  /** For each case, the Dice of the threshold that the other cases choose; NaN for a single case. */
  readonly crossValidated: readonly number[];
}

/**
 * @param curves for each case, Dice of {p > k/1000}, k = 0 … 1000
 */
export function datasetThreshold(curves: readonly Float64Array[]): DatasetThreshold {
  const sum = new Float64Array(CURVE_STEPS + 1);
  for (const curve of curves) for (let k = 0; k < sum.length; k++) sum[k] += curve[k];
  const best = largest(sum);
  return {
    threshold: curves.length === 0 ? Number.NaN : best / CURVE_STEPS,
    meanDice: sum[best] / curves.length,
    crossValidated: curves.map((curve) =>
      curves.length === 1 ? Number.NaN : curve[largest(sum.map((all, k) => all - curve[k]))],
    ),
  };
}

/** Rounding of sums must not decide between equal thresholds. */
const SLACK = 1e-12;

/** The position of the largest value; of equal ones that nearest to the middle. */
function largest(values: Float64Array): number {
  const least = values.reduce((a, b) => Math.max(a, b)) * (1 - SLACK);
  const middle = (values.length - 1) / 2;
  let best = -1;
  for (let k = 0; k < values.length; k++) {
    if (values[k] >= least && (best < 0 || Math.abs(k - middle) < Math.abs(best - middle))) best = k;
  }
  return best;
}
