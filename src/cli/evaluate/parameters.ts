import type { Cut } from "../../evaluation/evaluateCase.ts";
import type { EmptyPolicy } from "../../raters/empty.ts";
import type { Policy } from "../../study/policy.ts";
import type { Places } from "./givenCases.ts";

/** Everything that an evaluation depends on. */
export interface EvaluateParameters extends Policy, Omit<Places, "pattern"> {
  /** An image whose geometry maps without one have. */
  readonly like?: string | undefined;
  /** Where maps without a mask of their own are cut. */
  readonly cut: Cut;
  /** Dice of two empty masks. */
  readonly empty: EmptyPolicy;
  /** Whether surface distances are computed, and what surface Dice tolerates. */
  readonly surfaces: boolean;
  readonly toleranceMm: number;
  readonly seed: number;
  /** Names of the cases, a task each. */
  readonly cases: readonly string[];
}
