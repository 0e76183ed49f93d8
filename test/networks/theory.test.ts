import { describe, expect, it } from "vitest";
import { dice } from "../../src/core/dice.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import { batchDiceOptimum } from "../../src/losses/batchDice.ts";
import { lossValue } from "../../src/losses/losses.ts";
import { ExpectedDice } from "../../src/networks/expectedDice.ts";
import { predictVolumes, rimMargin } from "../../src/networks/prediction.ts";
import { parseRegime } from "../../src/networks/regime.ts";
import { drawObserver, makeCase, marginalOf, type RimCase, volumesOf } from "../../src/networks/rimCases.ts";
import { meanRaterOptimum } from "../../src/raters/meanRaterOptimum.ts";

/** A case of one row: a core of `core` pixels, then parts of the rim, then background to 60 pixels. */
function strip(core: number, parts: readonly number[]): RimCase {
  const counts = [60 - core - parts.reduce((a, b) => a + b, 0), core, ...parts];
  const regions = Uint8Array.from(
    counts.flatMap((count, region) => Array.from({ length: count }, () => region)),
  );
  return { size: 0, image: new Float32Array(60), regions, counts };
}

/** Every observer of a case with her chance. */
function observersOf({ regions, counts }: RimCase, p: number): { mask: Uint8Array; chance: number }[] {
  const parts = counts.length - 2;
  return Array.from({ length: 2 ** parts }, (_, choice) => {
    const isMarked = (part: number): boolean => ((choice >> part) & 1) === 1;
    const mask = regions.map((region) => (region === 1 || (region > 1 && isMarked(region - 2)) ? 1 : 0));
    const marked = Array.from({ length: parts }, (_, part) => (isMarked(part) ? p : 1 - p));
    return { mask, chance: marked.reduce((a, b) => a * b, 1) };
  });
}

const cases: [RimCase, number][] = [
  [strip(14, [20]), 0.45],
  [strip(14, [20]), 0.55],
  [strip(9, [3, 8, 5]), 0.45],
  [strip(20, [1, 2, 3, 4]), 0.3],
  [strip(5, [6, 0, 6, 6]), 0.4],
];

describe("the mean Dice with random observers", () => {
  it("is the mean over all of them", () => {
    const random = new Random(11);
    for (const [made, p] of cases) {
      const s = made.regions.map(() => random.integer(2));
      const counts = made.counts.map(
        (_, region) => s.filter((value, i) => value === 1 && made.regions[i] === region).length,
      );
      const size = s.reduce((a, b) => a + b, 0);
      const expected = observersOf(made, p).reduce(
        (sum, { mask, chance }) => sum + chance * dice(s, mask),
        0,
      );
      expect(new ExpectedDice(made, p).of(counts, size)).toBeCloseTo(expected, 12);
    }
  });

  it("is largest where the consensus of the same observers with weights is", () => {
    for (const [made, p] of cases) {
      const observers = observersOf(made, p);
      const weights = observers.map(({ chance }) => 100 * chance);
      const { meanDice, minVoxels, maxVoxels } = meanRaterOptimum(
        observers.map(({ mask }) => mask),
        { weights, empty: "zero" },
      );
      const found = new ExpectedDice(made, p).optimum();
      expect(found.meanDice).toBeCloseTo(meanDice, 9);
      const voxels = found.counts.reduce((a, b) => a + b, 0);
      expect(voxels).toBeGreaterThanOrEqual(minVoxels);
      expect(voxels).toBeLessThanOrEqual(maxVoxels);
    }
  });
});

describe("the predicted volume", () => {
  const set = Array.from({ length: 6 }, (_, k) => makeCase(32, "whole", new Random(12, k)));
  const predict = (name: string, p: number): number[] =>
    predictVolumes(parseRegime(name), set, { p, batch: 4, seed: 3 });
  const withRim = (p: number, isIn: (k: number) => boolean): number[] =>
    set.map((made, k) => {
      const { core, rim, marginal } = volumesOf(made, p);
      return (core + (isIn(k) ? rim : 0)) / marginal;
    });

  it("of Dice on the marginal is that of Theorem 1", () => {
    for (const p of [0.3, 0.39, 0.45]) {
      expect(predict("dice", p)).toEqual(
        set.map((made) => diceOptimum(marginalOf(made, p)).minVoxels / volumesOf(made, p).marginal),
      );
    }
  });

  it("of Dice on one observer is with the rim from p = 1/2 on, whatever ½ sup D", () => {
    for (const p of [0.42, 0.45, 0.49]) expect(predict("rater-dice", p)).toEqual(withRim(p, () => false));
    for (const p of [0.51, 0.6]) expect(predict("rater-dice", p)).toEqual(withRim(p, () => true));
  });

  it("of Dice over a batch is with the rim where p exceeds the common threshold by some margin", () => {
    for (const p of [0.35, 0.44]) {
      const { threshold } = batchDiceOptimum(set.map((made) => marginalOf(made, p)));
      expect(predict("batch-dice", p)).toEqual(withRim(p, () => p > threshold));
    }
  });

  it("of Dice over a batch of eight switches between p = 0.385 and 0.405, above ½ sup D of the images", () => {
    const images = Array.from({ length: 60 }, (_, k) => makeCase(64, "whole", new Random(15, k)));
    const thresholds = images.map((made) => diceOptimum(marginalOf(made, 0.385)).threshold);
    expect(thresholds.reduce((a, b) => a + b, 0) / 60).toBeLessThan(0.385);
    const [below, above] = [0.385, 0.405].map(
      (p) => predictVolumes(parseRegime("batch-dice"), images, { p, batch: 8, seed: 3 })[0],
    );
    expect(below).toBeLessThan(1);
    expect(above).toBeGreaterThan(1);
  });

  it("of Dice over a batch of one is that of one observer", () => {
    const alone = predictVolumes(parseRegime("batch-dice"), set, { p: 0.45, batch: 1, seed: 3 });
    expect(alone).toEqual(withRim(0.45, () => false));
  });

  it("of cross-entropy is with the rim from p = 1/2 on", () => {
    expect(predict("cross-entropy@rater", 0.48)).toEqual(withRim(0.48, () => false));
    expect(predict("cross-entropy@rater", 0.53)).toEqual(withRim(0.53, () => true));
  });

  it("of any loss on one observer minimises its mean over observers (brute force)", () => {
    for (const name of ["dice", "jaccard", "tversky:0.3,0.7", "squared-dice", "dice+cross-entropy:1,1"]) {
      for (const p of [0.3, 0.46, 0.6]) {
        const [made] = set;
        const mean = (c: number): number => {
          const soft = Float64Array.from(made.regions, (region) => (region === 1 ? 1 : region === 0 ? 0 : c));
          return observersOf(made, p).reduce(
            (sum, { mask, chance }) => sum + chance * lossValue(name, soft, mask),
            0,
          );
        };
        const grid = Array.from({ length: 50 }, (_, k) => (k + 1 / 2) / 50);
        const best = grid.reduce((a, b) => (mean(b) < mean(a) ? b : a));
        if (Math.abs(best - 1 / 2) <= 0.02) continue;
        expect(predict(`${name}@rater`, p)[0]).toBe(withRim(p, () => best > 1 / 2)[0]);
      }
    }
  });
});

