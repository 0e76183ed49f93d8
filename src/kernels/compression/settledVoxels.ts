import type { Kernels, SlowVoxels } from "../contract.ts";
import type { Population } from "../voxelDescent.ts";
import type { Points } from "./nodes.ts";
import type { Wrong } from "./wrong.ts";

/** The largest move that a polynomial is trusted with: it leaves less than 7e-7 out of a logit. */
const LARGEST_MOVE: number = 1 / 16;

/**
 * Single voxels once a step moves them little. Those with F < 0 are held as q = σ(F), the others as q = σ(−F), which moves
 * the other way: either is accurate relatively however far out F is. A voxel that crosses 0 stays where it is, with q
 * beyond ½.
 */
export class SettledVoxels implements Population {
  readonly blocks = 1;
  readonly sums: Float64Array = new Float64Array(2);
  /**
   * What polynomials may have left out of a logit so far: Σ δ⁴/22 over the steps, with δ the largest move of each, as the
   * slope grows by e^(1/16) < 24/22 at most on the way; ∞ after a move larger than {@link LARGEST_MOVE}.
   */
  leftOut = 0;
  readonly #below: SlowVoxels;
  readonly #above: SlowVoxels;
  /** Σ M over the voxels above. */
  readonly #aboveSum: number;

  constructor(kernels: Kernels, { logits, marginals }: Points) {
    let aboveCount = 0;
    for (let i = 0; i < logits.length; i++) if (logits[i] >= 0) aboveCount += 1;
    this.#above = kernels.openSlowVoxels(aboveCount);
    this.#below = kernels.openSlowVoxels(logits.length - aboveCount);
    let [above, below, aboveSum] = [0, 0, 0];
    for (let i = 0; i < logits.length; i++) {
      if (logits[i] >= 0) {
        this.#above.values[above] = -logits[i];
        this.#above.marginal[above++] = marginals[i];
        aboveSum += marginals[i];
      } else {
        this.#below.values[below] = logits[i];
        this.#below.marginal[below++] = marginals[i];
      }
    }
    this.#aboveSum = aboveSum;
    this.#above.start();
    this.#below.start();
  }

  step(_first: number, _last: number, gain: number, pull: number): void {
    this.#below.step(gain, pull);
    this.#above.step(-gain, -pull);
    const below = this.#below.sums;
    const above = this.#above.sums;
    this.sums[0] = below[0] + (this.#above.values.length - above[0]);
    this.sums[1] = below[1] + (this.#aboveSum - above[1]);
    const largest = Math.max(below[2], above[2]);
    this.leftOut += largest <= LARGEST_MOVE ? largest ** 4 / 22 : Infinity;
  }

  measure(_first: number, _last: number, threshold: number): void {
    const above = this.#above.values.length - softErrors(this.#above, threshold);
    this.sums[0] = softErrors(this.#below, threshold) + above;
    this.sums[1] = this.countWrong(threshold, 0).wrong;
  }

  /** How many are on the wrong side of 0, and how many nearer to it than the tolerance: F is 4q − 2 there, or 2 − 4q. */
  countWrong(threshold: number, tolerance: number): Wrong {
    let wrong = 0;
    let doubtful = 0;
    for (const voxels of [this.#below, this.#above]) {
      const { values, marginal } = voxels;
      const side = voxels === this.#above ? -1 : 1;
      for (let i = 0; i < values.length; i++) {
        const logit = side * (4 * values[i] - 2);
        if (logit >= 0 !== marginal[i] >= threshold) wrong += 1;
        if (Math.abs(logit) < tolerance) doubtful += 1;
      }
    }
    return { wrong, doubtful };
  }

  close(): void {
    this.#below.close();
    this.#above.close();
  }
}

/** Σ |q − S| with S = {M ≥ threshold}; where q is σ(−F), it is the number of voxels less Σ |σ(F) − S|. */
function softErrors({ values, marginal }: SlowVoxels, threshold: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += marginal[i] < threshold ? values[i] : 1 - values[i];
  return sum;
}
