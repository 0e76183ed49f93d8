import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeGridDifference, requireSameGrid } from "../../src/image/compare.ts";
import { unitGrid } from "../../src/image/grid.ts";
import type { Grid } from "../../src/image/grid.ts";
import { grids } from "../support/grids.ts";

const grid: Grid = { ...unitGrid([100, 50, 20]), spacingMm: [1, 1, 2.5] };

describe("comparing grids", () => {
  it("finds no difference between a grid and itself", () => {
    fc.assert(
      fc.property(grids, (any) => {
        expect(describeGridDifference(any, { ...any })).toBeUndefined();
      }),
      { seed: 3 },
    );
  });

  it("says which shapes differ", () => {
    expect(describeGridDifference(grid, { ...grid, shape: [100, 50, 21] })).toBe(
      "100×50×20 voxels against 100×50×21",
    );
  });

  it("says how far the origins are apart", () => {
    expect(describeGridDifference(grid, { ...grid, originMm: [0, 0.5, 0] })).toBe(
      "origin (0, 0, 0) mm against (0, 0.5, 0) mm; voxels lie up to 0.5 mm apart",
    );
  });

  it("measures a difference in spacing at the far corner", () => {
    expect(describeGridDifference(grid, { ...grid, spacingMm: [1.002, 1, 2.5] })).toBe(
      "spacing (1, 1, 2.5) mm against (1.002, 1, 2.5) mm; voxels lie up to 0.198 mm apart",
    );
  });

  it("names the axis whose direction differs", () => {
    const tilted: Grid = {
      ...grid,
      directions: [
        [1, 0, 0],
        [0, 0.8, 0.6],
        [0, -0.6, 0.8],
      ],
    };
    expect(describeGridDifference(grid, tilted)).toMatch(
      /^direction of axis j \(0, 1, 0\) against \(0, 0.8, 0.6\); direction of axis k .* mm apart$/,
    );
  });

  it("accepts what lies within the tolerance, and no more", () => {
    const moved: Grid = { ...grid, originMm: [0.25, 0, 0] };
    expect(describeGridDifference(grid, moved, 0.25)).toBeUndefined();
    expect(describeGridDifference(grid, moved, 0.249)).toBeDefined();
  });

  it("names both images in the error", () => {
    expect(() => requireSameGrid("a.nii", grid, "b.nii", { ...grid, shape: [1, 1, 1] })).toThrow(
      "b.nii: lies on another grid than a.nii: 1×1×1 voxels against 100×50×20, expected the same grid to 0.1 of a voxel; " +
        "resample one onto the other's grid first",
    );
  });
});
