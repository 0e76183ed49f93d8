import { answerCalls, Handover } from "../protocol.ts";
import { type ComparedLosses, compareLosses } from "../explore/compare.ts";
import { type DescentRun, descend } from "./descend.ts";
import { type PlaneMarginal, prepareMarginal } from "./marginal.ts";
import type { DescentParameters, MarginalParameters } from "./parameters.ts";

/* Runs descents and keeps every iterate; compares the losses of marginals that are made here. */

export interface DescentRequest extends DescentParameters {
  /** The marginal of the open structure, for that source. */
  readonly slice?: PlaneMarginal | undefined;
}

export interface CompareRequest extends MarginalParameters {
  /** Names of losses. */
  readonly losses: readonly string[];
}

answerCalls({
  run({ slice, ...parameters }: DescentRequest): Handover<DescentRun> {
    const run = descend(prepareMarginal(parameters, slice), parameters);
    return new Handover(run, [run.soft]);
  },

  compare({ losses, ...parameters }: CompareRequest): ComparedLosses {
    const { marginal, width } = prepareMarginal(parameters, undefined);
    return compareLosses(losses, {
      m: marginal,
      voxelMl: Number.NaN,
      patternAt: () => 0,
      plane: { width, index: (pixel) => pixel, pixels: marginal.length },
    });
  },
});
