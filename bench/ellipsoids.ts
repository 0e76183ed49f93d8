import { Random } from "../src/core/random.ts";
import { unitGrid } from "../src/image/grid.ts";
import type { Volume } from "../src/image/volume.ts";

/** A 512×512×200 mask of 0 and 1 with some ellipsoids, as a pelvis has organs. */
export function ellipsoids(seed: number, organs: number): Volume<Uint8Array> {
  const random = new Random(seed);
  const [nx, ny, nz] = [512, 512, 200];
  const data = new Uint8Array(nx * ny * nz);
  for (let organ = 0; organ < organs; organ++) {
    const centre = [nx, ny, nz].map((n) => n * (0.3 + 0.4 * random.uniform()));
    const radius = [nx, ny, nz].map((n) => n * (0.05 + 0.1 * random.uniform()));
    fill(data, [nx, ny, nz], centre, radius);
  }
  return { name: "mask", grid: unitGrid([nx, ny, nz]), data };
}

/** One ellipsoid as several observers see it: centres and radii differ by some per cent. */
export function observersOfOne(count: number): Volume<Uint8Array>[] {
  const random = new Random(2);
  const [nx, ny, nz] = [512, 512, 200];
  return Array.from({ length: count }, (_, k) => {
    const data = new Uint8Array(nx * ny * nz);
    const centre = [250, 260, 100].map((x) => x + 3 * random.normal());
    const radius = [70, 60, 25].map((r) => r * (1 + 0.05 * random.normal()));
    fill(data, [nx, ny, nz], centre, radius);
    return { name: `User${k + 1}`, grid: unitGrid([nx, ny, nz]), data };
  });
}

function fill(
  data: Uint8Array,
  [nx, ny, nz]: readonly number[],
  centre: readonly number[],
  radius: readonly number[],
): void {
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const rest = 1 - ((j - centre[1]) / radius[1]) ** 2 - ((k - centre[2]) / radius[2]) ** 2;
      for (let i = 0; i < nx; i++, n++) if (((i - centre[0]) / radius[0]) ** 2 < rest) data[n] = 1;
    }
  }
}
