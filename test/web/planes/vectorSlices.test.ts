import { describe, expect, it } from "vitest";
import { type Grid, type Triple, unitGrid, voxelToMm } from "../../../src/image/grid.ts";
import { planeViews } from "../../../web/planes/orientation.ts";
import { VectorSlices } from "../../../web/planes/vectorSlices.ts";
import { toPicture, windowOf } from "../../../web/planes/window.ts";
import { vectorsOn } from "../../../web/work/study/vectors.ts";

const grid: Grid = {
  ...unitGrid([20, 16, 10]),
  spacingMm: [0.5, 1, 3],
  originMm: [-4, 7, 11],
  directions: [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

/** A contour through these positions, in mm. */
function contour(...positions: readonly Triple[]): Float64Array {
  return Float64Array.from(positions.flatMap((position) => voxelToMm(grid, position)));
}

describe("an observer's own contours", () => {
  const square = contour([2, 3, 4], [6, 3, 4], [6, 8, 4], [2, 8, 4]);
  const slightlyOff = contour([2, 3, 6.3], [6, 3, 6.3], [6, 8, 6.34]);
  const oblique = contour([2, 3, 1], [6, 8, 2], [9, 4, 5]);
  const vectors = vectorsOn(grid, [square, slightlyOff, oblique]);
  const slices = new VectorSlices(vectors);

  it("lie across the axis along which they do not extend, or across none", () => {
    expect([...vectors.axes]).toEqual([2, 2, 255]);
    expect([...vectors.starts]).toEqual([0, 4, 7, 10]);
  });

  it("are found on the slice nearest to them, and only there", () => {
    expect([3, 4, 5, 6, 7].map((slice) => slices.has(2, slice))).toEqual([false, true, false, true, false]);
    expect(slices.has(0, 4)).toBe(false);
  });

  it("run through the pictures of the voxels that they run through", () => {
    const [axial] = planeViews(grid);
    const window = windowOf(axial, grid, undefined, 0);
    const [line] = slices.on(window, 4);
    const corners: Triple[] = [
      [2, 3, 4],
      [6, 3, 4],
      [6, 8, 4],
      [2, 8, 4],
    ];
    corners.forEach((corner, n) => {
      const [x, y] = toPicture(window, corner);
      expect(line[2 * n]).toBeCloseTo(x, 4);
      expect(line[2 * n + 1]).toBeCloseTo(y, 4);
    });
    expect(slices.on(window, 5)).toEqual([]);
  });
});
