import fc from "fast-check";
import { gridFromSteps } from "../../src/image/grid.ts";
import type { Grid, Triple } from "../../src/image/grid.ts";
import type { Volume, VoxelArray } from "../../src/image/volume.ts";

/** Grids with any rotation (a random unit quaternion), either handedness, anisotropic voxels and any origin. */
export const grids: fc.Arbitrary<Grid> = fc
  .record({
    shape: fc.tuple(size(), size(), size()),
    quaternion: fc.tuple(coordinate(1), coordinate(1), coordinate(1), coordinate(1)),
    spacing: fc.tuple(length(), length(), length()),
    flip: fc.boolean(),
    originMm: fc.tuple(coordinate(500), coordinate(500), coordinate(500)),
  })
  .filter(({ quaternion }) => Math.hypot(...quaternion) > 0.1)
  .map(({ shape, quaternion, spacing, flip, originMm }) => {
    const [i, j, k] = rotation(quaternion);
    const last = flip ? -spacing[2] : spacing[2];
    return gridFromSteps(
      "grid",
      shape,
      [times(i, spacing[0]), times(j, spacing[1]), times(k, last)],
      originMm,
    );
  });

const arrays = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;

/** Volumes on any grid, of any type of array, full of random bits (as numbers: no NaN). */
export const volumes: fc.Arbitrary<Volume> = fc
  .tuple(grids, fc.constantFrom(...arrays), fc.integer({ min: 0, max: 2 ** 31 }))
  .map(([grid, Type, seed]) => {
    const data: VoxelArray = new Type(grid.shape[0] * grid.shape[1] * grid.shape[2]);
    for (let n = 0; n < data.length; n++) data[n] = Math.imul(n + 1, seed | 1) / 7;
    return { name: "volume", grid, data };
  });

function size(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 6 });
}

function length(): fc.Arbitrary<number> {
  return fc.double({ min: 0.2, max: 6, noNaN: true });
}

function coordinate(most: number): fc.Arbitrary<number> {
  return fc.double({ min: -most, max: most, noNaN: true });
}

/** The columns of the rotation matrix of a quaternion of any length. */
function rotation([a0, b0, c0, d0]: readonly [number, number, number, number]): [Triple, Triple, Triple] {
  const n = Math.hypot(a0, b0, c0, d0);
  const [a, b, c, d] = [a0 / n, b0 / n, c0 / n, d0 / n];
  return [
    [1 - 2 * (c * c + d * d), 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), 1 - 2 * (b * b + d * d), 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), 1 - 2 * (b * b + c * c)],
  ];
}

function times(v: Triple, factor: number): Triple {
  return [v[0] * factor, v[1] * factor, v[2] * factor];
}
