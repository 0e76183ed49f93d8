import { describe, expect, it } from "vitest";
import { gridFromAffine } from "../../src/image/gridFromAffine.ts";
import { type Triple, voxelToMm } from "../../src/image/grid.ts";

const affine = [
  [0, -2, 0, 10],
  [1.5, 0, 0, -20],
  [0, 0, 3, 30],
];
const positions: readonly Triple[] = [
  [0, 0, 0],
  [1, 2, 3],
  [0.5, -1, 4],
];

/** A (i, j, k, 1)ᵀ. */
function applied([i, j, k]: Triple): number[] {
  return affine.map(([a, b, c, d]) => a * i + b * j + c * k + d);
}

describe("the grid of an affine", () => {
  it.each(["LPS", "RAS"] as const)("takes voxels where the matrix takes them, in %s", (frame) => {
    const grid = gridFromAffine(affine, [4, 5, 6], { frame });
    const sign = frame === "RAS" ? -1 : 1;
    expect(grid.shape).toEqual([4, 5, 6]);
    for (const position of positions) {
      const [x, y, z] = applied(position);
      const found = voxelToMm(grid, position);
      [sign * x, sign * y, z].forEach((mm, axis) => expect(found[axis]).toBeCloseTo(mm, 12));
    }
  });

  it("is the same of 4 × 4, 3 × 4 and flat numbers, and RAS by default", () => {
    const grid = gridFromAffine(affine, [4, 5, 6], { frame: "RAS" });
    const square = [...affine, [0, 0, 0, 1]];
    for (const same of [affine, square, affine.flat(), Float64Array.from(square.flat())])
      expect(gridFromAffine(same, [4, 5, 6])).toEqual(grid);
  });

  it("refuses what is no matrix of an image", () => {
    const at = (matrix: Parameters<typeof gridFromAffine>[0]) => () => gridFromAffine(matrix, [1, 1, 1]);
    expect(at([1, 2, 3])).toThrow("affine: has 3 numbers, expected 4 × 4 or 3 × 4 numbers");
    expect(at([[1, 2, 3]])).toThrow("affine: has 1 rows");
    expect(at([...affine, [1, 0, 0, 1]])).toThrow("affine[3]: is (1, 0, 0, 1), expected 0, 0, 0, 1");
    expect(at([...affine.slice(0, 2), [0, 0, Number.NaN, 0]])).toThrow("affine");
    expect(at([...affine.slice(0, 2), [0, 0, 0, 0]])).toThrow("affine");
    expect(() => gridFromAffine(affine, [0, 1, 1])).toThrow("shape[0]: is 0, expected a positive integer");
    expect(() => gridFromAffine(affine, [1, 1] as unknown as Triple)).toThrow("shape: has 2 numbers");
    expect(() => gridFromAffine(affine, [1, 1, 1], { frame: "lps" as "LPS" })).toThrow('frame: is "lps"');
  });
});
