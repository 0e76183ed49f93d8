import { SyntheticModel } from "../../synthetic/marginal.ts";

/** The three steps of experiment (S) for one noise level. */
export interface GenerationSteps {
  readonly rho: number;
  /** Pixels along each side. */
  readonly size: number;
  /** m₀, m₀^ρ and m^ρ: size × size values in [0, 1] each. */
  readonly steps: readonly [ball: Float64Array, blurred: Float64Array, deformed: Float32Array];
}

const RHOS: readonly number[] = [0.01, 0.03, 0.05, 0.07, 0.09];

/** The steps for five noise levels. */
export function computeSupplement1(seed: number): GenerationSteps[] {
  return RHOS.map((rho) => {
    const model = new SyntheticModel(rho);
    return {
      rho,
      size: model.preset.size,
      steps: [model.shape, model.blurred, model.sample(seed, 0).data],
    };
  });
}
