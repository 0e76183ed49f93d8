/* What the page and its workers run in Chromium: figures that Node must get, too. */
import { Random } from "../../../src/core/random.ts";
import { descend } from "../../../src/kernels/descend.ts";
import { diceOptimum } from "../../../src/kernels/optimum.ts";
import { doTeamTask, teamDescent, type Ask, type TeamTask } from "../../../src/kernels/team.ts";
import { parseRegime } from "../../../src/networks/regime.ts";
import { Training } from "../../../src/networks/training.ts";
import { syntheticMarginal } from "../../../src/synthetic/marginal.ts";

const iterations = [1, 10, 40];

/** Everything that one thread computes. */
export function computeAlone(): unknown {
  const { data } = syntheticMarginal({ rho: 0.04, seed: 5, sample: 2 });
  const random = new Random(8);
  const noise = Float32Array.from({ length: 100_000 }, () => random.uniform());
  return {
    optimum: [diceOptimum(data), diceOptimum(noise), diceOptimum(Float64Array.from(noise))],
    compressed: [...descend({ marginal: data, random: new Random(1, 2, 3), iterations })],
    exact: [...descend({ marginal: data, random: new Random(1, 2, 3), iterations, exact: true })],
    network: trainedWeights(),
    float64: [...descend({ marginal: Float64Array.from(data), random: new Random(1, 2, 3), iterations })],
  };
}

/** Weights of a small network after a step of its training. */
function trainedWeights(): number[] {
  const shape = { size: 16, channels: [4, 4] };
  const regime = parseRegime("dice+cross-entropy@batch");
  const training = new Training({ model: { name: "sectors", p: 0.45 }, regime, seed: 1, steps: 1, shape });
  training.step();
  return [...training.network.parameters];
}

/** The exact descent by a team. */
export function computeTogether(ask: readonly Ask[]): Promise<unknown> {
  const { data } = syntheticMarginal({ rho: 0.04, seed: 5, sample: 2 });
  return teamDescent({ marginal: data, random: new Random(1, 2, 3), iterations }, ask);
}

export { doTeamTask, type Ask, type TeamTask };
