import { describe, expect, it } from "vitest";
import { cosSinTurns, exp, log, sigmoid } from "../../src/core/elementary.ts";
import { normalQuantile, philox, Random } from "../../src/core/random.ts";

const words = (...hex: string[]) => Uint32Array.from(hex, (word) => Number.parseInt(word, 16));

describe("philox4x32-10", () => {
  // Known-answer vectors published with Random123 (kat_vectors).
  it("gives the published block for counter 0 and key 0", () => {
    const out = new Uint32Array(4);
    philox(out, 0, 0, 0, 0, 0, 0);
    expect(out).toEqual(words("6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"));
  });

  it("gives the published block for all bits set", () => {
    const out = new Uint32Array(4);
    philox(out, -1, -1, -1, -1, -1, -1);
    expect(out).toEqual(words("408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"));
  });

  it("gives the published block for the digits of pi", () => {
    const out = new Uint32Array(4);
    philox(out, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0);
    expect(out).toEqual(words("d16cfe09", "94fdcceb", "5001e420", "24126ea1"));
  });
});

describe("Random", () => {
  it("repeats for the same seed and path and differs for another", () => {
    const draw = (seed: number, ...path: number[]) =>
      new Random(seed, ...path).fillNormal(new Float64Array(9));
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    expect(draw(1, 2, 3)).not.toEqual(draw(1, 2, 4));
    expect(draw(1, 2, 3)).not.toEqual(draw(2 ** 32 + 1, 2, 3));
  });

  it("draws normal deviates with the moments of N(0, 1)", () => {
    const n = 1e6;
    const z = new Random(7).fillNormal(new Float64Array(n));
    const moment = (k: number) => z.reduce((sum, value) => sum + value ** k, 0) / n;
    // Within five standard errors: sqrt(var(z^k) / n).
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });
});

describe("elementary functions", () => {
  it("agree with the engine's to a few units in the last place", () => {
    const random = new Random(3);
    for (let i = 0; i < 20_000; i++) {
      const x = (random.uniform() - 0.5) * 1400; // −700 … 700
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
      const y = Math.exp(x);
      expect(Math.abs(log(y) - Math.log(y))).toBeLessThan(5e-16 * Math.max(1, Math.abs(x)));
    }
  });

  it("give cosines and sines of turns, exact at quarter turns", () => {
    for (const x of [0, 1, 0.25, 0.5, -0.25, 7.75]) {
      const [cos, sin] = cosSinTurns(x);
      expect(cos + 0).toBe(Math.round(Math.cos(2 * Math.PI * x)) + 0);
      expect(sin + 0).toBe(Math.round(Math.sin(2 * Math.PI * x)) + 0);
    }
    for (let i = -500; i < 500; i++) {
      const [cos, sin] = cosSinTurns(i / 317);
      expect(Math.abs(cos - Math.cos((2 * Math.PI * i) / 317))).toBeLessThan(3e-15);
      expect(Math.abs(sin - Math.sin((2 * Math.PI * i) / 317))).toBeLessThan(3e-15);
      expect(Math.abs(cos * cos + sin * sin - 1)).toBeLessThan(5e-16);
    }
  });

  it("keep their limits", () => {
    expect([exp(-Infinity), exp(0), exp(Infinity)]).toEqual([exp(-708), 1, exp(709)]);
    expect(exp(Number.NaN)).toBeNaN();
    expect([sigmoid(0), sigmoid(Infinity)]).toEqual([0.5, 1]);
    expect(sigmoid(-Infinity)).toBeLessThan(1e-300);
    expect(log(1)).toBe(0);
  });

  it("give the normal quantiles of published tables", () => {
    // Abramowitz & Stegun, table 26.5, and Wichura's own check values.
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 14);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 13);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 12);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  });
});
