import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { referenceIsUnity } from "../../src/kernels/reference/unity.ts";
import { isPartitionOfUnity } from "../../src/kernels/unity.ts";
import { wasmIsUnity } from "../../src/kernels/wasm/unity.ts";

/** Three float32 maps that add up to 1, but for rounding. */
function softmax(voxels: number): [Float32Array, Float32Array, Float32Array] {
  const random = new Random(5, voxels);
  const [a, b, c] = [0, 1, 2].map(() => Float32Array.from({ length: voxels }, () => random.uniform()));
  for (let i = 0; i < voxels; i++) {
    const all = a[i] + b[i] + c[i];
    [a[i], b[i], c[i]] = [a[i] / all, b[i] / all, c[i] / all];
  }
  return [a, b, c];
}

describe.each([
  { name: "reference", isUnity: referenceIsUnity },
  { name: "wasm-simd", isUnity: wasmIsUnity },
])("whether maps add up to 1, by the $name kernel", ({ isUnity }) => {
  it.each([1, 3, 4, 16_384, 40_001])("sees one voxel of %i that does not", (voxels) => {
    for (const at of new Set([0, voxels >> 1, voxels - 1])) {
      const maps = softmax(voxels);
      expect(isUnity(maps, 1e-6)).toBe(true);
      for (const miss of [0.011, -0.011, Number.NaN]) {
        const second = maps[1].slice();
        second[at] += miss;
        expect(isUnity([maps[0], second, maps[2]], 0.01)).toBe(false);
      }
    }
  });

  it("takes a sum that misses 1 by exactly the slack", () => {
    expect(isUnity([Float32Array.of(0.75)], 0.25)).toBe(true);
    expect(isUnity([Float32Array.of(1.25)], 0.25)).toBe(true);
    expect(isUnity([Float32Array.of(1.25)], 0.2499)).toBe(false);
  });
});

it("adds up float64 maps, and maps of both kinds", () => {
  const [a, b, c] = softmax(1000);
  expect(isPartitionOfUnity([a, Float64Array.from(b), c], 1e-6)).toBe(true);
  expect(isPartitionOfUnity([a, Float64Array.from(b)], 1e-6)).toBe(false);
});
