import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid, type Grid, type Triple } from "../../src/image/grid.ts";
import type { VoxelArray } from "../../src/image/volume.ts";

/** Writes a .nii.gz, on a grid of 1 × 1 × 2 mm unless another is given. */
export function writeImage(path: string, data: VoxelArray, shape: Triple, grid: Partial<Grid> = {}): string {
  mkdirSync(dirname(path), { recursive: true });
  const volume = { name: "test", data, grid: { ...unitGrid(shape), spacingMm: [1, 1, 2] as const, ...grid } };
  writeFileSync(path, gzipSync(encodeNifti(volume)));
  return path;
}

/** A ball in a grid of 1 × 1 × 2 mm. */
export function ball([nx, ny, nz]: Triple, centreMm: Triple, radiusMm: number): Uint8Array {
  return Uint8Array.from({ length: nx * ny * nz }, (_, at) => {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    return Number(Math.hypot(i - centreMm[0], j - centreMm[1], 2 * k - centreMm[2]) <= radiusMm);
  });
}
