import type { Cut } from "../../evaluation/evaluateCase.ts";
import type { Interpolation } from "../../image/resample.ts";
import type { EmptyPolicy } from "../../raters/empty.ts";

/** Everything that an evaluation depends on. */
export interface EvaluateParameters {
  /** Files and folders of the model's predictions. */
  readonly predictions: readonly string[];
  /** Files and folders of the observers' masks. */
  readonly observers: readonly string[];
  /** An image whose geometry maps without one have. */
  readonly like?: string | undefined;
  /** How masks on another grid are brought to the prediction's; refused if left out. */
  readonly resample?: Interpolation | undefined;
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