it("the margin is what deciding the rim the other way costs, at its least", () => {
  const made = strip(20, [25]);
  const options = { p: 0.45, batch: 1, seed: 1 };
  for (const [name, target] of [
    ["dice", "marginal"],
    ["squared-dice@rater", "observers"],
  ] as const) {
    const masks =
      target === "marginal" ? [{ mask: marginalOf(made, 0.45), chance: 1 }] : observersOf(made, 0.45);
    const mean = (c: number): number =>
      masks.reduce((sum, { mask, chance }) => {
        const soft = Float64Array.from(made.regions, (region) => (region === 1 ? 1 : region === 0 ? 0 : c));
        return sum + chance * lossValue(parseRegime(name).loss.name, soft, mask);
      }, 0);
    const leastIn = (from: number, to: number): number =>
      Math.min(...Array.from({ length: to - from + 1 }, (_, k) => mean((from + k) / 200)));
    const expected = Math.abs(leastIn(0, 99) - leastIn(100, 200));
    expect(rimMargin(parseRegime(name), [made], options)).toBeCloseTo(expected, 4);
  }
});

describe("the cases", () => {
  it("have a core inside a rim and observers who mark parts of it with probability p", () => {
    for (const model of ["whole", "sectors"] as const) {
      const made = makeCase(64, model, new Random(13, 1));
      const { core, rim } = volumesOf(made, 0.45);
      // Radii of 6 … 9 times 1 ± 0.25, rims out to 1.5 … 1.75 times that.
      expect(core).toBeGreaterThan(Math.PI * 6 ** 2 * 0.9);
      expect(core).toBeLessThan(Math.PI * 9 ** 2 * 1.1);
      expect((core + rim) / core).toBeGreaterThan(2);
      expect((core + rim) / core).toBeLessThan(3.3);
      expect(made.counts).toEqual(
        made.counts.map((_, k) => made.regions.filter((region) => region === k).length),
      );
      const random = new Random(14);
      const observers = Array.from({ length: 400 }, () => drawObserver(made, 0.45, random));
      const first = made.regions.indexOf(2);
      const share = observers.reduce((sum, mask) => sum + mask[first], 0) / observers.length;
      expect(Math.abs(share - 0.45)).toBeLessThan(4 * Math.sqrt((0.45 * 0.55) / observers.length));
      expect(
        observers
          .slice(0, 20)
          .every((mask) => made.regions.every((region, i) => region > 1 || mask[i] === region)),
      ).toBe(true);
    }
  });

  it("show 1, 1/2 and 0 with noise of standard deviation 1/4", () => {
    const made = makeCase(64, "whole", new Random(13, 2));
    for (const [region, level] of [
      [0, 0],
      [1, 1],
      [2, 0.5],
    ]) {
      const values = made.image.filter((_, i) => made.regions[i] === region);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const deviation = Math.sqrt(
        values.reduce((sum, value) => sum + (value - level) ** 2, 0) / values.length,
      );
      expect(Math.abs(mean - level)).toBeLessThan((4 * 0.25) / Math.sqrt(values.length));
      expect(Math.abs(deviation - 0.25)).toBeLessThan((4 * 0.25) / Math.sqrt(2 * values.length));
    }
  });

  it("have twelve sectors of 30 degrees each", () => {
    const made = makeCase(64, "sectors", new Random(13, 3));
    expect(made.counts).toHaveLength(14);
    const centre = [0, 0];
    made.regions.forEach((region, i) => {
      if (region !== 1) return;
      centre[0] += (i % 64) / made.counts[1];
      centre[1] += Math.floor(i / 64) / made.counts[1];
    });
    const wrong = [...made.regions].filter((region, i) => {
      if (region < 2) return false;
      const angle = Math.atan2(Math.floor(i / 64) - centre[1], (i % 64) - centre[0]);
      const sector = ((angle / (2 * Math.PI) + 1) % 1) * 12;
      const distance = Math.abs(sector - (region - 2) - 0.5);
      return Math.min(distance, 12 - distance) > 0.75; // the star's centre of mass is not quite its centre
    });
    expect(wrong).toEqual([]);
  });
});
