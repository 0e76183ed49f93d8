import { SyntheticModel } from "../../synthetic/marginal.ts";
import type { PresetName } from "../../synthetic/presets.ts";
import { sampleStream } from "../../synthetic/streams.ts";
import { measure, type Measurement } from "./sample.ts";

/** Parameters of experiment (S): everything that its samples depend on. */
export interface SyntheticParameters {
  readonly seed: number;
  readonly samples: number;
  readonly rho: readonly number[];
  readonly preset: PresetName;
  readonly iterations: readonly number[];
  /** Whether every voxel is followed by itself. */
  readonly exact: boolean;
}

/** Experiment (S) as tasks 0 … rows · samples − 1, in any order: task k is sample k mod samples of row ⌊k / samples⌋. */
export function syntheticTasks(parameters: SyntheticParameters): (task: number) => Measurement {
  const { seed, samples, rho, preset, iterations, exact } = parameters;
  let model = new SyntheticModel(rho[0], preset);
  return (task) => {
    const level = rho[Math.floor(task / samples)];
    const sample = task % samples;
    if (model.rho !== level) model = new SyntheticModel(level, preset);
    const { data } = model.sample(seed, sample);
    return measure(data, sampleStream(seed, "start", level, sample), iterations, exact);
  };
}
