import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coveringGrid } from "../../src/image/cover.ts";
import { type Grid, mmToVoxel, type Triple, unitGrid, voxelCount, voxelToMm } from "../../src/image/grid.ts";
import { boxAround, boxGrid, maskOnGrid, partOf, place, type PlacedPart } from "../../src/image/part.ts";
import { resample } from "../../src/image/resample.ts";
import { grids } from "../support/grids.ts";

/** Masks of random voxels on any grid, some of them empty. */
const masks = fc
  .tuple(grids, fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(0, 3, 7))
  .map(([grid, seed, of]) => ({
    name: "mask",
    grid,
    data: Uint8Array.from({ length: voxelCount(grid) }, (_, n) =>
      Number((Math.imul(n + 1, seed | 1) >>> 13) % 8 < of),
    ),
  }));

/** A part as a whole array. */
function whole({ box, data, grid }: PlacedPart): Uint8Array {
  const all = { box: { start: [0, 0, 0], end: grid.shape } as const, data: new Uint8Array(voxelCount(grid)) };
  if (data.length > 0) place({ box, data }, all);
  return all.data;
}

/** The nearest voxel of a mask to each centre of a grid, by coordinates. */
function bruteForce(mask: { readonly grid: Grid; readonly data: Uint8Array }, grid: Grid): number[] {
  const [nx, ny, nz] = grid.shape;
  return Array.from({ length: nx * ny * nz }, (_, at) => {
    const centre = voxelToMm(grid, [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]);
    const [i, j, k] = mmToVoxel(mask.grid, centre).map(Math.round);
    const [mx, my, mz] = mask.grid.shape;
    const isInside = i >= 0 && j >= 0 && k >= 0 && i < mx && j < my && k < mz;
    return isInside ? mask.data[i + mx * (j + my * k)] : 0;
  });
}

describe("parts", () => {
  it("give the whole array back", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        expect(whole(partOf(mask))).toEqual(mask.data);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("lie in a box around all of them, and in one voxel where there is nothing", () => {
    expect(boxAround([])).toEqual({ start: [0, 0, 0], end: [1, 1, 1] });
    const empty = { start: [0, 0, 0], end: [0, 0, 0] } as const;
    const [a, b] = [
      { start: [1, 5, 2], end: [2, 6, 9] },
      { start: [3, 0, 4], end: [5, 2, 5] },
    ] as const;
    expect(boxAround([empty, a, b])).toEqual({ start: [1, 0, 2], end: [5, 6, 9] });
    expect(boxGrid(unitGrid([9, 9, 9]), a)).toMatchObject({ shape: [1, 1, 7], originMm: [1, 5, 2] });
  });
});

describe("a mask on another grid", () => {
  it("keeps every voxel in its place on a grid of the same lattice, as brute force by coordinates finds it", () => {
    fc.assert(
      fc.property(masks, fc.tuple(shift(), shift(), shift()), (mask, start) => {
        const { shape, spacingMm, directions } = mask.grid;
        const turned: Grid = {
          shape: [shape[1] + 2, shape[2], shape[0] + 1],
          spacingMm: [spacingMm[1], spacingMm[2], spacingMm[0]],
          directions: [directions[1].map((x) => -x) as unknown as Triple, directions[2], directions[0]],
          originMm: voxelToMm(mask.grid, [start[0], shape[1] - 1 + start[1], start[2]]),
        };
        for (const how of ["nearest", "linear"] as const)
          expect(Array.from(whole(maskOnGrid(partOf(mask), turned, how)))).toEqual(bruteForce(mask, turned));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("loses nothing on the grid that covers it and others", () => {
    fc.assert(
      fc.property(masks, fc.tuple(shift(), shift(), shift()), (mask, start) => {
        const other: Grid = { ...mask.grid, originMm: voxelToMm(mask.grid, start) };
        const { grid } = coveringGrid([other, mask.grid]);
        const count = (data: Uint8Array): number => data.reduce((sum, value) => sum + value, 0);
        expect(count(maskOnGrid(partOf(mask), grid, "nearest").data)).toBe(count(mask.data));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("is on any other grid what resampling the whole image makes of it", () => {
    fc.assert(
      fc.property(masks, grids, fc.constantFrom("nearest", "linear"), (mask, other, how) => {
        const near: Grid = { ...other, originMm: mask.grid.originMm };
        const expected = Array.from(resample(mask, near, how).data, (value) => Number(value >= 0.5));
        expect(Array.from(whole(maskOnGrid(partOf(mask), near, how)))).toEqual(expected);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it("leaves out what lies beyond the grid", () => {
    const mask = { name: "mask", grid: unitGrid([4, 1, 1]), data: Uint8Array.of(1, 1, 0, 1) };
    const grid: Grid = { ...unitGrid([2, 1, 1]), originMm: [1, 0, 0] };
    expect(Array.from(whole(maskOnGrid(partOf(mask), grid, "nearest")))).toEqual([1, 0]);
    const away: Grid = { ...unitGrid([2, 1, 1]), originMm: [50, 0, 0] };
    expect(maskOnGrid(partOf(mask), away, "nearest").data).toHaveLength(0);
  });
});

function shift(): fc.Arbitrary<number> {
  return fc.integer({ min: -3, max: 3 });
}
