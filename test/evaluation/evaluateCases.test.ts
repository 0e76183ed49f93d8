import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { evaluateCases } from "../../src/evaluation/evaluateCases.ts";

const raters = [
  [0, 1, 1, 0],
  [0, 1, 1, 1],
];
const cases = [
  { case: "p1", prediction: [0, 1, 1, 1], raters },
  { case: "p2", prediction: [1, 1, 1, 0], raters },
  { case: "p3", prediction: [0, 0.9, 0.8, 0.3], raters },
];

describe("the evaluation of several cases of arrays", () => {
  it("is that of each, and the mean over them", async () => {
    const found = await evaluateCases(cases);
    const single = cases.map(({ prediction }) => evaluate(prediction, raters));
    const named = single.map((one, n) => ({ ...one, case: cases[n].case, structure: "" }));
    expect(found.cases).toEqual(named);
    expect(found.all.cases).toBe(3);
    const mean = single.reduce((sum, { meanRaterDice }) => sum + meanRaterDice, 0) / 3;
    expect(found.all.meanRaterDice.mean).toBeCloseTo(mean, 14);
  });

  it("takes cases one at a time, says how many are done, and stops when it is told to", async () => {
    const stop = new AbortController();
    const taken: string[] = [];
    const counts: number[] = [];
    const one = function* () {
      for (const each of cases) {
        taken.push(each.case);
        yield each;
      }
    };
    const report = (done: number): void => {
      counts.push(done);
      if (done === 1) stop.abort(new Error("enough"));
    };
    await expect(evaluateCases(one(), { report, signal: stop.signal })).rejects.toThrow("enough");
    expect([taken, counts]).toEqual([["p1", "p2"], [1]]);
  });

  it("names the case and argument that are wrong", async () => {
    await expect(evaluateCases([])).rejects.toThrow("cases.length: is 0, expected at least one case");
    await expect(evaluateCases([cases[0], cases[0]])).rejects.toThrow('cases[1]: is "p1", as one before it');
    await expect(evaluateCases([cases[0], { ...cases[1], prediction: [0, 2, 0, 0] }])).rejects.toThrow(
      "cases[1].prediction[1]: is 2, expected a probability in [0, 1]",
    );
    await expect(evaluateCases(cases, { seed: -1 })).rejects.toThrow("seed: is -1");
  });
});
