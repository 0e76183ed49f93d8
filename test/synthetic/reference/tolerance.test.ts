import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import type { Triple } from "../../../src/image/grid.ts";
import { pairCases } from "../../../src/synthetic/reference/cases/pairs.ts";
import { singleCases } from "../../../src/synthetic/reference/cases/single.ts";
import { cellMm3, ORIENTATIONS, scene } from "../../../src/synthetic/reference/scene.ts";
import { byCentre, countBy } from "../../../src/synthetic/reference/voxels/mask.ts";
import {
  bodyDistances,
  borderPoints,
  nearestDistances,
  percentile,
} from "../../../src/synthetic/reference/voxels/border.ts";
import { latticeSum, voxelError } from "../../../src/synthetic/reference/voxelError.ts";

describe("tolerances", () => {
  it("use the lattice sum 4 ζ(3/2) β(3/2) for squares, in any unit", () => {
    // Σ over Z² without 0 of |n|⁻³ = 9.0336216831…
    expect(latticeSum(1, 1)).toBeCloseTo(9.03362, 2);
    expect(latticeSum(2, 2) / latticeSum(1, 1)).toBeCloseTo(8, 9);
    expect(latticeSum(1, 2)).toBeCloseTo(latticeSum(2, 1), 9);
  });

  it("have the variance of discs over random positions of the pixels", () => {
    const random = new Random(5);
    const areas = Array.from({ length: 1500 }, () => {
      const radius = 8 + 4 * random.uniform();
      const [x, y] = [random.uniform(), random.uniform()];
      let count = 0;
      for (let i = -13; i <= 13; i++)
        for (let j = -13; j <= 13; j++) if ((i - x) ** 2 + (j - y) ** 2 <= radius * radius) count += 1;
      return (count - Math.PI * radius * radius) / Math.sqrt(2 * Math.PI * radius);
    });
    const variance = areas.reduce((sum, error) => sum + error * error, 0) / areas.length;
    expect(variance / (latticeSum(1, 1) / (4 * Math.PI ** 3))).toBeGreaterThan(0.85);
    expect(variance / (latticeSum(1, 1) / (4 * Math.PI ** 3))).toBeLessThan(1.15);
  });

  it("hold the volume of the voxels of every shape at random positions and spacings", () => {
    const random = new Random(6);
    for (let n = 0; n < 6; n++) {
      const spacingMm: Triple = [
        0.7 + 2 * random.uniform(),
        0.7 + 2 * random.uniform(),
        0.7 + 3 * random.uniform(),
      ];
      const offsetVoxels: Triple = [random.uniform() - 0.5, random.uniform() - 0.5, random.uniform() - 0.5];
      const at = scene({ spacingMm, orientation: ORIENTATIONS.axial, offsetVoxels, toleranceMm: 2 });
      for (const { name, observers } of [...singleCases(at), ...pairCases(at)]) {
        for (const { shape } of observers) {
          const { sliceVolumesMm3, deviationMm3, boundMm3 } = voxelError(shape, at);
          const slices = sliceVolumesMm3.reduce((sum, volume) => sum + volume, 0);
          const voxels = countBy(shape, at.grid, byCentre).voxels * cellMm3(at.grid);
          expect(Math.abs(voxels - slices), `${name} at ${spacingMm.join(", ")}`).toBeLessThanOrEqual(
            4 * deviationMm3 + boundMm3,
          );
        }
      }
    }
  });

  it("compare with border voxels as brute force does", () => {
    const random = new Random(8);
    const grid = {
      ...scene({
        spacingMm: [1, 2, 3],
        orientation: ORIENTATIONS.axial,
        offsetVoxels: [0, 0, 0],
        toleranceMm: 1,
      }).grid,
      shape: [6, 5, 4] as const,
    };
    const masks = [0, 1].map(() => Uint8Array.from({ length: 120 }, () => Number(random.uniform() < 0.4)));
    const [a, b] = masks.map((mask) => borderPoints(mask, grid, grid.spacingMm));
    const brute = Array.from({ length: a.length / 3 }, (_, p) =>
      Math.min(
        ...Array.from({ length: b.length / 3 }, (_q, q) =>
          Math.hypot(a[3 * p] - b[3 * q], a[3 * p + 1] - b[3 * q + 1], a[3 * p + 2] - b[3 * q + 2]),
        ),
      ),
    ).sort((x, y) => x - y);
    nearestDistances(a, b).forEach((mm, n) => expect(mm).toBeCloseTo(brute[n], 12));
    const toBodies = bodyDistances(masks[0], masks[1], b, grid, grid.spacingMm);
    const voxels = [...masks[0]].flatMap((value, at) =>
      value === 1 ? [[at % 6, 2 * (Math.floor(at / 6) % 5), 3 * Math.floor(at / 30), masks[1][at]]] : [],
    );
    const expected = voxels
      .map(([x, y, z, isCommon]) =>
        isCommon === 1
          ? 0
          : Math.min(
              ...Array.from({ length: b.length / 3 }, (_, q) =>
                Math.hypot(x - b[3 * q], y - b[3 * q + 1], z - b[3 * q + 2]),
              ),
            ),
      )
      .sort((x, y) => x - y);
    toBodies.forEach((mm, n) => expect(mm).toBeCloseTo(expected[n], 12));
    expect(toBodies).toHaveLength(expected.length);
    // numpy.percentile([1, 2, 4, 8], 95) = 7.4
    expect(percentile(Float64Array.of(1, 2, 4, 8), 0.95)).toBeCloseTo(7.4, 12);
  });
});
