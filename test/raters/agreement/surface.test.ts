import { describe, expect, it } from "vitest";
import { unitGrid, type Triple } from "../../../src/image/grid.ts";
import { surfaceAgreement } from "../../../src/raters/agreement/surface.ts";
import { surfaceElementAreas } from "../../../src/raters/agreement/surfaceElements.ts";
import { voteMap } from "../../../src/raters/patterns.ts";

const onGrid = (shape: Triple, spacingMm: Triple) => ({ ...unitGrid(shape), spacingMm });

/** A mask of the voxels that satisfy `inside`. */
function maskOf([nx, ny, nz]: Triple, inside: (i: number, j: number, k: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: nx * ny * nz }, (_, at) =>
    Number(inside(at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)))),
  );
}

const between = (x: number, start: number, end: number): boolean => start <= x && x < end;

describe("surface elements", () => {
  it("have the areas of flat, edge and corner elements in any spacing", () => {
    const [dx, dy, dz] = [0.7, 1.1, 3];
    const areaOf = surfaceElementAreas([dx, dy, dz]);
    expect([areaOf(0), areaOf(255)]).toEqual([0, 0]);
    // One voxel: a triangle that cuts the three half edges.
    for (const code of [1, 2, 4, 8, 16, 32, 64, 128, 254]) {
      expect(areaOf(code)).toBeCloseTo(Math.hypot(dy * dz, dx * dz, dx * dy) / 8, 14);
    }
    expect(areaOf(0b00001111)).toBeCloseTo(dx * dy, 14); // the lower four
    expect(areaOf(0b00110011)).toBeCloseTo(dx * dz, 14);
    expect(areaOf(0b01010101)).toBeCloseTo(dy * dz, 14);
    expect(areaOf(0b00010001)).toBeCloseTo((dz * Math.hypot(dx, dy)) / 2, 14); // an edge along z
  });

  it("have the areas that were published with surface Dice, for each of the kinds of neighbourhood", () => {
    // Sums of the lengths of the published triangle normals, at unit spacing.
    const triangle = Math.sqrt(3) / 8;
    const areaOf = surfaceElementAreas([1, 1, 1]);
    const published: readonly (readonly [voxels: readonly number[], area: number])[] = [
      [[0, 3], 2 * triangle],
      [[0, 7], 2 * triangle],
      [[0, 1, 2], 0.5 + 3 * triangle],
      [[0, 1, 6], Math.SQRT1_2 + triangle],
      [[0, 3, 5], 3 * triangle],
      [[0, 1, 2, 4], 6 * triangle],
      [[0, 1, 2, 6], 4 * triangle + Math.SQRT1_2],
      [[0, 1, 2, 7], 0.5 + 4 * triangle],
      [[0, 1, 6, 7], 2 * Math.SQRT1_2],
      [[0, 3, 5, 6], 4 * triangle],
    ];
    for (const [voxels, area] of published) {
      const code = voxels.reduce((bits, b) => bits | (1 << b), 0);
      expect(areaOf(code)).toBeCloseTo(area, 12);
      expect(areaOf(255 - code)).toBeCloseTo(area, 12);
    }
  });
});

