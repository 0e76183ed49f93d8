import { Random } from "../../src/core/random.ts";

/** Masks of observers of one ellipsoid in a small image: centres and radii differ, and some voxels at the edge. */
export function blobs([nx, ny, nz]: readonly number[], observers: number, seed: number): number[][] {
  const random = new Random(seed, 0x626c6f62);
  return Array.from({ length: observers }, () => {
    const centre = [nx, ny, nz].map((n) => n / 2 - 0.5 + 0.8 * random.normal());
    const radius = 0.33 * (1 + 0.15 * random.normal());
    return Array.from({ length: nx * ny * nz }, (_, i) => {
      const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      const distance = Math.hypot(...place.map((x, axis) => (x - centre[axis]) / [nx, ny, nz][axis]));
      return Number(distance + 0.03 * random.normal() < radius);
    });
  });
}
