import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diceOptimum as readableOptimum, type DiceOptimum } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import type { Band, Scanner } from "../../src/kernels/contract.ts";
import { diceOptimum, optimumOfMap } from "../../src/kernels/optimum.ts";
import { scan as referenceScan } from "../../src/kernels/reference/scan.ts";
import { wasmScanner } from "../../src/kernels/scanner.ts";
import { unitsAbove, unitsBetween } from "../../src/kernels/unitsInLastPlace.ts";
import { marginals } from "../support/marginals.ts";

type Map = Float32Array | Float64Array;
const both: readonly { readonly name: string; readonly scan: Scanner }[] = [
  { name: "reference", scan: referenceScan },
  { name: "wasm-simd", scan: wasmScanner() },
];

/** Same segmentations, numbers within rounding. */
function expectSame(actual: DiceOptimum, expected: DiceOptimum) {
  expect(actual.minVoxels).toBe(expected.minVoxels);
  expect(actual.maxVoxels).toBe(expected.maxVoxels);
  expect(actual.supDice).toBeCloseTo(expected.supDice, 12);
  expect(actual.threshold).toBeCloseTo(expected.threshold, 12);
  expect(actual.l1).toBeCloseTo(expected.l1, 12);
}

/** A scan that records the bands of the passes over maps of at least `large` voxels. */
function watched(scanner: Scanner, large: number) {
  const bands: Band[] = [];
  const scan: Scanner = (m, band) => {
    if (m.length >= large) bands.push(band);
    return scanner(m, band);
  };
  return { scan, bands };
}

function filled<T extends Map>(m: T, value: (random: Random, i: number) => number): T {
  const random = new Random(21, m.length);
  for (let i = 0; i < m.length; i++) m[i] = value(random, i);
  return m;
}

const N = 200_000;
const shapes: Record<string, (random: Random, i: number) => number> = {
  uniform: (random) => random.uniform(),
  "mostly empty": (random, i) => (i % 1000 < 3 ? random.uniform() : 0),
  "a structure of twenty voxels": (random, i) => (i >= 77_000 && i < 77_020 ? random.uniform() : 0),
  "one voxel": (_, i) => (i === 12_345 ? 0.7 : 0),
  "five raters": (random) => random.integer(6) / 5,
  "tiny values": (random) => 1e-6 * random.uniform(),
  "subnormal values": (random) => 1e-42 * random.uniform(),
  "values crowding around the threshold": (random) => 0.4 + 1e-9 * random.uniform(),
  "a crowd that the threshold splits": (random, i) => (i % 3 === 0 ? 1 : 0.36 + 1e-6 * random.uniform()),
  constant: () => 0.3,
  full: () => 1,
  binary: (random) => (random.uniform() < 0.1 ? 1 : 0),
  "a sample that misleads": (random, i) => (i < 600 ? 1 : 0.001 * random.uniform()),
};

describe.each(both)("the optimum with the $name scan", ({ name: kernel, scan }) => {
  for (const kind of [Float32Array, Float64Array]) {
    it.each(Object.keys(shapes))(`agrees with the readable version on a ${kind.name}: %s`, (name) => {
      const m: Map = filled<Map>(new kind(kernel === "reference" ? N / 2 : N), shapes[name]);
      expectSame(optimumOfMap(m, "m", scan), readableOptimum(m));
    });

    it(`agrees with the readable version on every small ${kind.name}`, () => {
      fc.assert(
        fc.property(marginals(12), (values) => {
          const m = kind.from(values);
          expectSame(optimumOfMap(m, "m", scan), readableOptimum(m));
        }),
        { numRuns: 400 },
      );
    });
  }

  it("finds the ties that the readable version finds", () => {
    for (const [a, n] of [
      [1, 9],
      [16, 25],
      [49, 100],
      [6400, 10_000],
    ] as const) {
      const v = Math.sqrt(a / n);
      const m = Float64Array.from({ length: n }, (_, i) => (i < a ? 1 : v / (1 + v)));
      expect(optimumOfMap(m, "m", scan)).toEqual(readableOptimum(m));
      expect(optimumOfMap(m, "m", scan)).toMatchObject({ minVoxels: a, maxVoxels: n });
    }
  });

  it("names the first value that is no probability", () => {
    for (const bad of [Number.NaN, -1e-9, 1.5, Infinity]) {
      const m = filled(new Float32Array(100_000), (random) => random.uniform());
      m[70_001] = bad;
      expect(() => optimumOfMap(m, "m", scan)).toThrow(`m[70001]: is ${m[70_001]}, expected a probability`);
    }
  });

  it("accepts negative zero", () => {
    expect(optimumOfMap(Float32Array.of(-0, 0.5), "m", scan)).toMatchObject({ minVoxels: 1, maxVoxels: 1 });
  });
});

