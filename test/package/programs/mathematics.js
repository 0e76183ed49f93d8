import { consensus, descend, dice, diceOptimum, evaluate, Random, syntheticMarginal } from "softdice";

const marginal = [0.2, 0.4, 1, 0.6];
const raters = [
  [0, 1, 1, 0],
  [0, 1, 1, 1],
];
const { data } = syntheticMarginal({ rho: 0.05, seed: 1, sample: 0 });
const [last] = [...descend({ marginal: data, random: new Random(1), iterations: [3] })].slice(-1);

console.log(
  JSON.stringify({
    dice: dice([0, 1, 1, 1], marginal),
    threshold: diceOptimum(Float32Array.from(marginal)).threshold,
    consensus: [...consensus(raters).masks.diceOptimal],
    meanRaterDice: evaluate([0, 1, 1, 1], raters).meanRaterDice,
    iteration: last.l,
  }),
);
