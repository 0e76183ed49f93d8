import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice, softDice, softDiceGradient } from "../../src/core/dice.ts";
import { sigmoid } from "../../src/core/elementary.ts";
import { SoftdiceError } from "../../src/core/errors.ts";
import { marginals } from "../support/marginals.ts";

describe("dice", () => {
  it("is twice the overlap over the sum of the volumes", () => {
    expect(dice([1, 1, 0, 0], [1, 0, 1, 0])).toBe(0.5);
    expect(dice([1, 0], [0.5, 0.25])).toBeCloseTo(1 / 1.75, 15);
  });

  it("is 1 for equal segmentations, 0 for disjoint ones and for two empty ones", () => {
    expect(dice([1, 0, 1], [1, 0, 1])).toBe(1);
    expect(dice([1, 0, 0], [0, 1, 1])).toBe(0);
    expect(dice([0, 0], [0, 0])).toBe(0);
  });

  it("names the argument, the index and the value that it refuses", () => {
    expect(() => dice([0, 2], [0, 1])).toThrow("s[1]: is 2, expected 0 or 1");
    expect(() => dice([0, 1], [0, Number.NaN])).toThrow("m[1]: is NaN, expected a probability in [0, 1]");
    expect(() => dice([0, 1], [0])).toThrow("s: has 2 values and m has 1");
    expect(() => dice([], [])).toThrow(SoftdiceError);
  });
});

describe("softDice", () => {
  it("is 1 − Dice on hard segmentations", () => {
    fc.assert(
      fc.property(marginals(12), fc.infiniteStream(fc.boolean()), (m, coin) => {
        const s = m.map(() => (coin.next().value === true ? 1 : 0));
        expect(softDice(s, m)).toBeCloseTo(1 - dice(s, m), 14);
      }),
    );
  });

  it("is 1 for every soft segmentation where the marginal is empty", () => {
    expect(softDice([0.3, 1], [0, 0])).toBe(1);
    expect(softDice([0, 0], [0, 0])).toBe(1);
  });
});

describe("softDiceGradient", () => {
  it("agrees with central differences of the loss", () => {
    fc.assert(
      fc.property(
        marginals(8),
        fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 8 }),
        (m, raw) => {
          const f = m.map((_, i) => raw[i]);
          const gradient = softDiceGradient(f, m);
          const h = 1e-5;
          for (let i = 0; i < f.length; i++) {
            const loss = (delta: number) =>
              softDice(
                f.map((x, j) => sigmoid(j === i ? x + delta : x)),
                m,
              );
            expect(gradient[i]).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 8);
          }
        },
      ),
    );
  });
});
