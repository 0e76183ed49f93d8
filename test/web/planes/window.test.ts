import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Grid, type Triple, unitGrid, voxelToMm } from "../../../src/image/grid.ts";
import { planeViews } from "../../../web/planes/orientation.ts";
import { cut, fromPicture, toPicture, windowOf } from "../../../web/planes/window.ts";

const axes: Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Grids whose axes run along the patient's in any order and direction. */
const grids = fc
  .tuple(
    fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]),
    fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1), fc.constantFrom(1, -1)),
  )
  .map(([order, signs]): Grid => {
    const along = (n: number): Triple => axes[order[n]].map((d) => d * signs[n]) as unknown as Triple;
    return { ...unitGrid([4, 5, 6]), directions: [along(0), along(1), along(2)] };
  });

describe("the planes", () => {
  it("show the patient's left on the right, the back below and the head on top", () => {
    fc.assert(
      fc.property(grids, (grid) => {
        for (const view of planeViews(grid)) {
          const window = windowOf(view, grid, undefined, 0);
          const at = (x: number, y: number): Triple =>
            voxelToMm(grid, fromPicture(window, [x, y], [1, 1, 1]));
          const rightwards = at(1.5, 0.5).map((mm, d) => mm - at(0.5, 0.5)[d]);
          const downwards = at(0.5, 1.5).map((mm, d) => mm - at(0.5, 0.5)[d]);
          const expected = {
            axial: [axes[0], axes[1]],
            coronal: [axes[0], [0, 0, -1]],
            sagittal: [axes[1], [0, 0, -1]],
          }[view.name];
          expect([rightwards, downwards]).toEqual(expected);
        }
      }),
    );
  });

  it("put the crosshair where the voxel under a point is drawn", () => {
    fc.assert(
      fc.property(grids, fc.tuple(fc.nat(3), fc.nat(4), fc.nat(5)), (grid, voxel) => {
        for (const view of planeViews(grid)) {
          const window = windowOf(view, grid, undefined, 0);
          expect(fromPicture(window, toPicture(window, voxel), voxel)).toEqual(voxel);
        }
      }),
    );
  });

  it("cut the value of each voxel out of an array on a part of the grid", () => {
    const box = { start: [1, 1, 2], end: [3, 5, 5] } as const;
    const value = (i: number, j: number, k: number): number => 100 * i + 10 * j + k;
    const data: number[] = [];
    for (let k = 2; k < 5; k++)
      for (let j = 1; j < 5; j++) for (let i = 1; i < 3; i++) data.push(value(i, j, k));
    fc.assert(
      fc.property(grids, fc.nat(2), fc.nat(5), (grid, plane, asked) => {
        const view = planeViews(grid)[plane];
        const slice = asked % grid.shape[view.through];
        const window = windowOf(view, grid, undefined, 0);
        const [width, height] = [window.across[1], window.down[1]];
        const out = cut({ data, box }, window, slice, -1, new Float32Array(width * height));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const voxel = fromPicture(window, [x + 0.5, y + 0.5], [slice, slice, slice]);
            const isInside = voxel.every((index, axis) => index >= box.start[axis] && index < box.end[axis]);
            expect(out[x + width * y]).toBe(isInside ? value(...(voxel as [number, number, number])) : -1);
          }
        }
      }),
    );
  });

  it("show the same width in mm in all three planes, inside the image", () => {
    const grid: Grid = { ...unitGrid([100, 100, 40]), spacingMm: [1, 1, 2.5] };
    const box = { start: [40, 45, 10], end: [60, 55, 30] } as const;
    for (const view of planeViews(grid)) {
      const { across, down, voxelMm } = windowOf(view, grid, box, 5);
      expect([across[1] * voxelMm[0], down[1] * voxelMm[1]]).toEqual([60, 60]);
      expect(across[0]).toBeGreaterThanOrEqual(0);
      expect(down[0] + down[1]).toBeLessThanOrEqual(grid.shape[view.down.axis]);
    }
  });
});
