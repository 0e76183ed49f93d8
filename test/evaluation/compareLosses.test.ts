import { describe, expect, it } from "vitest";
import { compareLosses } from "../../src/evaluation/compareLosses.ts";
import { threshold } from "../../src/evaluation/threshold.ts";

const m = [0.2, 0.4, 1, 0.6];
const raters = [
  [0, 1, 1, 0],
  [0, 1, 1, 1],
];

describe("comparing losses of arrays", () => {
  it("gives the segmentations of Theorem 1 and of cross-entropy, with their volumes", () => {
    const options = { losses: ["dice", "cross-entropy"], shape: [2, 2, 1], spacingMm: [1, 2, 5] } as const;
    const [dice, entropy] = compareLosses(m, options);
    expect(dice).toMatchObject({ loss: "dice", volume: 3, soft: false });
    expect(dice.threshold).toBeCloseTo(5 / 13, 14);
    expect(dice.volumeMl).toBeCloseTo(0.03, 14);
    expect(dice.volumeBias).toBeCloseTo(3 / 2.2, 14);
    expect(dice.marginalDice).toBeCloseTo(10 / 13, 14);
    expect(dice.jaccard).toBeCloseTo(2 / (3 + 2.2 - 2), 14);
    expect(entropy).toMatchObject({ threshold: 0.5, volume: 2, soft: true });
    expect(entropy.marginalDice).toBeCloseTo((2 * 1.6) / 4.2, 14);
  });

  it("knows the mean over observers where there are some, and leaves out what a map does not serve", () => {
    const rows = compareLosses(raters);
    expect(rows.map(({ loss }) => loss)).toContain("rater-dice");
    expect(rows[0].meanRaterDice).toBeCloseTo((4 / 5 + 1) / 2, 14);
    expect(compareLosses(m).map(({ loss }) => loss)).not.toContain("rater-dice");
  });

  it("names the loss or value that is wrong", () => {
    expect(() => compareLosses(m, { losses: ["dice", "rater-dice"] })).toThrow(
      "losses[1]: is rater-dice, which depends on who marked a voxel",
    );
    expect(() => compareLosses([0, 1.5])).toThrow("target[1]: is 1.5, expected a probability in [0, 1]");
    expect(() => compareLosses(m, { shape: [3, 1, 1] })).toThrow("shape: has 3 voxels, expected 4");
  });
});

describe("thresholding an array", () => {
  it("cuts at the threshold of Theorem 1, with ties as asked", () => {
    const votes = [1, 0.5, 0.5, 0];
    const found = threshold(votes, { shape: [4, 1, 1], spacingMm: [10, 10, 10] });
    expect(found.threshold).toBeCloseTo(2 / (3 + 2), 14);
    expect(found.mask).toEqual(Uint8Array.of(1, 1, 1, 0));
    expect(found).toMatchObject({ tiedAtHalf: 2, volumeMl: { half: 3, majority: 1, min: 3 } });
    // t = 1 / (1 + 2) with the first voxel alone, and 2 / (4 + 2) with all: 1/3 ties.
    const tied = [1, 1 / 3, 1 / 3, 1 / 3];
    expect(threshold(tied).mask).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(threshold(tied, { ties: "include" }).mask).toEqual(Uint8Array.of(1, 1, 1, 1));
    expect(threshold(tied).volumeMl.min).toBeNaN();
  });

  it("refuses what is no map", () => {
    expect(() => threshold([0.5, Number.NaN])).toThrow("m[1]: is NaN, expected a probability in [0, 1]");
    expect(() => threshold([0.5], { spacingMm: [1, 1, 0] })).toThrow("spacingMm[2]: is 0");
  });
});
