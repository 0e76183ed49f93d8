// How long a training step of experiment (N) takes, and its convolutions beside the readable version: npm run bench:networks
// [-- --write]
//
// Processor time of one thread. Ratios are taken within rounds (rounds.ts).
import { weightCount, planeLength, type Convolutions } from "../src/kernels/convolutionContract.ts";
import { openConvolutions } from "../src/kernels/convolutions.ts";
import { ReferenceConvolutions } from "../src/kernels/reference/convolutions.ts";
import { parseRegime } from "../src/networks/regime.ts";
import { Training } from "../src/networks/training.ts";
import { quartiles, race, ratios, timed } from "./rounds.ts";
import { showTimes, Table } from "./table.ts";

const table = new Table("networks");
const STEPS = 5;
/** Calls of the fast kernel in one timing. */
const CALLS = 50;

for (const loss of ["rater-dice", "batch-dice", "cross-entropy@rater"]) {
  const training = new Training({
    model: { name: "whole", p: 0.45 },
    regime: parseRegime(loss),
    seed: 1,
    steps: 600,
  });
  const { steps = [] } = await race(12, {
    steps: timed(() => {
      for (let k = 0; k < STEPS; k++) training.step();
    }),
  });
  const each = steps.map((seconds) => seconds / STEPS);
  table.row(`a training step of eight images of 64 × 64, ${loss}`, showTimes(each), "", "≤ 80 ms");
}

const shape = { size: 64, inputs: 24, outputs: 8 };
const planes = (shape.inputs + shape.outputs) * planeLength(shape.size);
const weights = weightCount(shape);
const operations = weights * shape.size ** 2;

function fill(run: Convolutions): Convolutions {
  run.values.forEach((_, k) => (run.values[k] = ((k * 7919) % 1000) / 1000 - 0.5));
  return run;
}
const length = planes + weights + shape.outputs;
const fast = fill(openConvolutions(length));
const slow = fill(new ReferenceConvolutions(length));
const output = shape.inputs * planeLength(shape.size);
const bias = planes + weights;

for (const [what, call] of [
  ["a 3 × 3 convolution", (run: Convolutions) => run.convolve(shape, 0, planes, bias, output, true)],
  ["its weights' gradient", (run: Convolutions) => run.addWeightGradient(shape, 0, output, planes, bias)],
] as const) {
  const { wasm = [], readable = [] } = await race(9, {
    wasm: timed(() => {
      for (let k = 0; k < CALLS; k++) call(fast);
    }),
    readable: timed(() => call(slow)),
  } as const);
  const each = wasm.map((seconds) => seconds / CALLS);
  const rate = operations / quartiles(each)[1] / 1e9;
  table.row(
    `${what}, ${shape.inputs} to ${shape.outputs} channels of 64 × 64, the readable version over it`,
    `${showTimes(each)}, ${rate.toFixed(1)} GMAC/s`,
    ratios(readable, each),
  );
}
table.finish();
