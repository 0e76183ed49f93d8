import type { Numbers } from "../../../src/core/check.ts";

/** What thresholding a marginal between two of its neighbouring values gives. */
export interface ThresholdStep {
  /** {m > a} is the same segmentation for every a in [from, next step's from). */
  readonly from: number;
  /** Voxels of {m > from}. */
  readonly voxels: number;
  /** D_m({m > from}); 0 where both are empty. */
  readonly dice: number;
}

/**
 * Every segmentation that a threshold can make of a marginal, by rising threshold; the first is {m > 0}, the last is
 * empty. It takes a histogram of the marginal, so classes of voxels with equal values need not be spread out.
 *
 * @param values P values in [0, 1], in any order, equal ones allowed; of classes with several values, the largest of each
 * @param counts voxels of each class, P numbers ≥ 0
 * @param means mean value of each class
 */
export function thresholdSteps(values: Numbers, counts: Numbers, means: Numbers = values): ThresholdStep[] {
  const order = Uint32Array.from({ length: values.length }, (_, p) => p).sort(
    (a, b) => values[b] - values[a],
  );
  let total = 0;
  for (let p = 0; p < values.length; p++) total += means[p] * counts[p];
  const steps: ThresholdStep[] = [];
  let voxels = 0;
  let inside = 0;
  for (const [n, p] of order.entries()) {
    if (n === 0 || values[p] !== values[order[n - 1]]) steps.push(step(values[p], voxels, inside, total));
    voxels += counts[p];
    inside += means[p] * counts[p];
  }
  if (steps.length === 0 || steps[steps.length - 1].from > 0) steps.push(step(0, voxels, inside, total));
  return steps.reverse();
}

function step(from: number, voxels: number, inside: number, total: number): ThresholdStep {
  return { from, voxels, dice: voxels + total > 0 ? (2 * inside) / (voxels + total) : 0 };
}

/** The step that a threshold a ≥ 0 lies in: {m > a} is its segmentation. */
export function stepAt(steps: readonly ThresholdStep[], a: number): ThresholdStep {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (steps[middle].from <= a) low = middle;
    else high = middle - 1;
  }
  return steps[low];
}
