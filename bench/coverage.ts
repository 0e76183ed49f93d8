/*
 * How often the interval of a mean over cases holds the expected mean: src/evaluation/bootstrapT.ts beside the percentile
 * interval, for differences of Dice that are spread normally, skewed, with heavy tails, and with one failed case in ten.
 *
 *     npm run bench:coverage [-- --trials 4000]
 */
import { parseArgs } from "node:util";
import { Random } from "../src/core/random.ts";
import { bootstrapMean, INTERVAL_LEVEL } from "../src/evaluation/bootstrapT.ts";

const { values } = parseArgs({ options: { trials: { type: "string", default: "2000" } } });
const trials = Number(values.trials);

/** Each with expectation 0. */
const spreads: Record<string, (random: Random) => number> = {
  normal: (random) => random.normal(),
  skewed: (random) => Math.exp(0.18) - Math.exp(0.6 * random.normal()),
  "heavy tails": (random) => {
    const squares = [1, 2, 3, 4].reduce((sum) => sum + random.normal() ** 2, 0);
    return random.normal() / Math.sqrt(squares / 4);
  },
  "one in ten fails": (random) => (random.uniform() < 0.1 ? -3 : 1 / 3) + 0.5 * random.normal(),
};

function percentile(x: readonly number[], random: Random): [lower: number, upper: number] {
  const means = Float64Array.from({ length: 999 }, () =>
    x.reduce((sum) => sum + x[random.integer(x.length)] / x.length, 0),
  ).sort();
  return [means[24], means[974]];
}

process.stdout.write(
  `An interval of ${100 * INTERVAL_LEVEL} % holds the expected mean in … % of ${trials} trials\n\n` +
    "| spread of the cases | cases | bootstrap-t | percentile |\n| --- | --- | --- | --- |\n",
);
for (const [name, draw] of Object.entries(spreads)) {
  for (const cases of [6, 8, 12, 20, 40]) {
    let held = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const random = new Random(11, cases, trial);
      const x = Array.from({ length: cases }, () => draw(random));
      const t = bootstrapMean(x, trial);
      const [lower, upper] = percentile(x, random);
      held = [held[0] + Number(t.lower <= 0 && 0 <= t.upper), held[1] + Number(lower <= 0 && 0 <= upper)];
    }
    const [t, p] = held.map((count) => ((100 * count) / trials).toFixed(1));
    process.stdout.write(`| ${name} | ${cases} | ${t} | ${p} |\n`);
  }
}
