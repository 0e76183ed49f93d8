import { describe, expect, it } from "vitest";
import { slabsOf } from "../../../src/formats/dicom/layers.ts";
import { piecesOf } from "../../../src/formats/dicom/pieces.ts";
import { planimetricVolumeMl } from "../../../src/formats/dicom/planimetry.ts";
import { rasterise, type Rasterised } from "../../../src/formats/dicom/rasterise.ts";
import { type Grid, unitGrid, voxelVolumeMl } from "../../../src/image/grid.ts";

const grid: Grid = { ...unitGrid([80, 80, 40]), spacingMm: [0.5, 0.5, 1], originMm: [-20, -20, 0] };

/** A disc about (x, y) at height z as a polygon of 720 corners. */
function disc(radius: number, z: number, [x, y]: readonly [number, number] = [0.07, 0.03]): number[] {
  return Array.from({ length: 720 }, (_, n) => {
    const angle = (2 * Math.PI * n) / 720;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle), z];
  }).flat();
}

const voxelsMl = ({ voxels }: Rasterised): number => voxels * voxelVolumeMl(grid);

describe("slices between planes", () => {
  const planes = [4, 8, 12, 16, 20, 24, 28];

  it("of a cylinder are its own, with either rule", () => {
    const contours = planes.map((z) => disc(12, z));
    const alone = rasterise([disc(12, 4)], grid, { nested: "holes" });
    for (const between of ["nearest", "interpolate"] as const) {
      const filled = rasterise(contours, grid, { nested: "holes", between });
      expect(filled.voxels).toBe(25 * alone.voxels);
      expect(filled.pixels).toBe(7 * alone.voxels);
    }
    expect(rasterise(contours, grid, { nested: "holes" }).voxels).toBe(7 * alone.voxels);
  });

  it("of a cone have radii between those of the planes when interpolated", () => {
    const radius = (z: number): number => 4 + 0.5 * (z - 4);
    const filled = rasterise(
      planes.map((z) => disc(radius(z), z)),
      grid,
      { nested: "holes", between: "interpolate" },
    );
    // Σ π r(z)² over the slices 4 to 28, of 1 mm each.
    let right = 0;
    for (let z = 4; z <= 28; z++) right += (Math.PI * radius(z) ** 2) / 1000;
    expect(voxelsMl(filled) / right).toBeCloseTo(1, 2);
    for (let z = 4; z <= 28; z++) {
      const pixels = filled.mask.subarray(z * 6400, (z + 1) * 6400).reduce((sum, value) => sum + value, 0);
      // Half a pixel all along the outline.
      expect(Math.abs(0.25 * pixels - Math.PI * radius(z) ** 2)).toBeLessThan(0.25 * Math.PI * radius(z));
    }
  });

  it("are those of the nearer plane, half way those of the upper", () => {
    const contours = [disc(5, 10), disc(10, 14)];
    const { mask } = rasterise(contours, grid, { nested: "holes", between: "nearest" });
    const pixels = [9, 10, 11, 12, 13, 14, 15].map((z) =>
      mask.subarray(z * 6400, (z + 1) * 6400).reduce((sum, value) => sum + value, 0),
    );
    const [small, large] = [pixels[1], pixels[5]];
    expect(pixels).toEqual([0, small, small, large, large, large, 0]);
  });

  it("keep a hole that both planes have", () => {
    const tube = planes.flatMap((z) => [disc(12, z), disc(6, z)]);
    const whole = rasterise([disc(12, 4), disc(6, 4)], grid, { nested: "holes" });
    expect(rasterise(tube, grid, { nested: "holes", between: "interpolate" }).voxels).toBe(25 * whole.voxels);
  });

  it("are left as they are between pieces that are far apart", () => {
    const contours = [2, 4, 6, 8, 30, 32, 34].map((z) => disc(8, z));
    const { mask } = rasterise(contours, grid, { nested: "holes", between: "nearest" });
    const filled = Array.from({ length: 40 }, (_, z) => z).filter((z) =>
      mask.subarray(z * 6400, (z + 1) * 6400).includes(1),
    );
    expect(filled).toEqual([2, 3, 4, 5, 6, 7, 8, 30, 31, 32, 33, 34]);
  });
});

describe("pieces of a structure", () => {
  const slabs = slabsOf(grid);
  const piecesIn = (contours: readonly number[][]): [number, number][] =>
    piecesOf(rasterise(contours, grid, { nested: "holes" }).planes, "holes", slabs).map(
      ({ sections, medianGap }) => [sections.length, medianGap],
    );

  it("lie above each other; left and right are two, each with its own gap", () => {
    const [left, right] = [[-10, 0] as const, [10, 0] as const];
    const contours = [2, 4, 6, 8]
      .map((z) => disc(6, z, left))
      .concat([3, 4, 5].map((z) => disc(6, z, right)));
    expect(piecesIn(contours).sort(([a], [b]) => a - b)).toEqual([
      [3, 1],
      [4, 2],
    ]);
  });

  it("keep together where they fork", () => {
    const contours = [disc(15, 2), disc(4, 3, [-9, 0]), disc(4, 3, [9, 0]), disc(4, 4, [9, 0])];
    expect(piecesIn(contours)).toEqual([[4, 1]]);
  });

  it("have the volume of area times distance of planes, whatever the slices", () => {
    const volume = (contours: readonly number[][]): number =>
      planimetricVolumeMl(
        piecesOf(rasterise(contours, grid, { nested: "holes" }).planes, "holes", slabs),
        grid,
        slabs,
      );
    const area = (radius: number): number => 360 * radius ** 2 * Math.sin((2 * Math.PI) / 720);
    const every = (step: number): number[][] => Array.from({ length: 5 }, (_, n) => disc(10, 5 + step * n));
    expect(volume(every(1))).toBeCloseTo((5 * area(10)) / 1000, 4);
    expect(volume(every(2.5))).toBeCloseTo((12.5 * area(10)) / 1000, 4);
    // A plane by itself stands for its slice of 1 mm; a hole counts less.
    expect(volume([disc(10, 7)])).toBeCloseTo(area(10) / 1000, 4);
    expect(volume([disc(10, 7), disc(4, 7)])).toBeCloseTo((area(10) - area(4)) / 1000, 4);
  });
});
