import type { Ties } from "../../core/optimum.ts";
import type { EmptyPolicy } from "../../raters/empty.ts";
import type { Policy } from "../../study/policy.ts";

/** Everything that a consensus depends on besides its inputs. */
export interface ConsensusParameters extends Policy {
  /** Weights in the order of the observers, or by their names; 1 where nothing says otherwise. */
  readonly weights?: readonly number[] | Readonly<Record<string, number>> | undefined;
  readonly empty: EmptyPolicy;
  readonly ties: Ties;
  readonly toleranceMm: number;
  readonly surfaces: boolean;
  /** Whether masks, figures and pages are written, or summaries alone. */
  readonly files: boolean;
  readonly seed: number;
}
