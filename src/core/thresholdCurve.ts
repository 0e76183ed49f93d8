import { everyBlock } from "./blocks.ts";
import { checkNumber, checkObject, checkProbabilities, type Numbers } from "./check.ts";

/** How finely a {@link thresholdCurve} is taken. */
export interface CurveOptions {
  /** An integer from 1 to 2^24; 1000. */
  readonly steps?: number | undefined;
}

/** Dice of one threshold of a marginal. */
export interface CurvePoint {
  readonly a: number;
  /** D_m({m ≥ a}); 0 where both are empty. */
  readonly dice: number;
  /** Voxels of {m ≥ a}. */
  readonly voxels: number;
}

/**
 * The curve a ↦ D_m({m ≥ a}) at a = 0, 1/steps, …, 1, exact at each of them, in one pass over m.
 *
 * @example
 * import { thresholdCurve } from "softdice";
 *
 * const curve = thresholdCurve([0.2, 0.4, 1, 0.6], { steps: 10 });
 * curve[4]; // { a: 0.4, dice: 0.7692307692307693, voxels: 3 }
 *
 * @param m marginal of N voxels, each in [0, 1]
 * @returns steps + 1 points by rising a
 * @throws SoftdiceError for an empty array and for values out of range
 */
export function thresholdCurve(m: Numbers, options: CurveOptions = {}): CurvePoint[] {
  checkObject("options", options);
  const { steps = 1000 } = options;
  checkNumber("steps", steps, (n) => Number.isInteger(n) && n > 0 && n <= 2 ** 24, "a positive integer");
  // Values of typed floating-point arrays are looked at as they are sorted.
  if (!(m instanceof Float32Array || m instanceof Float64Array)) checkProbabilities("m", m);
  // Bin b holds the values with b/steps ≤ m < (b + 1)/steps.
  const counts = new Float64Array(steps + 1);
  const sums = new Float64Array(steps + 1);
  const isSorted = everyBlock(m.length, (from, to) => sortBlock(m, from, to, counts, sums));
  if (!isSorted || m.length === 0) checkProbabilities("m", m);
  return curveOfSteps({ counts, sums });
}

/** The curve of the voxels and Σ m of b/steps ≤ m < (b + 1)/steps, b = 0 … steps. */
export function curveOfSteps({
  counts,
  sums,
}: {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}): CurvePoint[] {
  const steps = counts.length - 1;
  const total = sums.reduce((a, b) => a + b, 0);
  const points: CurvePoint[] = [];
  let voxels = 0;
  let inside = 0;
  for (let bin = steps; bin >= 0; bin--) {
    voxels += counts[bin];
    inside += sums[bin];
    points.push({ a: bin / steps, dice: total > 0 ? (2 * inside) / (voxels + total) : 0, voxels });
  }
  return points.reverse();
}

/**
 * Counts and adds up some values by bin. Most values of most maps are in the first, whose figures stay in variables.
 *
 * @returns false at a value outside [0, 1]
 */
function sortBlock(m: Numbers, from: number, to: number, counts: Float64Array, sums: Float64Array): boolean {
  const steps = counts.length - 1;
  const first = 1 / steps;
  let [count, sum] = [counts[0], sums[0]];
  for (let i = from; i < to; i++) {
    const value = m[i];
    if (value >= 0 && value < first) {
      count += 1;
      sum += value;
      continue;
    }
    if (!(value >= 0 && value <= 1)) return false;
    let bin = Math.floor(value * steps);
    if (bin / steps > value) bin -= 1;
    else if ((bin + 1) / steps <= value) bin += 1;
    counts[bin] += 1;
    sums[bin] += value;
  }
  [counts[0], sums[0]] = [count, sum];
  return true;
}
