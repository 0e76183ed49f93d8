import { diceOptimum } from "../../core/optimum.ts";
import type { Random } from "../../core/random.ts";

/** Thresholds a of Theorem 3. */
export const THRESHOLDS: readonly number[] = [0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999];

/** How far from an optimum, voxel by voxel. */
const DISTANCES: readonly number[] = [0.1, 1e-4, 1e-8];

/**
 * Soft segmentations to check what is claimed of all of them: arbitrary ones, some at all distances from an optimum, and
 * for each threshold a one that loses as much as it can, its wrong voxels at a or just below.
 *
 * @param m marginal of N voxels
 * @returns lists of N values in [0, 1]
 */
export function softSegmentations(m: Float64Array, random: Random): Float64Array[] {
  const { threshold } = diceOptimum(m);
  const optimum = m.map((value) => (value === threshold ? random.uniform() : Number(value > threshold)));
  const astray = random.integer(m.length);
  const wrong = random.uniform();
  const constant = random.uniform();
  return [
    m,
    m.map(() => random.uniform()),
    m.map(() => random.integer(2)),
    m.map(() => constant),
    optimum,
    optimum.map((value, i) => (i === astray ? random.uniform() : value)),
    ...DISTANCES.map((distance) =>
      optimum.map((value) => value + distance * random.uniform() * (1 - 2 * value)),
    ),
    ...THRESHOLDS.map((a) =>
      optimum.map((value) => (random.uniform() < wrong ? (value < 0.5 ? a : a - 2 ** -40) : value)),
    ),
  ];
}
