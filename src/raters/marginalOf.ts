import type { Numbers } from "../core/check.ts";
import { meanVotes } from "./marginal.ts";
import { voteMap, votePatterns, type WeightOptions } from "./patterns.ts";

/**
 * The marginal of several observers' masks, m_i = Σ_k w_k L_k,i / Σ_k w_k: the share of them who marked voxel i.
 *
 * @example
 * import { diceOptimum, marginalOf } from "softdice";
 *
 * const m = marginalOf([
 *   [0, 1, 1, 0],
 *   [0, 1, 1, 1],
 * ]); // Float64Array [0, 1, 1, 0.5]
 * diceOptimum(m).threshold; // 0.45454545454545453, that is 5/11
 *
 * @param raters R masks of N values, 0 or 1
 * @returns N values in [0, 1]
 * @throws SoftdiceError for no masks, different lengths, other values, and weights out of range
 */
export function marginalOf(raters: readonly Numbers[], options: WeightOptions = {}): Float64Array {
  const map = voteMap(raters);
  return map.expand(meanVotes(votePatterns(map, options)), new Float64Array(map.voxels));
}
