import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { bootstrapMean } from "../../src/evaluation/bootstrapT.ts";

/** The t* of all 6⁶ resamples of six values, sorted. */
function allRatios(x: readonly number[]): number[] {
  const n = x.length;
  const of = (values: readonly number[]): [mean: number, error: number] => {
    const mean = values.reduce((a, b) => a + b, 0) / n;
    return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1) / n)];
  };
  const [centre] = of(x);
  return Array.from({ length: n ** n }, (_, code) => {
    const [mean, error] = of(x.map((__, d) => x[Math.floor(code / n ** d) % n]));
    return error > 0 ? (mean - centre) / error : Math.sign(mean - centre) * Infinity;
  }).sort((a, b) => a - b);
}

describe("the interval of a mean over cases", () => {
  it("is that of all resamples but for chance", () => {
    const x = [0.01, 0.03, -0.02, 0.05, 0.012, 0.02];
    const mean = 0.017;
    const error = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5 / 6);
    const ratios = allRatios(x);
    const { lower, upper, mean: found, cases } = bootstrapMean(x);
    expect(found).toBeCloseTo(mean, 15);
    expect(cases).toBe(6);
    const share = (bound: number): number =>
      ratios.filter((ratio) => ratio > (mean - bound) / error).length / ratios.length;
    expect(Math.abs(share(lower) - 0.025)).toBeLessThan(0.01);
    expect(Math.abs(share(upper) - 0.975)).toBeLessThan(0.01);
  });

  it("ends where the figure does, and is otherwise the same", () => {
    const x = [0.01, 0.02, 0.01, 0.9, 0.03, 0.02];
    const all = bootstrapMean(x);
    expect(all.lower).toBeLessThan(0);
    expect(all.upper).toBeGreaterThan(1);
    expect(bootstrapMean(x, 1, [0, 1])).toEqual({ ...all, lower: 0, upper: 1 });
    expect(bootstrapMean(x, 1, [-10, 10])).toMatchObject({ mean: all.mean, cases: all.cases });
    const inside = bootstrapMean([0.4, 0.5, 0.6, 0.5, 0.45, 0.55]);
    expect(bootstrapMean([0.4, 0.5, 0.6, 0.5, 0.45, 0.55], 1, [0, 1])).toEqual(inside);
  });

  it("moves and grows with the values", () => {
    const x = [0.2, 0.5, 0.1, 0.9, 0.4, 0.3, 0.45];
    const [a, b] = [bootstrapMean(x), bootstrapMean(x.map((v) => 3 * v + 10))];
    expect(b.lower).toBeCloseTo(3 * a.lower + 10, 10);
    expect(b.upper).toBeCloseTo(3 * a.upper + 10, 10);
  });

  it("leaves out what does not exist, and is a point where all cases are alike", () => {
    const x = [0.2, 0.5, 0.1, 0.9, 0.4, 0.3];
    expect(bootstrapMean([...x, Number.NaN])).toEqual(bootstrapMean(x));
    expect(bootstrapMean(Array.from({ length: 6 }, () => 0.25))).toEqual({
      mean: 0.25,
      lower: 0.25,
      upper: 0.25,
      cases: 6,
    });
    expect(() => bootstrapMean([1, Infinity])).toThrow(/values\[1\]: is Infinity/u);
  });

  it("holds what it says within five points, for six cases with normal and with skewed differences", () => {
    const draws: Record<string, (random: Random) => number> = {
      normal: (random) => random.normal(),
      skewed: (random) => Math.exp(0.18) - Math.exp(0.6 * random.normal()),
    };
    for (const draw of Object.values(draws)) {
      let held = 0;
      for (let trial = 0; trial < 300; trial++) {
        const random = new Random(5, 2, trial);
        const { lower, upper } = bootstrapMean(
          Array.from({ length: 6 }, () => draw(random)),
          trial,
        );
        if (lower <= 0 && upper >= 0) held += 1;
      }
      expect(held / 300).toBeGreaterThanOrEqual(0.9);
      expect(held / 300).toBeLessThanOrEqual(1);
    }
  });
});
