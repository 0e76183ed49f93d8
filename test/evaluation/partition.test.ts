import { describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import { partitionOfLabelMaps } from "../../src/evaluation/partition/ofLabelMaps.ts";
import { isPartitionOfUnity, partitionOfMaps } from "../../src/evaluation/partition/ofMaps.ts";
import { diceOptimum } from "../../src/core/optimum.ts";

/** Mean over the foreground classes of Dice against their maps, by its definition. */
function meanDice(labels: ArrayLike<number>, classes: readonly ArrayLike<number>[]): number {
  const dice = classes.slice(1).map((m, n) => {
    let [common, total] = [0, 0];
    for (let i = 0; i < m.length; i++) {
      const inside = Number(labels[i] === n + 1);
      common += inside * m[i];
      total += inside + m[i];
    }
    return (2 * common) / total;
  });
  return dice.reduce((a, b) => a + b, 0) / dice.length;
}

/** The best of all C^N label maps. */
function bruteForce(classes: readonly ArrayLike<number>[]): number {
  const [c, n] = [classes.length, classes[0].length];
  let best = 0;
  for (let code = 0; code < c ** n; code++) {
    const labels = Array.from({ length: n }, (_, i) => Math.floor(code / c ** i) % c);
    best = Math.max(best, meanDice(labels, classes));
  }
  return best;
}

function softmaxMap(random: Random, classes: number, voxels: number, contrast: number): Float64Array[] {
  const maps = Array.from({ length: classes }, () => new Float64Array(voxels));
  for (let i = 0; i < voxels; i++) {
    const weights = maps.map(() => Math.exp(contrast * random.normal()));
    const all = weights.reduce((a, b) => a + b);
    maps.forEach((map, l) => (map[i] = weights[l] / all));
  }
  return maps;
}

describe("the best consistent label map of a softmax map", () => {
  it("reaches the best of all label maps in nine of ten small cases, and never promises less than there is", () => {
    let missed = 0;
    for (let trial = 0; trial < 60; trial++) {
      const classes = softmaxMap(new Random(3, trial), 3, 6, 0.5 + (trial % 3));
      const best = bruteForce(classes);
      const found = partitionOfMaps(classes);
      expect(meanDice(found.labels, classes)).toBeCloseTo(found.dice, 12);
      expect(found.upperBound).toBeGreaterThanOrEqual(best - 1e-12);
      expect(found.gap).toBeCloseTo(found.upperBound - found.dice, 11);
      expect(found.dice).toBeGreaterThan(best - 0.02);
      if (found.dice < best - 1e-12) missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(6);
  });

  it("is the classes' own optima, with gap 0, where these do not overlap, and for one foreground class", () => {
    const a = [0.9, 0.6, 0.1, 0, 0, 0.05];
    const b = [0, 0.1, 0.1, 0.7, 0.95, 0.05];
    const background = a.map((value, i) => 1 - value - b[i]);
    const apart = partitionOfMaps([background, a, b].map((map) => Float64Array.from(map)));
    expect(apart.gap).toBe(0);
    expect([...apart.labels]).toEqual([1, 1, 0, 2, 2, 0]);
    const one = partitionOfMaps([a.map((value) => 1 - value), a].map((map) => Float64Array.from(map)));
    expect(one.gap).toBe(0);
    expect(one.dice).toBeCloseTo(diceOptimum(a).supDice, 14);
  });

  it("says whether maps are a softmax map at all", () => {
    expect(isPartitionOfUnity([Float32Array.from([0.5, 1]), Float32Array.from([0.498, 0])])).toBe(true);
    expect(isPartitionOfUnity([Float32Array.from([0.5, 1]), Float32Array.from([0.9, 0])])).toBe(false);
    expect(() => partitionOfMaps([new Float32Array(3)])).toThrow(/classes: has 1 maps/u);
  });
});

describe("the consensus of label maps as a label map", () => {
  it("reaches the best of all label maps of patterns, by brute force", () => {
    for (let trial = 0; trial < 40; trial++) {
      const random = new Random(4, trial);
      const raters = [0, 1, 2].map(() => Uint8Array.from({ length: 6 }, () => random.integer(3)));
      const marginals = [0, 1, 2].map((l) =>
        Float64Array.from({ length: 6 }, (_, i) => raters.filter((map) => map[i] === l).length / 3),
      );
      if (marginals.slice(1).some((m) => m.every((value) => value === 0))) continue;
      const best = bruteForce(marginals);
      const found = partitionOfLabelMaps(raters, 3);
      expect(meanDice(found.labels, marginals)).toBeCloseTo(found.dice, 12);
      expect(found.upperBound).toBeGreaterThanOrEqual(best - 1e-12);
      expect(found.dice).toBeGreaterThan(best - 0.03);
    }
  });

  it("gives back a label map on which all agree", () => {
    const map = Uint8Array.from([0, 1, 2, 2, 1, 0, 3]);
    const found = partitionOfLabelMaps([map, map, map], 4);
    expect([...found.labels]).toEqual([...map]);
    expect(found).toMatchObject({ dice: 1, upperBound: 1, gap: 0 });
  });
});
