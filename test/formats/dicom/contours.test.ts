import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskToContours } from "../../../src/formats/dicom/contours.ts";
import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { readDicom } from "../../../src/formats/dicom/read.ts";
import { structureFromMask, writeStructureSet } from "../../../src/formats/dicom/rtstruct-write.ts";
import { readStructureSet } from "../../../src/formats/dicom/rtstruct.ts";
import { type Grid, unitGrid, voxelCount } from "../../../src/image/grid.ts";
import { grids } from "../../support/grids.ts";

/** Grids of all orientations, the main ones among them, and random masks on them. */
const masks: fc.Arbitrary<{ grid: Grid; mask: Uint8Array }> = fc
  .tuple(grids, fc.constantFrom("any", "axial", "sagittal", "coronal"), fc.infiniteStream(fc.boolean()))
  .map(([grid, orientation, bits]) => {
    const directions = {
      any: grid.directions,
      axial: unitGrid([1, 1, 1]).directions,
      sagittal: [
        [0, 1, 0],
        [0, 0, -1],
        [-1, 0, 0],
      ],
      coronal: [
        [1, 0, 0],
        [0, 0, -1],
        [0, 1, 0],
      ],
    }[orientation] as Grid["directions"];
    const mask = new Uint8Array(voxelCount(grid));
    for (let i = 0; i < mask.length; i++) mask[i] = Number(bits.next().value);
    return { grid: { ...grid, directions }, mask };
  });

/** Area of a planar polygon in space: ½ |Σ p_i × p_{i+1}|. */
function areaMm2(points: Float64Array): number {
  const sum = [0, 0, 0];
  for (let i = 0; i < points.length; i += 3) {
    const j = (i + 3) % points.length;
    const [a, b] = [points.subarray(i, i + 3), points.subarray(j, j + 3)];
    for (let d = 0; d < 3; d++) {
      const [e, f] = [(d + 1) % 3, (d + 2) % 3];
      sum[d] += a[e] * b[f] - a[f] * b[e];
    }
  }
  return Math.hypot(...sum) / 2;
}

/** Processor time in milliseconds. A browser tells only the clock's, of which other programs may have most. */
function usedMs(): number {
  const used = (globalThis as { readonly process?: Partial<NodeJS.Process> }).process?.cpuUsage?.();
  return used === undefined ? performance.now() / 10 : (used.user + used.system) / 1000;
}

describe("contours of a mask", () => {
  it("give the mask back under both rules for nested contours", () => {
    fc.assert(
      fc.property(masks, ({ grid, mask }) => {
        const contours = maskToContours(mask, grid).map(({ points }) => points);
        for (const nested of ["union", "holes"] as const) {
          const back = rasterise(contours, grid, { nested });
          expect(back.mask).toEqual(mask);
          expect(back.nestedSlices).toEqual([]);
        }
      }),
      { seed: 1, numRuns: 1500 },
    );
  });

  it("give it back through an RTSTRUCT file, its decimal strings and float32", async () => {
    await fc.assert(
      fc.asyncProperty(masks, masks, async (one, other) => {
        const bytes = writeStructureSet(
          [one, other].map(({ mask, grid }, n) => structureFromMask(`Structure ${n}`, mask, grid)),
          { label: "TEST" },
        );
        const { rois } = readStructureSet(await readDicom("rs.dcm", bytes));
        // Structures without contours are left out.
        const drawn = [one, other].filter(({ mask }) => mask.includes(1));
        expect(rois).toHaveLength(drawn.length > 0 ? drawn.length : 2);
        drawn.forEach(({ grid, mask }, n) => {
          const contours = rois[n].contours.map(({ points }) => points);
          expect(rasterise(contours, grid, { nested: "union" }).mask).toEqual(mask);
        });
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("enclose the area of the voxels, without an inset", () => {
    fc.assert(
      fc.property(masks, ({ grid, mask }) => {
        const area = maskToContours(mask, grid).reduce((sum, { points }) => sum + areaMm2(points), 0);
        const voxels = mask.reduce((sum, value) => sum + value, 0);
        // The sheared grids' axes are at right angles here: every voxel is a rectangle.
        expect(area).toBeCloseTo(voxels * grid.spacingMm[0] * grid.spacingMm[1], 6);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("of one voxel are its four corners", () => {
    const grid: Grid = { ...unitGrid([3, 3, 2]), spacingMm: [2, 4, 5], originMm: [10, 20, 30] };
    const mask = new Uint8Array(18);
    mask[1 + 3 + 9] = 1;
    const [{ slice, points }] = maskToContours(mask, grid);
    expect(slice).toBe(1);
    expect(Array.from(points)).toHaveLength(12);
    expect(new Set([points[0], points[3], points[6], points[9]])).toEqual(new Set([11, 13]));
    expect(new Set([points[1], points[4], points[7], points[10]])).toEqual(new Set([22, 26]));
    expect([points[2], points[5], points[8], points[11]]).toEqual([35, 35, 35, 35]);
  });

  it("of an empty mask are none", () => {
    expect(maskToContours(new Uint8Array(8), unitGrid([2, 2, 2]))).toEqual([]);
  });

  it("of noise at 512 × 512 take seconds at most", () => {
    const grid = unitGrid([512, 512, 1]);
    const mask = Uint8Array.from({ length: 512 * 512 }, (_, n) => (Math.imul(n, 2654435761) >>> 13) & 1);
    const start = usedMs();
    const contours = maskToContours(mask, grid).map(({ points }) => points);
    expect(rasterise(contours, grid, { nested: "holes" }).mask).toEqual(mask);
    expect(usedMs() - start).toBeLessThan(20_000);
  });
});
