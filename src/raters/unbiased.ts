import { marginalVoxels } from "./marginal.ts";
import type { VotePatterns } from "./patterns.ts";
import type { Selection } from "./selection.ts";

/**
 * The optimum among segmentations as large as the observers are on average: the ⌊Σ m⌉ voxels of the largest marginal (half
 * a voxel is rounded up). Of all segmentations of that size it has the largest marginal Dice and the largest accuracy
 * Σ s m + Σ (1 − s)(1 − m). The last level of votes may be taken in part, its patterns in their order.
 */
export function unbiasedSelection(votes: VotePatterns): Selection {
  const order = Array.from(votes.votes.keys()).sort((a, b) => votes.votes[b] - votes.votes[a] || a - b);
  const selection = new Float64Array(votes.counts.length);
  let left = Math.floor(marginalVoxels(votes) + 0.5);
  for (const p of order) {
    selection[p] = Math.min(left, votes.counts[p]);
    left -= selection[p];
  }
  return selection;
}
