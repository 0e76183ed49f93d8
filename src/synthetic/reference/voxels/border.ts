import type { Grid, Triple } from "../../../image/grid.ts";

/** Centres of the voxels of a mask that have a neighbour outside it across a face, sorted by x; x, y, z in mm from voxel 0. */
export function borderPoints(mask: Uint8Array, { shape }: Grid, spacingMm: Triple): Float64Array {
  const [nx, ny, nz] = shape;
  const points: number[] = [];
  const isIn = (i: number, j: number, k: number): boolean =>
    i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && mask[i + nx * (j + ny * k)] === 1;
  for (let i = 0; i < nx; i++) {
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        if (!isIn(i, j, k)) continue;
        const isInside =
          isIn(i - 1, j, k) &&
          isIn(i + 1, j, k) &&
          isIn(i, j - 1, k) &&
          isIn(i, j + 1, k) &&
          isIn(i, j, k - 1) &&
          isIn(i, j, k + 1);
        if (!isInside) points.push(i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]);
      }
    }
  }
  return Float64Array.from(points);
}

/** The distance of each point of one set to the nearest of another, ascending. */
export function nearestDistances(from: Float64Array, to: Float64Array): Float64Array {
  const distances = new Float64Array(from.length / 3);
  let start = 0;
  for (let p = 0; p < from.length; p += 3) {
    const [x, y, z] = [from[p], from[p + 1], from[p + 2]];
    while (start < to.length && to[start] < x) start += 3;
    let best = Infinity;
    const look = (q: number): boolean => {
      const dx = to[q] - x;
      if (dx * dx >= best) return false;
      best = Math.min(best, dx * dx + (to[q + 1] - y) ** 2 + (to[q + 2] - z) ** 2);
      return true;
    };
    for (let q = start; q < to.length && look(q); q += 3);
    for (let q = start - 3; q >= 0 && look(q); q -= 3);
    distances[p / 3] = Math.sqrt(best);
  }
  return distances.sort();
}

/**
 * The distance of every voxel of a mask to the nearest voxel of another, ascending: 0 for those that are in both.
 *
 * @param border border points of the other mask
 */
export function bodyDistances(
  mask: Uint8Array,
  other: Uint8Array,
  border: Float64Array,
  { shape: [nx, ny, nz] }: Grid,
  spacingMm: Triple,
): Float64Array {
  const outside: number[] = [];
  let inside = 0;
  for (let i = 0; i < nx; i++) {
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        const at = i + nx * (j + ny * k);
        if (mask[at] === 0) continue;
        if (other[at] === 1) inside += 1;
        else outside.push(i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]);
      }
    }
  }
  const distances = new Float64Array(inside + outside.length / 3);
  distances.set(nearestDistances(Float64Array.from(outside), border), inside);
  return distances;
}

/** The percentile of ascending values, between two of them in a straight line, as NumPy has it by default. */
export function percentile(ascending: Float64Array, share: number): number {
  const at = share * (ascending.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, ascending.length - 1);
  return ascending[low] + (at - low) * (ascending[high] - ascending[low]);
}
