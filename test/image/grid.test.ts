import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  gridFromAffineLps,
  gridFromAffineRas,
  gridToAffineLps,
  gridToAffineRas,
} from "../../src/image/affine.ts";
import {
  checkGrid,
  gridFromSteps,
  mmToVoxel,
  unitGrid,
  voxelCount,
  voxelToMm,
  voxelVolumeMl,
} from "../../src/image/grid.ts";
import type { Grid, Triple } from "../../src/image/grid.ts";
import { grids } from "../support/grids.ts";

/** Coronal slices: columns to the left, rows to the feet, slices to the back. */
const coronal: Grid = {
  shape: [4, 5, 6],
  spacingMm: [0.5, 2, 3],
  directions: [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  originMm: [-100, -50, 700],
};

describe("a grid", () => {
  it("puts voxels where its origin, directions and spacing say", () => {
    expect(voxelToMm(coronal, [0, 0, 0])).toEqual([-100, -50, 700]);
    expect(voxelToMm(coronal, [2, 1, 3])).toEqual([-99, -41, 698]);
    expect(mmToVoxel(coronal, [-99, -41, 698])).toEqual([2, 1, 3]);
  });

  it("takes mm back to the voxel they came from", () => {
    const position = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(grids, fc.tuple(position, position, position), (grid, at) => {
        for (const [axis, index] of mmToVoxel(grid, voxelToMm(grid, at)).entries())
          expect(index).toBeCloseTo(at[axis], 7);
      }),
      { seed: 1 },
    );
  });

  it("has voxels of spacing x · spacing y · spacing z, in ml", () => {
    expect(voxelVolumeMl(coronal)).toBeCloseTo(0.003, 12);
    expect(voxelCount(coronal)).toBe(120);
  });

  it("has voxels of base times height when it is sheared", () => {
    const sheared = gridFromSteps(
      "s",
      [2, 2, 2],
      [
        [2, 0, 0],
        [0, 3, 0],
        [5, 7, 4],
      ],
      [0, 0, 0],
    );
    expect(voxelVolumeMl(sheared)).toBeCloseTo((2 * 3 * 4) / 1000, 12);
  });

  it("is the same in LPS and RAS but for the signs of x and y", () => {
    expect(gridToAffineLps(coronal)).toEqual([
      [0.5, 0, 0, -100],
      [0, 0, 3, -50],
      [0, -2, 0, 700],
    ]);
    expect(gridToAffineRas(coronal)).toEqual([
      [-0.5, 0, 0, 100],
      [0, 0, -3, 50],
      [0, -2, 0, 700],
    ]);
  });

  it("survives the way through either matrix", () => {
    fc.assert(
      fc.property(grids, (grid) => {
        for (const back of [
          gridFromAffineLps("g", grid.shape, gridToAffineLps(grid)),
          gridFromAffineRas("g", grid.shape, gridToAffineRas(grid)),
        ]) {
          for (const axis of [0, 1, 2] as const) {
            expect(back.originMm[axis]).toBeCloseTo(grid.originMm[axis], 10);
            expect(back.spacingMm[axis]).toBeCloseTo(grid.spacingMm[axis], 10);
            for (const d of [0, 1, 2] as const)
              expect(back.directions[axis][d]).toBeCloseTo(grid.directions[axis][d], 10);
          }
        }
      }),
      { seed: 2 },
    );
  });

  it.each<[string, Partial<Grid>, string]>([
    [
      "no voxels along an axis",
      { shape: [4, 0, 2] },
      "has the shape (4, 0, 2), expected positive numbers of voxels",
    ],
    ["half a voxel", { shape: [4, 1.5, 2] }, "has the shape"],
    ["negative spacing", { spacingMm: [1, -1, 1] }, "has the voxel spacing (1, -1, 1)"],
    ["NaN spacing", { spacingMm: [1, NaN, 1] }, "has the voxel spacing (1, NaN, 1)"],
    ["infinite spacing", { spacingMm: [1, Infinity, 1] }, "has the voxel spacing"],
    ["a NaN origin", { originMm: [0, 0, NaN] }, "has the origin (0, 0, NaN)"],
    [
      "a direction of length 2",
      {
        directions: [
          [2, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
      "has the axis direction (2, 0, 0)",
    ],
    [
      "parallel axes",
      {
        directions: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 0],
        ],
      },
      "three directions that do not lie in one plane",
    ],
  ])("is refused with %s", (_, part, message) => {
    expect(() => checkGrid("mask.nii", { ...coronal, ...part })).toThrow(message);
  });

  it("of an image without geometry has voxels of 1 mm along LPS", () => {
    const shape: Triple = [3, 2, 1];
    expect(voxelToMm(unitGrid(shape), [2, 1, 0])).toEqual([2, 1, 0]);
  });
});
