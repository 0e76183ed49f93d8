import { describe, expect, it } from "vitest";
import { ReferenceConvolutions } from "../../src/kernels/reference/convolutions.ts";
import { WasmConvolutions } from "../../src/kernels/wasm/convolutions.ts";
import { Adam } from "../../src/networks/adam.ts";
import { Calibration, calibrationError } from "../../src/networks/calibration.ts";
import { TestSet } from "../../src/networks/evaluation.ts";
import { cutsOf, runTraining } from "../../src/networks/experiment.ts";
import { parseRegime, parseRegimes } from "../../src/networks/regime.ts";
import { Training } from "../../src/networks/training.ts";
import { trainingsOf } from "../../src/networks/trainings.ts";

const shape = { size: 16, channels: [4, 4] };
const model = { name: "whole", p: 0.45 } as const;

const LOSSES = ["rater-dice", "batch-dice", "dice+cross-entropy:1,1@batch"];

describe("a training", () => {
  it.each([
    "jaccard",
    "tversky:0.3,0.7@rater",
    "squared-dice:target=hard@batch",
    "generalised-dice",
    "semimetric-dice",
  ])("takes %s", (loss) => {
    const training = new Training({ model, regime: parseRegime(loss), seed: 2, steps: 1, shape });
    const before = training.network.parameters.slice();
    training.step();
    expect(training.network.parameters).not.toEqual(before);
    expect(training.network.parameters.every(Number.isFinite)).toBe(true);
  });

  it.each(LOSSES)("with %s gives the same weights with both kernels", (loss) => {
    const weights = [
      (length: number) => new ReferenceConvolutions(length),
      (length: number) => new WasmConvolutions(length),
    ].map((open) => {
      const training = new Training({ model, regime: parseRegime(loss), seed: 2, steps: 2, shape, open });
      const before = training.network.parameters.slice();
      training.step();
      expect(training.network.parameters).not.toEqual(before);
      return training.network.parameters.slice();
    });
    expect(weights[1]).toEqual(weights[0]);
  });

  it("starts from the same weights and sees the same images whatever the loss", () => {
    const start = (loss: string) =>
      new Training({ model, regime: parseRegime(loss), seed: 2, steps: 1, shape }).network.parameters.slice();
    expect(start("cross-entropy")).toEqual(start("dice"));
  });

  it("ends with the mean of its weights over the last 30 % of the steps", () => {
    const training = new Training({ model, regime: parseRegime("rater-dice"), seed: 2, steps: 10, shape });
    const { parameters } = training.network;
    const late: Float32Array[] = [];
    while (training.done < 10) {
      training.step();
      if (training.done > 7) late.push(parameters.slice());
    }
    training.takeAverage();
    parameters.forEach((value, k) =>
      expect(value).toBeCloseTo((late[0][k] + late[1][k] + late[2][k]) / 3, 6),
    );
  });

  it("learns: Dice rises towards its supremum", { timeout: 60_000 }, () => {
    const steps = 120;
    const training = new Training({ model, regime: parseRegime("dice"), seed: 2, steps, shape });
    const tests = new TestSet(16, model, 2, 30);
    const before = tests.evaluate(training.network, ["half"]).worth[0].dice;
    while (training.done < steps) training.step();
    const { dice } = tests.evaluate(training.network, ["half"]).worth[0];
    expect(dice).toBeGreaterThan(before);
    expect(dice).toBeGreaterThan(0.85 * tests.best.supDice);
    expect(dice).toBeLessThanOrEqual(tests.best.supDice);
  });

  it("gives a curve, an outcome a cut, calibration and examples", () => {
    const task = { model, loss: "cross-entropy@rater", seed: 4, steps: 6, hasExamples: true };
    const result = runTraining(task, { shape, tests: 5 });
    expect(result.curve.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(result.outcomes.map(({ cut }) => cut)).toEqual(["half", "threshold"]);
    expect(result.outcomes[1].predictedVolume).toBe(result.best.optimalVolume);
    expect(result.calibration.reduce((sum, { count }) => sum + count, 0)).toBe(5 * 256);
    expect(result.examples.map(({ length }) => length)).toEqual([256, 256, 256]);
    expect(runTraining(task, { shape, tests: 5 })).toEqual(result);
  });
});

describe("Adam", () => {
  it("moves by its rate against a constant gradient, whatever its size", () => {
    const adam = new Adam(3);
    const parameters = Float32Array.of(1, 1, 1);
    for (let step = 0; step < 5; step++) adam.step(parameters, Float32Array.of(1e-3, -20, 0), 0.01);
    expect(parameters[0]).toBeCloseTo(0.95, 5);
    expect(parameters[1]).toBeCloseTo(1.05, 5);
    expect(parameters[2]).toBe(1);
  });

  it("follows its formula in the second step", () => {
    const adam = new Adam(1);
    const parameters = Float32Array.of(0);
    adam.step(parameters, Float32Array.of(1), 0.1);
    adam.step(parameters, Float32Array.of(3), 0.1);
    const mean = (0.9 * 0.1 + 0.3) / (1 - 0.9 ** 2);
    const square = (0.999 * 0.001 + 0.009) / (1 - 0.999 ** 2);
    expect(parameters[0]).toBeCloseTo(-0.1 - (0.1 * mean) / Math.sqrt(square), 6);
  });
});

describe("calibration", () => {
  it("is the mean distance of bins from the diagonal, relative to the foreground", () => {
    const calibration = new Calibration();
    calibration.add(Float64Array.of(0.01, 0.21, 0.23, 0.99, 1), Float64Array.of(0, 0, 0.4, 1, 1));
    expect(calibration.bins).toEqual([
      { count: 1, predicted: 0.01, observed: 0 },
      { count: 2, predicted: 0.22, observed: 0.2 },
      { count: 2, predicted: 0.995, observed: 1 },
    ]);
    expect(calibrationError(calibration.bins)).toBeCloseTo((0.01 + 0.04 + 0.01) / (0.01 + 0.44 + 1.99), 12);
  });
});

describe("a regime", () => {
  it("is a loss and how it is taken", () => {
    expect(parseRegime("dice")).toMatchObject({ target: "marginal", isOverBatch: false });
    expect(parseRegime("rater-dice")).toMatchObject({ target: "observer", isOverBatch: false });
    expect(parseRegime("batch-dice")).toMatchObject({ target: "observer", isOverBatch: true });
    expect(parseRegime("jaccard@batch")).toMatchObject({ target: "observer", isOverBatch: true });
    expect(parseRegimes("dice, tversky:0.3,0.7@batch")).toEqual(["dice", "tversky:0.3,0.7@batch"]);
    expect(cutsOf(parseRegime("dice"))).toEqual(["half"]);
  });

  it.each([
    ["dicee", "which no loss is called"],
    ["dice@all", "LOSS@marginal, LOSS@rater or LOSS@batch"],
    ["dice@rater@batch", "LOSS@marginal, LOSS@rater or LOSS@batch"],
    ["rater-dice@marginal", "expected rater-dice, or dice@marginal"],
    ["dice,dice", "different losses"],
  ])("is refused where it is %s", (name, message) => {
    expect(() => parseRegimes(name)).toThrow(message);
  });
});

it("trainings come by model, rim, loss and seed", () => {
  const parameters = { seed: 5, seeds: 2, steps: 10, model: ["whole", "sectors"], rim: [0.3, 0.4] } as const;
  const trainings = trainingsOf(parameters);
  expect(trainings).toHaveLength(2 * 2 * 3 * 2);
  expect(trainings[1]).toEqual({
    model: { name: "whole", p: 0.3 },
    loss: "dice",
    seed: 6,
    steps: 10,
    hasExamples: false,
  });
  expect(trainingsOf({ ...parameters, rim: [0.45], loss: ["jaccard"] })).toHaveLength(4);
});
