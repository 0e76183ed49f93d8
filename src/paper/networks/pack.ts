import type { TrainingOutcome } from "../../networks/experiment.ts";
import { packProbabilities, unpackProbabilities } from "../iterates/pack.ts";

/** A {@link TrainingOutcome} as JSON, its examples in steps of 1/255. */
export interface PackedTraining extends Omit<TrainingOutcome, "examples"> {
  readonly examples: readonly string[];
}

export function packTraining(outcome: TrainingOutcome): PackedTraining {
  return { ...outcome, examples: outcome.examples.map(packProbabilities) };
}

/** The examples of a packed training, in [0, 1]. */
export function unpackExamples({ examples }: PackedTraining): Float32Array[] {
  return examples.map(unpackProbabilities);
}
