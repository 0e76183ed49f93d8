import type { Random } from "../../core/random.ts";
import type { Kind } from "./cases.ts";

/** A statement of the paper as something to compute. */
export interface Statement {
  readonly name: string;
  /** What is claimed, in words. */
  readonly claim: string;
  /** Largest number of voxels that it is checked on. */
  readonly maxVoxels: number;
  /** The kinds of marginals that it is about; all of them if left out. */
  readonly kinds?: readonly Kind[];
  /**
   * By how much the claim fails on one marginal: at most 0 where it holds, up to rounding. The tolerance of the checks
   * is {@link TOLERANCE}.
   */
  readonly violation: (m: Float64Array, random: Random) => number;
}

/** Violations up to this are rounding of sums of a few thousand numbers of order 1. */
export const TOLERANCE = 1e-11;
