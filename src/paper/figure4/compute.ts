import { PAPER_ITERATIONS } from "../../core/descent.ts";
import { SyntheticModel } from "../../synthetic/marginal.ts";
import { PAPER_RHOS } from "../../synthetic/presets.ts";
import { sampleStream } from "../../synthetic/streams.ts";
import { computeIterates, type Iterates } from "../iterates/compute.ts";

/** One sample of experiment (S) for each noise level, with its descent. */
export function computeFigure4(seed: number): Iterates[] {
  return PAPER_RHOS.map((rho) => {
    const { data, shape } = new SyntheticModel(rho).sample(seed, 0);
    const picture = { title: `ρ = ${rho}`, width: shape[0], height: shape[1], marginal: data };
    return computeIterates(picture, sampleStream(seed, "start", rho, 0), PAPER_ITERATIONS);
  });
}
