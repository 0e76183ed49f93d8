import type { VotePatterns } from "../patterns.ts";

/**
 * Fleiss' kappa of R observers who put each voxel of the field of view into one of two categories (Fleiss,
 * Psychological Bulletin 76, 1971): with k votes at a voxel and the mean vote v,
 *
 *     κ = (P̄ − P_e) / (1 − P_e),   P̄ = mean of (k (k − 1) + (R − k)(R − k − 1)) / (R (R − 1)),   P_e = v² + (1 − v)²
 *
 * More background raises P_e and P̄, so κ belongs to a field of view. NaN for one observer, and where all of them mark
 * all or nothing (1 − P_e = 0). Observers are not weighted.
 */
export function fleissKappa({ table, counts, volumes, voxels }: VotePatterns): number {
  const raters = volumes.length;
  const votes = table.overObservers(volumes.map(() => 1));
  // Σ k (R − k): ordered pairs that disagree, halved.
  const disagreeing = votes.reduce((sum, k, p) => sum + counts[p] * k * (raters - k), 0);
  const v = volumes.reduce((a, b) => a + b, 0) / (raters * voxels);
  // 1 − P̄ = 2 Σ k (R − k) / (N R (R − 1)) and 1 − P_e = 2 v (1 − v): κ = 1 − (1 − P̄) / (1 − P_e).
  return v > 0 && v < 1 ? 1 - disagreeing / (voxels * raters * (raters - 1)) / (v * (1 - v)) : Number.NaN;
}
