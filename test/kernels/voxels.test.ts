import { describe, expect, it } from "vitest";
import { exp, sigmoid } from "../../src/core/elementary.ts";
import { Random } from "../../src/core/random.ts";
import { BLOCK, type Kernels } from "../../src/kernels/contract.ts";
import { referenceKernels, wasmKernels } from "../../src/kernels/kernels.ts";
import { expOfMinus } from "../../src/kernels/reference/sigmoid.ts";

const both: readonly Kernels[] = [referenceKernels(""), wasmKernels()];

/** Voxels after their first pass: logits from −range to range, marginals in [0, 1]. */
function open(kernels: Kernels, n: number, range: number) {
  const voxels = kernels.openVoxels(n);
  const random = new Random(11, n);
  for (let i = 0; i < n; i++) {
    voxels.logits[i] = range * (2 * random.uniform() - 1);
    voxels.marginal[i] = random.uniform();
  }
  voxels.step(0, voxels.blocks, 0, 0);
  return voxels;
}

/** The first or the second sum over all blocks. */
const sumOf = (sums: Float64Array, which: 0 | 1) =>
  sums.reduce((total, value, i) => (i % 2 === which ? total + value : total), 0);

describe.each(both)("the $name kernels", (kernels) => {
  it("give the sigmoid within 2e-7, each voxel by itself", () => {
    const voxels = kernels.openVoxels(1);
    voxels.marginal[0] = 1;
    const random = new Random(12);
    let worst = 0;
    for (let k = 0; k < 40_000; k++) {
      const scale = k % 2 === 0 ? 20 : 100;
      voxels.logits[0] = scale * (2 * random.uniform() - 1);
      voxels.step(0, 1, 0, 0);
      worst = Math.max(worst, Math.abs(voxels.sums[0] - sigmoid(voxels.logits[0])));
    }
    expect(worst).toBeLessThan(2e-7);
  });

  it("move each logit by (gain M − pull) σ(F) σ(−F)", () => {
    const n = 1037;
    const voxels = open(kernels, n, 15);
    const before = Float64Array.from(voxels.logits);
    voxels.step(0, voxels.blocks, 40, 13);
    for (let i = 0; i < n; i++) {
      const move = (40 * voxels.marginal[i] - 13) * sigmoid(before[i]) * sigmoid(-before[i]);
      const tolerance = 2e-6 * Math.abs(move) + 1e-6 * Math.abs(before[i]) + 1e-6;
      expect(Math.abs(voxels.logits[i] - (before[i] + move))).toBeLessThan(tolerance);
    }
  });

  it.each([1, 15, 16, 17, BLOCK - 1, BLOCK, BLOCK + 1, 5000])("sum %i voxels as float64 does", (n) => {
    const voxels = open(kernels, n, 8);
    let soft = 0;
    let common = 0;
    for (let i = 0; i < n; i++) {
      soft += sigmoid(voxels.logits[i]);
      common += sigmoid(voxels.logits[i]) * voxels.marginal[i];
    }
    expect(Math.abs(sumOf(voxels.sums, 0) / soft - 1)).toBeLessThan(1e-6);
    expect(Math.abs(sumOf(voxels.sums, 1) / common - 1)).toBeLessThan(1e-6);
    voxels.measure(0, voxels.blocks, 0.5);
    let e0 = 0;
    let e1 = 0;
    for (let i = 0; i < n; i++) {
      const optimal = voxels.marginal[i] >= 0.5 ? 1 : 0;
      e0 += Math.abs(sigmoid(voxels.logits[i]) - optimal);
      e1 += Math.abs((voxels.logits[i] >= 0 ? 1 : 0) - optimal);
    }
    expect(Math.abs(sumOf(voxels.sums, 0) / e0 - 1)).toBeLessThan(1e-6);
    expect(sumOf(voxels.sums, 1)).toBe(e1);
  });

  it("draw the deviates of Random, from any position and in any order", () => {
    const n = 3 * BLOCK + 5;
    const random = new Random(2 ** 40 + 3, 4, 5, 6);
    for (let i = 0; i < 6; i++) random.normal();
    const words = random.reserve(n);
    const voxels = kernels.openVoxels(n);
    voxels.fillNormal(2, 4, words);
    voxels.fillNormal(0, 2, words);
    const expected = new Random(2 ** 40 + 3, 4, 5, 6);
    for (let i = 0; i < 6; i++) expected.normal();
    expect(Array.from(voxels.logits)).toEqual(Array.from(expected.fillNormal(new Float32Array(n))));
    expect(random.normal()).toBe(expected.normal());
  });

  it("keep extreme logits finite and leave them where the slope vanishes", () => {
    const voxels = kernels.openVoxels(4);
    voxels.logits.set([-1e30, 1e30, -0, 88]);
    voxels.marginal.set([1, 0, 0.5, 0]);
    voxels.step(0, 1, 0, 0);
    expect(voxels.sums[0]).toBeCloseTo(0 + 1 + 0.5 + 1, 7);
    voxels.step(0, 1, 1e4, 5e3);
    expect([...voxels.logits]).toEqual([Math.fround(-1e30), Math.fround(1e30), 0, 88]);
  });
});

describe("the kernels' exponential", () => {
  it("keeps its stated relative error", () => {
    let excess = -Infinity;
    for (let f = -86; f <= 86; f += 1 / 512) {
      excess = Math.max(excess, Math.abs(expOfMinus(f) / exp(-f) - 1) - (4e-7 + 9e-8 * Math.abs(f)));
    }
    expect(excess).toBeLessThan(0);
  });
});

describe("both kernels", () => {
  it("give the same bits", () => {
    for (const n of [1, 16, 200, 3333]) {
      const [a, b] = both.map((kernels) => {
        const voxels = open(kernels, n, 9);
        const trace: number[] = [];
        for (let l = 0; l < 40; l++) {
          voxels.step(0, voxels.blocks, 40 / (1 + l / 9), 13 / (1 + l / 7));
          trace.push(...voxels.sums);
          voxels.measure(0, voxels.blocks, 0.375);
          trace.push(...voxels.sums);
        }
        return [...voxels.logits, ...trace];
      });
      expect(a).toEqual(b);
    }
  });
});
