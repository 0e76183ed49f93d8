import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkIterations, descend, Descent, type Iterate } from "../../src/core/descent.ts";
import { dice, softDice, softDiceGradient } from "../../src/core/dice.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import { marginals } from "../support/marginals.ts";
import { readOracle } from "../support/oracles.ts";

interface DescentCase {
  readonly kind: string;
  readonly shape: readonly number[];
  readonly rate: number;
  readonly m: readonly number[];
  readonly f1: readonly number[];
  readonly iterates: readonly Iterate[];
}

describe("descend against an independent program", () => {
  it.each(readOracle<DescentCase[]>("descent.json"))("agrees on $kind of $shape", (expected) => {
    const iterates = [
      ...descend({
        marginal: expected.m,
        initial: expected.f1,
        rate: expected.rate,
        iterations: expected.iterates.map(({ l }) => l),
      }),
    ];
    expect(iterates).toHaveLength(expected.iterates.length);
    for (const [i, iterate] of iterates.entries()) {
      for (const key of ["l", "softDice", "l1", "e0", "e1"] as const) {
        expect(Math.abs(iterate[key] - expected.iterates[i][key])).toBeLessThan(1e-9);
      }
    }
  });
});

describe("descend", () => {
  it("follows the gradient with the paper's rate 10 N", () => {
    fc.assert(
      fc.property(marginals(10), fc.integer({ min: 0, max: 1e6 }), (m, seed) => {
        const f = new Random(seed).fillNormal(new Float64Array(m.length));
        const gradient = softDiceGradient(f, m);
        const descent = new Descent({ marginal: m, initial: f });
        descent.step();
        for (let i = 0; i < m.length; i++) {
          expect(descent.logits[i]).toBeCloseTo(f[i] - 10 * m.length * gradient[i], 9);
        }
      }),
    );
  });

  it("reports soft-Dice, volume, e0 and e1 of the start as they are defined", () => {
    const m = [0.9, 0.6, 0.2, 0.1];
    const initial = [1, -1, 0, -2];
    const descent = new Descent({ marginal: m, initial });
    const c = descent.soft();
    const optimal = m.map((value) => (value >= diceOptimum(m).threshold ? 1 : 0));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(optimal).toEqual([1, 1, 0, 0]);
    const { l, softDice: loss, l1, e0, e1 } = descent.measure();
    expect(l).toBe(1);
    expect(loss).toBeCloseTo(softDice(c, m), 14);
    expect(l1).toBeCloseTo(mean([...c]), 14);
    expect(e0).toBeCloseTo(mean(m.map((_, i) => Math.abs(c[i] - optimal[i]))), 14);
    expect(e1).toBe(2 / 4); // voxel 2 starts on the wrong side, voxel 3 at σ = 1/2 counts as foreground
  });

  it("brings every threshold's Dice to the supremum as soft-Dice reaches its infimum (Theorem 3)", () => {
    const random = new Random(5);
    const m = Float64Array.from({ length: 400 }, (_, i) =>
      i < 60 ? 0.6 + 0.4 * random.uniform() : 0.3 * random.uniform(),
    );
    const { supDice } = diceOptimum(m);
    const descent = new Descent({ marginal: m, random });
    while (descent.l < 2000) descent.step();
    expect(descent.measure().softDice).toBeCloseTo(1 - supDice, 3);
    for (const a of [0.01, 0.25, 0.5, 0.75, 0.99]) {
      const s = descent.soft().map((value) => (value >= a ? 1 : 0));
      expect(dice(s, m)).toBeCloseTo(supDice, 3);
    }
  });

  it("stays where it is on an empty marginal, where soft-Dice is 1 for everything", () => {
    const [first, last] = descend({ marginal: [0, 0], initial: [0.5, -0.5], iterations: [1, 50] });
    expect(first?.softDice).toBe(1);
    expect({ ...last, l: 1 }).toEqual(first);
  });

  it("runs on one voxel and on a full marginal", () => {
    for (const marginal of [[0.3], [1, 1, 1]]) {
      const iterates = [...descend({ marginal, random: new Random(1) })];
      expect(iterates.at(-1)!.e1).toBe(0);
      expect(iterates.at(-1)!.e0).toBeLessThan(0.01);
    }
  });

  it("refuses what it cannot use", () => {
    expect(() => [...descend({ marginal: [0.5] })]).toThrow("initial: is missing and so is random");
    expect(() => [...descend({ marginal: [0.5], initial: [Number.NaN] })]).toThrow("initial[0]: is NaN");
    expect(() => [...descend({ marginal: [0.5], initial: [0, 1] })]).toThrow("initial: has 2 values");
    expect(() => [...descend({ marginal: [0.5], initial: [0], rate: -1 })]).toThrow("rate: is -1");
    expect(() => checkIterations([1, 1])).toThrow("iterations[1]: is 1, expected an integer above 1");
    expect(() => checkIterations([0.5])).toThrow("iterations[0]");
  });
});