describe("diceOptimum of large maps", () => {
  it.each(["uniform", "mostly empty"])("reads a %s map once", (name) => {
    const { scan, bands } = watched(wasmScanner(), N);
    optimumOfMap(filled(new Float32Array(N), shapes[name]), "m", scan);
    expect(bands).toHaveLength(1);
  });

  it.each(["five raters", "binary", "constant"])(
    "needs no scan of a %s map: its votes are counted",
    (name) => {
      const { scan, bands } = watched(wasmScanner(), N);
      optimumOfMap(filled(new Float32Array(N), shapes[name]), "m", scan);
      expect(bands).toHaveLength(0);
    },
  );

  it("reads a map at most twice whose structure the sample misses", () => {
    const { scan, bands } = watched(wasmScanner(), N);
    optimumOfMap(
      filled(new Float32Array(N), (_, i) => (i > 50_000 && i < 50_003 ? 0.9 : 0)),
      "m",
      scan,
    );
    expect(bands.length).toBeLessThanOrEqual(2);
  });

  it("reads a float64 map at most twice", () => {
    for (const name of ["uniform", "mostly empty", "five raters", "a crowd that the threshold splits"]) {
      const { scan, bands } = watched(wasmScanner(), N);
      optimumOfMap(filled(new Float64Array(N), shapes[name]), "m", scan);
      expect(bands.length).toBeLessThanOrEqual(2);
    }
  });

  it("gives the same bits with both kernels", () => {
    for (const kind of [Float32Array, Float64Array]) {
      for (const name of ["uniform", "mostly empty", "five raters"]) {
        const m = filled<Map>(new kind(90_001), shapes[name]);
        expect(optimumOfMap(m, "m", both[0].scan)).toEqual(optimumOfMap(m, "m", both[1].scan));
      }
    }
  });

  it("takes arrays of numbers and refuses empty ones", () => {
    expect(diceOptimum([0.2, 0.4, 1, 0.6])).toEqual(readableOptimum([0.2, 0.4, 1, 0.6]));
    expect(() => diceOptimum(new Float32Array(0))).toThrow("m: has no values");
  });
});

describe("counting representable numbers", () => {
  it("goes up and down again", () => {
    for (const kind of [new Float32Array(), new Float64Array()]) {
      for (const x of [0, 1e-40, 0.25, 0.3, 1]) {
        const start = kind instanceof Float32Array ? Math.fround(x) : x;
        for (const step of [0, 1, 4095, 2 ** 20, 2 ** 22]) {
          const next = unitsAbove(kind, start, step);
          expect(unitsBetween(kind, start, next)).toBe(step);
          expect(unitsAbove(kind, next, -step)).toBe(start);
        }
      }
    }
    expect(unitsAbove(new Float64Array(), 1, 1)).toBe(1 + Number.EPSILON);
    expect(unitsAbove(new Float32Array(), 1, -1)).toBe(1 - 2 ** -24);
    expect(unitsBetween(new Float64Array(), 0.5, 1)).toBe(2 ** 52);
  });
});
