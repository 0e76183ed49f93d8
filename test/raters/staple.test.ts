import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { stapleByFieldOfView, unionBox } from "../../src/raters/fieldOfView.ts";
import { voteMap, votePatterns } from "../../src/raters/patterns.ts";
import { staple } from "../../src/raters/staple.ts";
import { observers } from "../support/raters.ts";

/** Warfield's EM written out voxel by voxel with plain products, for as many iterations as asked. */
function plainStaple(
  raters: readonly (readonly number[])[],
  iterations: number,
): { p: number[]; q: number[] } {
  const n = raters[0].length;
  const prior = raters.flat().reduce((a, b) => a + b) / (n * raters.length);
  let p = raters.map(() => 0.99999);
  let q = raters.map(() => 0.99999);
  for (let step = 0; step < iterations; step++) {
    const w = raters[0].map((_, i) => {
      let [a, b] = [prior, 1 - prior];
      raters.forEach((mask, k) => {
        a *= mask[i] === 1 ? p[k] : 1 - p[k];
        b *= mask[i] === 1 ? 1 - q[k] : q[k];
      });
      return a / (a + b);
    });
    const foreground = w.reduce((a, b) => a + b);
    p = raters.map((mask) => w.reduce((sum, x, i) => sum + x * mask[i], 0) / foreground);
    q = raters.map((mask) => w.reduce((sum, x, i) => sum + (1 - x) * (1 - mask[i]), 0) / (n - foreground));
  }
  return { p, q };
}

