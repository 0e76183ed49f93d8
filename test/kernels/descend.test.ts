import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Descent, type Iterate } from "../../src/core/descent.ts";
import { Random } from "../../src/core/random.ts";
import type { Kernels } from "../../src/kernels/contract.ts";
import { descend, descendWith, type DescentOptions, type DescentReport } from "../../src/kernels/descend.ts";
import { referenceKernels, wasmKernels } from "../../src/kernels/kernels.ts";
import { SyntheticModel } from "../../src/synthetic/marginal.ts";
import { marginals } from "../support/marginals.ts";
import { readOracle } from "../support/oracles.ts";

const wasm = wasmKernels();
const reference = referenceKernels("for a test");

interface Collected {
  readonly iterates: readonly Iterate[];
  readonly report: DescentReport;
}

function collect(run: Generator<Iterate, DescentReport, undefined>): Collected {
  const iterates: Iterate[] = [];
  for (;;) {
    const next = run.next();
    if (next.done === true) return { iterates, report: next.value };
    iterates.push(next.value);
  }
}

const run = (kernels: Kernels, options: DescentOptions & { readonly marginal: Float32Array }): Collected =>
  collect(descendWith(kernels, options));

/** The largest distance of e0, e1, soft-Dice and ‖c‖₁ over all reported iterations. */
function distance(a: readonly Iterate[], b: readonly Iterate[]): number {
  return Math.max(
    ...a.flatMap((iterate, i) =>
      (["e0", "e1", "softDice", "l1"] as const).map((key) => Math.abs(iterate[key] - b[i][key])),
    ),
  );
}

/** k/R of R observers who see a ball of the given radius, each a little moved and scaled. */
function raterMap(shape: readonly [number, number, number], raters: number, radius: number): Float32Array {
  const [nx, ny, nz] = shape;
  const random = new Random(31, raters, Math.round(10 * radius));
  const balls = Array.from({ length: raters }, () => ({
    x: nx / 2 + 2 * random.normal(),
    y: ny / 2 + 2 * random.normal(),
    z: nz / 2 + random.normal(),
    r: radius * (1 + 0.1 * random.normal()),
  }));
  return Float32Array.from({ length: nx * ny * nz }, (_, i) => {
    const x = i % nx;
    const y = Math.floor(i / nx) % ny;
    const z = Math.floor(i / (nx * ny));
    const votes = balls.filter((b) => (x - b.x) ** 2 + (y - b.y) ** 2 + (z - b.z) ** 2 <= b.r ** 2);
    return votes.length / raters;
  });
}

/** The float64 descent from the same start. */
function readable(marginal: Float32Array, start: Float32Array, iterations: readonly number[]): Iterate[] {
  const descent = new Descent({ marginal, initial: start });
  return iterations.map((l) => {
    while (descent.l < l) descent.step();
    return descent.measure();
  });
}

describe("the kernels' descent against an independent program", () => {
  interface Case {
    readonly kind: string;
    readonly shape: readonly number[];
    readonly rate: number;
    readonly m: readonly number[];
    readonly f1: readonly number[];
    readonly iterates: readonly Iterate[];
  }
  it.each(readOracle<Case[]>("descent.json"))("agrees on $kind of $shape", ({ m, f1, rate, iterates }) => {
    for (const kernels of [wasm, reference]) {
      const { iterates: actual } = run(kernels, {
        marginal: Float32Array.from(m),
        initial: f1,
        rate,
        iterations: iterates.map(({ l }) => l),
      });
      expect(distance(actual, iterates)).toBeLessThan(2e-6);
    }
  });
});