describe("surfaceAgreement", () => {
  const between01 = (matrix: readonly (readonly number[])[]): number => matrix[0][1];

  it("gives what the program published with surface Dice gives for two pixels", () => {
    const shape = [12, 6, 6] as const;
    const a = maskOf(shape, (i, j, k) => i === 4 && j === 3 && k === 3);
    const b = maskOf(shape, (i, j, k) => i === 6 && j === 3 && k === 3);
    const found = surfaceAgreement(voteMap([a, b]), onGrid(shape, [1, 2, 3]), "nan", 1);
    expect(between01(found.meanDistanceMm)).toBeCloseTo(1.5, 12);
    expect(between01(found.hausdorffMm)).toBe(2);
    expect(between01(found.hausdorff95Mm)).toBe(2);
    expect(between01(found.surfaceDice)).toBeCloseTo(0.5, 12);
  });

  it("gives what it gives for two slabs that differ by one layer", () => {
    // Its figures: mean distances 0.322 and 0.339 one way and the other, surface Dice 0.836, both Hausdorff 2.0.
    const shape = [100, 100, 100] as const;
    const map = voteMap([maskOf(shape, (_, __, k) => k < 50), maskOf(shape, (_, __, k) => k < 51)]);
    const found = surfaceAgreement(map, onGrid(shape, [1, 1, 2]), "nan", 1);
    expect(between01(found.hausdorffMm)).toBe(2);
    expect(between01(found.hausdorff95Mm)).toBe(2);
    expect(Math.abs(between01(found.surfaceDice) - 0.836)).toBeLessThan(5e-4);
    expect(between01(found.meanDistanceMm)).toBeGreaterThan(0.322);
    expect(between01(found.meanDistanceMm)).toBeLessThan(0.339);
  });

  it("weighs the outline by length in an image of one slice", () => {
    // A square of 2×2 pixels and one of 2×3: distances by hand, pixels of 1 mm × 2 mm.
    const shape = [6, 6, 1] as const;
    const a = maskOf(shape, (i, j) => between(i, 1, 3) && between(j, 1, 3));
    const b = maskOf(shape, (i, j) => between(i, 1, 3) && between(j, 1, 4));
    const found = surfaceAgreement(voteMap([a, b]), onGrid(shape, [1, 2, 5]), "nan", 1);
    const diagonal = Math.hypot(1, 2) / 2;
    // From a: its lower corners lie on b's sides, the middle of its lower edge 1 mm from them.
    // From b: its lower edge and corners lie 2 mm below a's.
    const [lengthA, lengthB] = [4 * diagonal + 6, 4 * diagonal + 10];
    const moment = 1 * 1 + 2 * (2 * diagonal + 1);
    expect(between01(found.hausdorffMm)).toBe(2);
    expect(between01(found.meanDistanceMm)).toBeCloseTo(moment / (lengthA + lengthB), 12);
    expect(between01(found.surfaceDice)).toBeCloseTo(1 - (2 * diagonal + 1) / (lengthA + lengthB), 12);
  });

  it("gives the distances of a box inside another in anisotropic spacing", () => {
    const shape = [40, 40, 20] as const;
    const spacing = [0.5, 1, 2.5] as const;
    const box = (by: number) =>
      maskOf(
        shape,
        (i, j, k) =>
          between(i, 14 - by, 26 + by) && between(j, 14 - by, 26 + by) && between(k, 6 - by, 14 + by),
      );
    const map = voteMap([box(0), box(2)]);
    const found = surfaceAgreement(map, onGrid(shape, spacing), "nan", 1);
    // The farthest point of the outer box is its corner.
    expect(between01(found.hausdorffMm)).toBeCloseTo(Math.hypot(1, 2, 5), 12);
    const identical = surfaceAgreement(voteMap([box(1), box(1)]), onGrid(shape, spacing), "nan");
    expect(between01(identical.hausdorffMm)).toBe(0);
    expect(between01(identical.meanDistanceMm)).toBe(0);
    expect(between01(identical.surfaceDice)).toBe(1);
    expect(between01(surfaceAgreement(map, onGrid(shape, spacing), "nan", 5.6).surfaceDice)).toBe(1);
    expect(between01(surfaceAgreement(map, onGrid(shape, spacing), "nan", 0.4).surfaceDice)).toBe(0);
  });

  it("gives the difference of the radii of concentric spheres, to the size of a voxel", () => {
    const spacing = [0.6, 0.8, 1.5] as const;
    const shape = [71, 53, 29] as const;
    const ball = (radiusMm: number) =>
      maskOf(shape, (i, j, k) => Math.hypot((i - 35) * 0.6, (j - 26) * 0.8, (k - 14) * 1.5) <= radiusMm);
    const map = voteMap([ball(13), ball(18)]);
    const voxelMm = Math.hypot(...spacing);
    const found = surfaceAgreement(map, onGrid(shape, spacing), "nan", 5 + voxelMm);
    expect(Math.abs(between01(found.hausdorffMm) - 5)).toBeLessThan(voxelMm);
    expect(Math.abs(between01(found.hausdorff95Mm) - 5)).toBeLessThan(voxelMm / 2);
    // Elements on corners of voxels form a layer, and the nearest one lies on its near side: a little less than 5.
    expect(Math.abs(between01(found.meanDistanceMm) - 5)).toBeLessThan(voxelMm / 2);
    expect(between01(found.surfaceDice)).toBe(1);
    expect(between01(surfaceAgreement(map, onGrid(shape, spacing), "nan", 5 - voxelMm).surfaceDice)).toBe(0);
  });

  it("does not depend on where the masks lie, nor on the order of the observers", () => {
    const shape = [20, 20, 10] as const;
    const at = (x: number, y: number) =>
      maskOf(shape, (i, j, k) => (i - x) ** 2 + (j - y) ** 2 + 4 * (k - 5) ** 2 < 20);
    const grid = onGrid(shape, [1, 1, 2]);
    const a = surfaceAgreement(voteMap([at(6, 6), at(8, 7)]), grid, "nan");
    const b = surfaceAgreement(voteMap([at(12, 12), at(10, 11)]), grid, "nan");
    expect(between01(a.meanDistanceMm)).toBeCloseTo(between01(b.meanDistanceMm), 12);
    const c = surfaceAgreement(voteMap([at(8, 7), at(6, 6)]), grid, "nan");
    expect(between01(a.hausdorff95Mm)).toBe(between01(c.hausdorff95Mm));
    expect(a.hausdorffMm[1][0]).toBe(between01(a.hausdorffMm));
  });

  it("has no distance to an empty mask", () => {
    const shape = [3, 3, 3] as const;
    const map = voteMap([maskOf(shape, (i) => i === 1), new Uint8Array(27), new Uint8Array(27)]);
    const found = surfaceAgreement(map, unitGrid(shape), "one");
    expect(found.hausdorffMm[0][1]).toBeNaN();
    expect(found.meanDistanceMm[1][2]).toBeNaN();
    expect([found.surfaceDice[0][1], found.surfaceDice[1][2]]).toEqual([0, 1]);
    const none = surfaceAgreement(voteMap([new Uint8Array(27)]), unitGrid(shape), "nan");
    expect(none.surfaceDice[0][0]).toBeNaN();
  });
});