describe("STAPLE", () => {
  it("goes through the same estimates as the published iteration voxel by voxel", () => {
    const random = new Random(2);
    for (let trial = 0; trial < 50; trial++) {
      const truth = Array.from({ length: 300 }, (_, i) => Number(i % 3 === 0));
      const raters = Array.from({ length: 2 + random.integer(4) }, () => {
        const [p, q] = [0.6 + 0.4 * random.uniform(), 0.6 + 0.4 * random.uniform()];
        return truth.map((t) => (t === 1 ? Number(random.uniform() < p) : Number(random.uniform() > q)));
      });
      for (const maxIterations of [1, 2, 10]) {
        const found = staple(raters, { maxIterations, tolerance: 1e-15 });
        const { p, q } = plainStaple(raters, found.iterations);
        p.forEach((value, k) => expect(found.sensitivity[k]).toBeCloseTo(value, 9));
        q.forEach((value, k) => expect(found.specificity[k]).toBeCloseTo(value, 9));
      }
    }
  });

  it("recovers the sensitivity and specificity of simulated observers", () => {
    const random = new Random(8);
    const n = 200_000;
    const [p, q] = [
      [0.95, 0.8, 0.7],
      [0.99, 0.9, 0.97],
    ];
    const truth = Uint8Array.from({ length: n }, () => Number(random.uniform() < 0.2));
    const raters = p.map((_, k) => truth.map((t) => Number(random.uniform() < (t === 1 ? p[k] : 1 - q[k]))));
    const { sensitivity, specificity, converged } = staple(raters);
    expect(converged).toBe(true);
    // The prior is the mean of all decisions, not the truth's 0.2, hence a bias beyond the sampling error.
    p.forEach((value, k) => expect(Math.abs(sensitivity[k] - value)).toBeLessThan(0.03));
    q.forEach((value, k) => expect(Math.abs(specificity[k] - value)).toBeLessThan(0.03));
  });

  it("keeps its start where nobody marked anything, or everybody all", () => {
    const empty = staple([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([[...empty.sensitivity], [...empty.probability]]).toEqual([
      [0.99999, 0.99999],
      [0, 0, 0],
    ]);
    expect([
      ...staple([
        [1, 1],
        [1, 1],
      ]).specificity,
    ]).toEqual([0.99999, 0.99999]);
  });

  it("gives probabilities and no NaN for empty, full, identical and single observers", () => {
    fc.assert(
      fc.property(observers(8, 12), (raters) => {
        const { probability, sensitivity, specificity, prior } = staple(raters, { maxIterations: 500 });
        for (const value of [...probability, ...sensitivity, ...specificity, prior]) {
          expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    const segment = (...raters: number[][]) => Array.from(staple(raters).segmentation);
    expect(segment([0, 0], [0, 0])).toEqual([0, 0]);
    expect(segment([1, 1], [1, 1])).toEqual([1, 1]);
    expect(segment([1, 0], [1, 0])).toEqual([1, 0]);
    expect(segment([1, 0])).toEqual([1, 0]);
  });

  it("does not underflow with thirty contradicting observers", () => {
    const raters = Array.from({ length: 30 }, (_, k) =>
      Array.from({ length: 90 }, (_, i) => Number((i + 3 * k) % 90 < 45)),
    );
    const { probability } = staple(raters);
    expect(probability.every((w) => w >= 0 && w <= 1)).toBe(true);
  });

  it("says when it has not converged", () => {
    const raters = [
      [1, 1, 1, 0, 0, 0, 0, 0],
      [1, 1, 0, 1, 0, 0, 0, 0],
      [1, 0, 1, 1, 1, 0, 0, 0],
    ];
    expect(staple(raters, { maxIterations: 2 })).toMatchObject({ converged: false, iterations: 2 });
    expect(staple(raters, { tolerance: 0.1 }).iterations).toBeLessThan(staple(raters).iterations);
    expect(() => staple(raters, { tolerance: 0 })).toThrow("tolerance: is 0, expected a number in (0, 1)");
    expect(() => staple(raters, { maxIterations: 1.5 })).toThrow("maxIterations: is 1.5");
  });

  it("counts an observer of weight 2 as two identical ones", () => {
    const [a, b, c] = [
      [1, 1, 1, 0, 0, 0, 0, 0],
      [1, 1, 0, 1, 0, 0, 0, 0],
      [1, 0, 1, 1, 1, 0, 0, 0],
    ];
    const weighted = staple([a, b, c], { weights: [2, 1, 1] });
    const repeated = staple([a, a, b, c]);
    expect(weighted.iterations).toBe(repeated.iterations);
    weighted.probability.forEach((w, i) => expect(w).toBeCloseTo(repeated.probability[i], 12));
  });
});

describe("STAPLE's field of view", () => {
  const shape = [40, 40, 10] as const;
  const ball = (radius: number, shift: number) =>
    Uint8Array.from({ length: 16_000 }, (_, i) => {
      const [x, y, z] = [(i % 40) - 20 - shift, (Math.floor(i / 40) % 40) - 20, Math.floor(i / 1600) - 5];
      return Number(x * x + y * y + z * z * 4 < radius * radius);
    });
  const map = voteMap([ball(9, 3), ball(4, 0), ball(4, -1), ball(5, -4), ball(5, 0)]);
  const votes = votePatterns(map);

  it("is measured on the grid, on the union's box and on that box with a margin", () => {
    const grid = { ...unitGrid(shape), spacingMm: [1, 1, 3] as const };
    const box = unionBox(map, grid);
    expect(box).toEqual({ start: [12, 12, 1], end: [32, 29, 10] });
    const views = stapleByFieldOfView(votes, grid, box!, 4);
    expect(views.map(({ view, viewVoxels }) => [view, viewVoxels])).toEqual([
      ["grid", 16_000],
      ["box", 20 * 17 * 9],
      ["box with margin", 28 * 25 * 10],
    ]);
    // The same marks, with less background around them: another prior, and another segmentation.
    const [whole, tight] = views;
    expect(tight.prior).toBeGreaterThan(whole.prior);
    expect(tight.voxels).toBeLessThan(whole.voxels);
  });

  it("has no box where nobody marked anything", () => {
    expect(unionBox(voteMap([[0, 0, 0, 0]]), unitGrid([4, 1, 1]))).toBeUndefined();
  });
});
