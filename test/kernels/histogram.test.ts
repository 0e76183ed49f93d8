import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { histogramOf } from "../../src/kernels/histogram.ts";
import type { Histogram, HistogramOptions } from "../../src/kernels/histogramContract.ts";
import { referenceHistogram } from "../../src/kernels/reference/histogram.ts";
import { wasmHistogram } from "../../src/kernels/wasm/histogram.ts";

const kernels = [
  { name: "reference", histogram: referenceHistogram },
  { name: "wasm-simd", histogram: wasmHistogram },
];

/** By the definition of each bin and each step, every value compared with its ends. */
function byDefinition(m: Float32Array, { width, closed, steps }: HistogramOptions): Histogram {
  const isInBin = (value: number, b: number): boolean => {
    if (b === 0 || value === 0) return b === 0 && value === 0;
    const [low, high] = [(b - 1) / width, b / width];
    return closed === "above" ? value > low && value <= high : value >= low && value < high;
  };
  const figures = (isIn: (value: number) => boolean) => {
    const inside = [...m].filter(isIn);
    const sum = inside.reduce((a, b) => a + b, 0);
    return [inside.length, sum, Math.min(1, ...inside), Math.max(0, ...inside)];
  };
  const bins = Array.from({ length: closed === "above" ? width + 1 : width + 2 }, (_, b) =>
    figures((value) => isInBin(value, b)),
  );
  const inSteps = Array.from({ length: steps + 1 }, (_, k) =>
    figures((value) => value >= k / steps && value < (k + 1) / steps),
  );
  const list = (of: readonly (readonly number[])[], n: number) => Float64Array.from(of, (row) => row[n]);
  return {
    bins: { counts: list(bins, 0), sums: list(bins, 1), lows: list(bins, 2), highs: list(bins, 3) },
    steps: { counts: list(inSteps, 0), sums: list(inSteps, 1) },
    blockHighs: Float64Array.from({ length: Math.ceil(m.length / 16_384) }, (_, b) =>
      Math.max(...m.subarray(16_384 * b, 16_384 * (b + 1))),
    ),
    total: m.reduce((a, b) => a + b, 0),
    spread: [...m].reduce((a, b) => a + b * (1 - b), 0),
    atLeastHalf: m.filter((value) => value >= 0.5).length,
    aboveHalf: m.filter((value) => value > 0.5).length,
  };
}

const WAYS: readonly HistogramOptions[] = [
  { width: 16, closed: "below", steps: 10 },
  { width: 16, closed: "above", steps: 1 },
  { width: 50, closed: "above", steps: 49 },
  { width: 1, closed: "below", steps: 100 },
];

/** Mostly small, some 0, and both ends of bins and steps, as float32 has them. */
function values(n: number, seed: number): Float32Array {
  const random = new Random(seed);
  const kinds = [
    () => 0,
    () => 0.001 * random.uniform(),
    () => random.uniform(),
    () => random.integer(17) / 16,
    () => random.integer(11) / 10,
  ];
  return Float32Array.from({ length: n }, (_, i) => kinds[i % 40 < 32 ? i % 2 : random.integer(5)]());
}

describe.each(kernels)("the histogram of the $name kernel", ({ histogram }) => {
  it.each(WAYS)("has the figures of every bin by its definition: %o", (way) => {
    for (const n of [1, 2, 3, 4, 5, 63, 1000, 1001]) {
      const m = values(n, n);
      expect(histogram(m, way)).toEqual(byDefinition(m, way));
    }
  });

  it("goes on from chunk to chunk, and counts every voxel once", () => {
    const m = values(40_001, 7);
    expect(histogram(m, WAYS[0])).toEqual(byDefinition(m, WAYS[0]));
  });

  it("takes no zero for a voxel that is none", () => {
    const { bins, steps } = histogram(Float32Array.of(1), WAYS[0]);
    expect([bins.counts[0], bins.lows[0], bins.highs[0], steps.counts[0]]).toEqual([0, 1, 0, 0]);
    expect([bins.counts[17], bins.lows[17], bins.highs[17]]).toEqual([1, 1, 1]);
  });

  it("forgets the map before", () => {
    histogram(values(1000, 3), WAYS[0]);
    expect(histogram(Float32Array.of(0.25), WAYS[0])).toEqual(byDefinition(Float32Array.of(0.25), WAYS[0]));
  });
});

it("sorts a float64 map as a float32 map of the same values", () => {
  const m = values(20_000, 11);
  expect(histogramOf(Float64Array.from(m), WAYS[2])).toEqual(histogramOf(m, WAYS[2]));
});

it("takes −0 for 0", () => {
  const m = Float32Array.of(-0, -0, -0, -0, 0.7);
  expect(wasmHistogram(m, WAYS[0]).bins.counts[0]).toBe(4);
  expect(referenceHistogram(m, WAYS[0]).bins.counts[0]).toBe(4);
});
