import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crop } from "../../src/image/crop.ts";
import { type Grid, voxelToMm } from "../../src/image/grid.ts";
import { coincide, placeOn } from "../../src/image/place.ts";
import { volumes } from "../support/grids.ts";

describe("placeOn", () => {
  it("puts a part cut out of an image back in its place, and 0 around it", () => {
    fc.assert(
      fc.property(volumes, fc.nat(), fc.nat(), (image, a, b) => {
        const span = (n: number, seed: number): [number, number] => {
          const start = seed % n;
          return [start, start + 1 + ((seed >> 4) % (n - start))];
        };
        const [[i0, i1], [j0, j1], [k0, k1]] = [
          span(image.grid.shape[0], a),
          span(image.grid.shape[1], b),
          span(image.grid.shape[2], a ^ b),
        ];
        const part = crop(image, { start: [i0, j0, k0], end: [i1, j1, k1] });
        const [nx, ny] = image.grid.shape;
        const expected = Array.from(image.data, (value, n) => {
          const [i, j, k] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
          return i >= i0 && i < i1 && j >= j0 && j < j1 && k >= k0 && k < k1 ? value : 0;
        });
        expect(Array.from(placeOn(part, image.grid)?.data ?? [])).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("undoes another order and direction of the axes", () => {
    fc.assert(
      fc.property(volumes, (image) => {
        const { shape, spacingMm, directions } = image.grid;
        const turned: Grid = {
          shape: [shape[2], shape[0], shape[1]],
          spacingMm: [spacingMm[2], spacingMm[0], spacingMm[1]],
          directions: [
            [-directions[2][0], -directions[2][1], -directions[2][2]],
            directions[0],
            directions[1],
          ],
          originMm: voxelToMm(image.grid, [0, 0, shape[2] - 1]),
        };
        const there = placeOn(image, turned);
        expect(there).toBeDefined();
        expect(there && placeOn(there, image.grid)?.data).toEqual(image.data);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("does nothing to voxels that lie between the grid's, or are of another size", () => {
    fc.assert(
      fc.property(volumes, ({ grid }) => {
        expect(coincide({ ...grid, originMm: voxelToMm(grid, [0.3, 0, 0]) }, grid)).toBe(false);
        const [sx, sy, sz] = grid.spacingMm;
        expect(coincide({ ...grid, spacingMm: [2 * sx, sy, sz] }, grid)).toBe(false);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