describe("the descent with the kernels", () => {
  it("gives the same bits with both kernels, voxel by voxel and compressed", () => {
    const { data } = new SyntheticModel(0.03).sample(1, 4);
    const cases: DescentOptions[] = [
      { marginal: data, random: new Random(1, 2) },
      { marginal: raterMap([60, 61, 1], 5, 12), random: new Random(1, 3) },
    ];
    for (const options of cases) {
      for (const exact of [false, true]) {
        const [a, b] = [wasm, reference].map((kernels) =>
          run(kernels, {
            ...options,
            marginal: options.marginal as Float32Array,
            random: new Random(7),
            exact,
            iterations: [1, 5, 20],
          }),
        );
        expect(a.iterates).toEqual(b.iterates);
        expect(a.report.method).toBe(exact ? "voxel-exact" : "level-compressed");
        expect([a.report.note, b.report.note]).toEqual(["", "for a test"]);
      }
    }
  });

  it("stays within 1e-6 of the float64 descent", () => {
    for (const rho of [0.01, 0.05, 0.09]) {
      const { data } = new SyntheticModel(rho).sample(2, 0);
      const start = new Random(9).fillNormal(new Float32Array(data.length));
      const expected = readable(data, start, [1, 10, 20, 100, 200]);
      const { iterates } = run(wasm, { marginal: data, initial: start, exact: true });
      for (const [i, iterate] of iterates.entries()) {
        expect(Math.abs(iterate.e0 - expected[i].e0)).toBeLessThan(1e-6);
        expect(Math.abs(iterate.softDice - expected[i].softDice)).toBeLessThan(1e-6);
        expect(iterate.e1).toBe(expected[i].e1);
      }
    }
  });

  it("draws the same start as the float64 descent", () => {
    const marginal = Float32Array.of(0.5, 0.1, 0.9, 0.2, 0.7);
    const [a] = descend({ marginal, random: new Random(4, 5) });
    const [b] = descend({ marginal: Float64Array.from(marginal), random: new Random(4, 5) });
    expect(distance([a], [b])).toBeLessThan(1e-7);
  });

  it("computes float64 and plain arrays in float64", () => {
    for (const marginal of [Float64Array.of(0.5, 0.25), [0.5, 0.25]]) {
      expect(collect(descend({ marginal, initial: [1, -1] })).report).toMatchObject({ method: "float64" });
    }
  });

  it("stays where it is on an empty marginal and runs on small ones", () => {
    const { iterates } = run(wasm, { marginal: new Float32Array(3), initial: [0.5, -0.5, 2] });
    for (const { softDice, e0 } of iterates) expect([softDice, e0]).toEqual([1, iterates[0].e0]);
    fc.assert(
      fc.property(marginals(20), (m) => {
        const marginal = Float32Array.from(m);
        const start = new Random(3).fillNormal(new Float32Array(marginal.length));
        const { iterates: actual } = run(wasm, { marginal, initial: start, iterations: [1, 2, 5] });
        for (const [i, { softDice, e0 }] of readable(marginal, start, [1, 2, 5]).entries()) {
          expect(Math.abs(actual[i].softDice - softDice)).toBeLessThan(1e-5);
          expect(Math.abs(actual[i].e0 - e0)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("yields nothing where no iteration is asked for", () => {
    for (const exact of [true, false]) {
      const marginal = raterMap([150, 150, 1], 5, 20);
      expect(run(wasm, { marginal, random: new Random(1), iterations: [], exact }).iterates).toEqual([]);
    }
  });

  it("lets two descents run side by side", () => {
    const options = () => ({ marginal: raterMap([40, 40, 1], 3, 8), random: new Random(1), exact: true });
    const [a, b] = [descendWith(wasm, options()), descendWith(wasm, options())];
    for (let i = 0; i < 5; i++) expect(a.next()).toEqual(b.next());
  });

  it("refuses what it cannot use", () => {
    const marginal = Float32Array.of(0.5, 0.2);
    const first = (options: Partial<DescentOptions>) => () => [...descend({ marginal, ...options })];
    expect(first({})).toThrow("initial: is missing and so is random");
    expect(first({ initial: [0] })).toThrow("initial: has 1 values");
    expect(first({ initial: [0, Number.NaN] })).toThrow("initial[1]: is NaN");
    expect(first({ initial: [0, 1e300] })).toThrow("initial[1]: is Infinity");
    expect(first({ initial: [0, 0], rate: 0 })).toThrow("rate: is 0");
    expect(first({ initial: [0, 0], iterations: [2, 1] })).toThrow("iterations[1]: is 1");
    expect(first({ marginal: Float32Array.of(2), initial: [0] })).toThrow(
      "marginal[0]: is 2, expected a probability",
    );
  });
});

describe("level compression", () => {
  const iterations = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200];

  /** Compares with the voxel-exact path from the same start. */
  function compare(marginal: Float32Array, initial: Float32Array) {
    const exact = run(wasm, { marginal, initial, iterations, exact: true });
    const compressed = run(wasm, { marginal, initial, iterations });
    return {
      method: compressed.report.method,
      distance: distance(compressed.iterates, exact.iterates),
      sameHard: compressed.iterates.every(({ e1 }, i) => e1 === exact.iterates[i].e1),
    };
  }
  const normal = (n: number, seed: number) => new Random(41, seed).fillNormal(new Float32Array(n));

  it.each([0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09])(
    "keeps its bound on synthetic marginals, ρ = %f",
    (rho) => {
      const model = new SyntheticModel(rho);
      for (let sample = 0; sample < 3; sample++) {
        const { data } = model.sample(3, sample);
        const result = compare(data, normal(data.length, sample));
        expect(result.distance).toBeLessThan(1e-5);
        expect(result.sameHard).toBe(true);
        if (rho <= 0.05) expect(result.method).toBe("level-compressed");
      }
    },
  );

  it.each([
    [5, 2],
    [5, 10],
    [5, 40],
    [2, 20],
    [3, 60],
    [9, 25],
    [20, 30],
  ])("keeps its bound for %i raters and a structure of radius %f", (raters, radius) => {
    const marginal = raterMap([150, 150, 2], raters, radius);
    const result = compare(marginal, normal(marginal.length, raters));
    expect(result.sameHard).toBe(true);
    expect(result.distance).toBeLessThan(1e-5);
    if (raters !== 2) expect(result.method).toBe("level-compressed");
  });

  it("keeps its bound whatever the levels and their shares are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 1000 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 0, max: 1000 }),
        (levels, seed) => {
          const total = levels.reduce((sum, [, share]) => sum + share, 0);
          const marginal = new Float32Array(20_000);
          let filled = 0;
          for (const [level, share] of levels) {
            const end = filled + Math.ceil((share / total) * marginal.length);
            marginal.fill(level, filled, end);
            filled = end;
          }
          const result = compare(marginal, normal(marginal.length, seed));
          expect(result.distance).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps its bound beside many voxels on their own", () => {
    const seeds = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      share: fc.integer({ min: 5, max: 45 }),
      middle: fc.integer({ min: 0, max: 100 }),
      spread: fc.integer({ min: 5, max: 200 }),
    });
    let compressed = 0;
    fc.assert(
      fc.property(seeds, ({ seed, share, middle, spread }) => {
        const random = new Random(13, seed);
        const marginal = Float32Array.from({ length: 20_000 }, () => {
          if (100 * random.uniform() >= share) return 0.04 * Math.max(0, random.uniform() - 0.5);
          return Math.min(1, Math.max(0, (middle + spread * (random.uniform() - 0.5)) / 100));
        });
        const result = compare(marginal, normal(marginal.length, seed));
        if (result.method === "level-compressed") compressed += 1;
        expect(result.distance).toBeLessThan(1e-5);
        expect(result.sameHard).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(compressed).toBeGreaterThan(20);
  });

  it("keeps its bound for a large smooth structure, where marginals near 1 are compressed too", () => {
    const model = new SyntheticModel(0.02, "literal");
    const marginal = model.sample(1, 1).data.map((value) => Math.min(1, 4 * value));
    const result = compare(marginal, normal(marginal.length, 8));
    expect(result.distance).toBeLessThan(1e-5);
    expect(result.sameHard).toBe(true);
  });

  it("keeps its bound for starts that are no random numbers", () => {
    const marginal = raterMap([120, 120, 1], 5, 25);
    const n = marginal.length;
    const starts = {
      constant: new Float32Array(n),
      "just below 0": new Float32Array(n).fill(-1e-9),
      "two values": Float32Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 / 32 : -1 / 32 + 1e-7)),
      "one bin": Float32Array.from({ length: n }, (_, i) => i / n / 32),
      "the edge of the grid": Float32Array.from({ length: n }, (_, i) => (i % 7 === 0 ? -6.5 : 6.4999)),
    };
    for (const start of Object.values(starts)) expect(compare(marginal, start).distance).toBeLessThan(1e-5);
  });

  it("follows every voxel where it cannot be sure", () => {
    const n = 40_000;
    const random = new Random(6);
    const noise = Float32Array.from({ length: n }, () => random.uniform());
    expect(compare(noise, normal(n, 1))).toMatchObject({ method: "voxel-exact", distance: 0 });
    const levels = raterMap([200, 200, 1], 5, 30);
    const offGrid = normal(n, 2);
    offGrid[17] = 7;
    expect(compare(levels, offGrid)).toMatchObject({ method: "voxel-exact", distance: 0 });
    expect(compare(levels.subarray(0, 300), normal(300, 3))).toMatchObject({ method: "voxel-exact" });
  });

  it("follows every voxel where half the grid ends elsewhere", () => {
    // Wide starts and a level close to where 2m meets D: a few voxels cross 0 in a front steeper than the grid.
    const random = new Random(377);
    const levels = [1, 0.2, 0.0096, 0.4884, 0];
    const marginal = Float32Array.from({ length: 20_000 }, () =>
      random.uniform() < 0.5 ? 0 : levels[random.integer(5)],
    );
    const initial = normal(marginal.length, 4).map((z) => Math.max(-6.4, Math.min(6.4, 1.5 * z)));
    const options = { marginal, initial, iterations };
    const exact = run(wasm, { ...options, exact: true });
    const compressed = run(wasm, options);
    expect(compressed.report.method).toBe("voxel-exact");
    expect(compressed.iterates).toEqual(exact.iterates);
  });
});
