import { describe, expect, it } from "vitest";
import { unitGrid } from "../../src/image/grid.ts";
import { agreement, consensusOfMasks } from "../../src/raters/consensusOfMasks.ts";
import { marginalOf } from "../../src/raters/marginalOf.ts";

/** Three squares of 2 × 2 pixels in a row of 6 × 4, a pixel further each. */
const raters = [0, 1, 2].map((shift) => {
  const mask = new Uint8Array(24);
  for (const [x, y] of [
    [1, 1],
    [2, 1],
    [1, 2],
    [2, 2],
  ])
    mask[x + shift + 6 * y] = 1;
  return mask;
});
const shape = [6, 4, 1] as const;
const spacingMm = [2, 1, 5] as const;

describe("the consensus of arrays", () => {
  const found = consensusOfMasks(raters, { names: ["a", "b", "c"], shape, spacingMm });

  it("has the masks of its methods: counted votes, and the optimum of the marginal", () => {
    const votes = Array.from({ length: 24 }, (_, i) => raters.reduce((sum, mask) => sum + mask[i], 0));
    expect(found.maps.marginal).toEqual(Float64Array.from(votes, (k) => k / 3));
    expect(found.maps.marginal).toEqual(marginalOf(raters));
    expect(found.masks.majority).toEqual(Uint8Array.from(votes, (k) => Number(k > 1.5)));
    expect(found.masks.union).toEqual(Uint8Array.from(votes, (k) => Number(k > 0)));
    expect(found.masks.intersection).toEqual(Uint8Array.from(votes, (k) => Number(k === 3)));
    // Columns have 1, 2, 2, 1 votes: the middle two give 2 · (8/3) / (4 + 4) = 2/3, all four 2 · 4 / (8 + 4), the same.
    expect(found.marginal).toMatchObject({ minVoxels: 4, maxVoxels: 8 });
    expect(found.marginal.supDice).toBeCloseTo(2 / 3, 14);
    expect(found.masks.diceOptimal).toEqual(found.masks.majority);
  });

  it("gives volumes and distances in mL and mm", () => {
    expect(found.methods.union.volumeMl).toBeCloseTo((8 * 2 * 5) / 1000, 14);
    const [ab] = found.rows;
    expect(ab).toMatchObject({ kind: "pair", observer: "a", reference: "b", dice: 0.5 });
    expect(ab.centroidShiftMm).toBeCloseTo(2, 12);
    expect(ab.hausdorffMm).toBeCloseTo(2, 12);
  });

  it("has no mL, mm or other fields of view where nothing is known of them", () => {
    const { methods, agreement: agreed, rows, marginal } = consensusOfMasks(raters);
    expect(marginal.supDice).toBe(found.marginal.supDice);
    expect(methods.union.volumeMl).toBeNaN();
    expect(agreed.surface).toBeNull();
    expect(rows.map(({ centroidShiftMm }) => centroidShiftMm)).toEqual(rows.map(() => Number.NaN));
    expect(methods.staple.fieldOfView).toEqual([]);
    const inMl = agreement(raters, { spacingMm });
    expect(inMl.rows[0].volumeDifferenceMl).toBe(0);
    expect(inMl.rows[0].centroidShiftMm).toBeNaN();
  });

  it("is the same with a grid as with its shape and spacing", () => {
    const grid = { ...unitGrid(shape), spacingMm };
    expect(consensusOfMasks(raters, { names: ["a", "b", "c"], grid })).toEqual(found);
  });

  it.each([
    [{ names: ["a", "b"] }, "names: has 2 values and raters has 3"],
    [{ names: ["a", "b", "a"] }, 'names[2]: is "a", as that of an observer before it'],
    [{ shape: [5, 4, 1] }, "shape: has 20 voxels, expected 24"],
    [{ spacingMm: [1, Number.NaN, 1] }, "spacingMm[1]: is NaN, expected a positive number"],
    [{ grid: unitGrid([6, 4, 1]), spacingMm }, "spacingMm: stands beside grid"],
    [{ grid: unitGrid([6, 4, 2]) }, "grid: has 48 voxels, expected 24"],
    [{ weights: [1, 1] }, "weights"],
  ] as const)("refuses %j", (options, message) => {
    expect(() => consensusOfMasks(raters, options)).toThrow(message);
  });

  it("names the observer, index and value of what is no mask", () => {
    expect(() =>
      agreement([
        [0, 1],
        [0, 0.5],
      ]),
    ).toThrow("raters[1][1]: is 0.5, expected 0 or 1");
    expect(() => agreement([])).toThrow("raters: is empty");
  });
});
