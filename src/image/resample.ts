import { askForMemory } from "../core/budget.ts";
import { checkChoice, checkNumber } from "../core/check.ts";
import { checkGrid, type Grid, mmToVoxel, type Triple, voxelCount, voxelToMm } from "./grid.ts";
import { checkVolume, emptyLike, type Volume } from "./volume.ts";

/** How a value between voxel centres is made: from the nearest of them, or from the eight around it. */
export type Interpolation = "nearest" | "linear";

/**
 * A volume's values at the voxel centres of another grid; `outside` where these lie outside the volume, beyond the outer
 * faces of its voxels. Between the outermost centres and those faces the outermost values continue.
 *
 * "nearest" keeps the type of the array, and is exact where the grids' voxels coincide: it crops, pads, permutes and flips.
 * "linear" weighs the eight voxels around; the result is a Float32Array, or a Float64Array when the volume's is one.
 *
 * @example
 * import { gridFromAffine, resample } from "softdice";
 *
 * const grid = gridFromAffine([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [2, 1, 1], { frame: "LPS" });
 * const finer = gridFromAffine([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [3, 1, 1], { frame: "LPS" });
 * resample({ name: "map", grid, data: Float64Array.of(0, 1) }, finer, "linear").data; // Float64Array [0, 0.5, 1]
 *
 * @param onto the grid of the result, anywhere in the patient frame (LPS)
 * @throws SoftdiceError for a volume or grid that no image can have, and for another interpolation
 */
export function resample(
  volume: Volume,
  onto: Grid,
  interpolation: Interpolation,
  outside: number = 0,
): Volume {
  checkVolume(volume);
  checkGrid("onto", onto);
  checkChoice("interpolation", interpolation, ["nearest", "linear"]);
  checkNumber("outside", outside, () => true, "a number");
  const length = voxelCount(onto);
  askForMemory(volume.name, 4 * length);
  const narrow = volume.data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  const data = interpolation === "nearest" ? emptyLike(volume.data, length) : narrow;
  const valueAt = interpolation === "nearest" ? nearest(volume) : linear(volume);
  const [nx, ny, nz] = volume.grid.shape;
  // The map between voxel positions of the two grids is affine: where (0, 0, 0) goes, and each step.
  const start = positionIn(volume.grid, onto, [0, 0, 0]);
  const step = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((unit) => {
    const end = positionIn(volume.grid, onto, unit);
    return [end[0] - start[0], end[1] - start[1], end[2] - start[2]] as const;
  }) as [Triple, Triple, Triple];
  const [si, sj, sk] = step;
  let to = 0;
  for (let k = 0; k < onto.shape[2]; k++) {
    for (let j = 0; j < onto.shape[1]; j++) {
      const x0 = start[0] + j * sj[0] + k * sk[0];
      const y0 = start[1] + j * sj[1] + k * sk[1];
      const z0 = start[2] + j * sj[2] + k * sk[2];
      for (let i = 0; i < onto.shape[0]; i++, to++) {
        const x = settle(x0 + i * si[0]);
        const y = settle(y0 + i * si[1]);
        const z = settle(z0 + i * si[2]);
        const inside = x >= -0.5 && y >= -0.5 && z >= -0.5 && x < nx - 0.5 && y < ny - 0.5 && z < nz - 0.5;
        data[to] = inside ? valueAt(x, y, z) : outside;
      }
    }
  }
  return { name: volume.name, grid: onto, data };
}

function positionIn(grid: Grid, onto: Grid, position: Triple): Triple {
  return mmToVoxel(grid, voxelToMm(onto, position));
}

/** Rounds away the last digits, so that positions that should be on a centre or half way between two are. */
function settle(position: number): number {
  const scaled = position * 4096;
  const rounded = Math.round(scaled);
  return Math.abs(scaled - rounded) < 1e-3 ? rounded / 4096 : position;
}

type ValueAt = (x: number, y: number, z: number) => number;

/** Half way between two centres the higher index counts. */
function nearest({ grid, data }: Volume): ValueAt {
  const [nx, ny] = grid.shape;
  return (x, y, z) => data[Math.floor(x + 0.5) + nx * (Math.floor(y + 0.5) + ny * Math.floor(z + 0.5))];
}

function linear({ grid, data }: Volume): ValueAt {
  const [nx, ny, nz] = grid.shape;
  return (x, y, z) => {
    const i = lower(x, nx);
    const j = lower(y, ny);
    const k = lower(z, nz);
    const u = weight(x, nx);
    const v = weight(y, ny);
    const w = weight(z, nz);
    const di = i + 1 < nx ? 1 : 0;
    const dj = j + 1 < ny ? nx : 0;
    const dk = k + 1 < nz ? nx * ny : 0;
    const n = i + nx * (j + ny * k);
    const row = (m: number): number => between(data[m], data[m + di], u);
    const plane = (m: number): number => between(row(m), row(m + dj), v);
    return between(plane(n), plane(n + dk), w);
  };
}

/** a + t·(b − a) for t in [0, 1], taken from the nearer end so that rounding never leaves the range from a to b. */
function between(a: number, b: number, t: number): number {
  return t < 0.5 ? a + t * (b - a) : b - (1 - t) * (b - a);
}

/** The last centre at or before a position, within the volume. */
function lower(position: number, count: number): number {
  return Math.min(Math.max(Math.floor(position), 0), count - 1);
}

/** How far a position is past {@link lower}, 0 beyond the outermost centres. */
function weight(position: number, count: number): number {
  return Math.min(Math.max(position, 0), count - 1) - lower(position, count);
}
