import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeGridDifference } from "../../src/image/compare.ts";
import { coveringGrid } from "../../src/image/cover.ts";
import {
  type Grid,
  mmToVoxel,
  type Triple,
  unitGrid,
  voxelCount,
  voxelToMm,
  voxelVolumeMl,
} from "../../src/image/grid.ts";
import { grids } from "../support/grids.ts";

/** A box of a grid's lattice, its axes turned and flipped: another image of the same lattice. */
const pieces = (grid: Grid): fc.Arbitrary<Grid> =>
  fc
    .record({
      order: fc.constantFrom([0, 1, 2], [1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0]),
      flips: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      start: fc.tuple(offset(), offset(), offset()),
      shape: fc.tuple(size(), size(), size()),
    })
    .map(({ order, flips, start, shape }) => {
      const corner = [0, 1, 2].map(
        (axis) => start[axis] + (flips[axis] ? shape[axis] - 1 : 0),
      ) as unknown as Triple;
      const pick = <T>(of: readonly T[]): [T, T, T] => [of[order[0]], of[order[1]], of[order[2]]];
      const directions = grid.directions.map(
        (direction, axis) => (flips[axis] ? direction.map((x) => -x) : direction) as unknown as Triple,
      );
      return {
        shape: pick(shape),
        spacingMm: pick(grid.spacingMm),
        directions: pick(directions),
        originMm: voxelToMm(grid, corner),
      };
    });

const families = grids.chain((grid) => fc.array(pieces(grid), { minLength: 1, maxLength: 4 }));

function offset(): fc.Arbitrary<number> {
  return fc.integer({ min: -5, max: 5 });
}

function size(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 4 });
}

/** All voxel centres of a grid. */
function centres(grid: Grid): Triple[] {
  const [nx, ny] = grid.shape;
  return Array.from({ length: voxelCount(grid) }, (_, at) =>
    voxelToMm(grid, [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]),
  );
}

describe("a grid that covers others", () => {
  it("has every voxel of images on one lattice as a voxel, and nothing apart", () => {
    fc.assert(
      fc.property(families, (family) => {
        const { grid, apart } = coveringGrid(family);
        expect(apart).toEqual([]);
        const isVoxel = (centre: Triple): boolean =>
          mmToVoxel(grid, centre).every((value, axis) => {
            const whole = Math.round(value);
            return Math.abs(value - whole) < 1e-6 && whole >= 0 && whole < grid.shape[axis];
          });
        expect(family.flatMap(centres).filter((centre) => !isVoxel(centre))).toEqual([]);
      }),
      { seed: 12, numRuns: 150 },
    );
  });

  it("is no larger than that: each of its faces holds a voxel of some image", () => {
    fc.assert(
      fc.property(families, (family) => {
        const { grid } = coveringGrid(family);
        const positions = family
          .flatMap(centres)
          .map((centre) => mmToVoxel(grid, centre).map((value) => Math.round(value)));
        for (const axis of [0, 1, 2]) {
          const along = positions.map((position) => position[axis]);
          expect(Math.min(...along)).toBeCloseTo(0);
          expect(Math.max(...along)).toBeCloseTo(grid.shape[axis] - 1);
        }
      }),
      { seed: 13, numRuns: 150 },
    );
  });

  it("is the same in any order of the images", () => {
    fc.assert(
      fc.property(families, fc.nat(), (family, turn) => {
        const n = turn % family.length;
        const turned = [...family.slice(n), ...family.slice(0, n)].reverse();
        expect(coveringGrid(turned).grid).toEqual(coveringGrid(family).grid);
      }),
      { seed: 14, numRuns: 150 },
    );
  });

  it("takes the finest voxels, and reaches as far as the outer faces of coarser ones", () => {
    const fine = unitGrid([10, 10, 10]);
    // Centres at 1.5, 4.5, … 28.5 mm: faces from 0 to 30 mm in x and y, from 0 to 9 mm in z.
    const coarse: Grid = { ...unitGrid([10, 10, 3]), spacingMm: [3, 3, 3], originMm: [1.5, 1.5, 1.5] };
    for (const family of [
      [fine, coarse],
      [coarse, fine],
    ]) {
      const { grid, apart } = coveringGrid(family);
      expect(apart).toEqual([coarse]);
      expect(voxelVolumeMl(grid)).toBe(0.001);
      expect(grid.originMm).toEqual([0, 0, 0]);
      expect(grid.shape).toEqual([31, 31, 10]);
    }
  });

  it("counts a tenth of a voxel as the same lattice, and a third as another", () => {
    const grid = unitGrid([5, 5, 5]);
    const shifted = (mm: number): Grid => ({ ...grid, originMm: [mm, 0, 0] });
    expect(coveringGrid([grid, shifted(0.09)]).apart).toHaveLength(0);
    expect(coveringGrid([grid, shifted(0.33)]).apart).toHaveLength(1);
    expect(coveringGrid([grid, shifted(3.05)]).grid.shape).toEqual([8, 5, 5]);
    expect(describeGridDifference(grid, shifted(0.09))).toBeUndefined();
  });

  it("does not let small differences add up: of three images a tenth of a voxel apart each, one is apart", () => {
    const grid = unitGrid([5, 5, 5]);
    const shifted = [0, 0.09, 0.18].map((mm): Grid => ({ ...grid, originMm: [mm, 0, 0] }));
    expect(coveringGrid(shifted).apart).toHaveLength(1);
  });
});
