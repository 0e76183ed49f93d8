import { type Grid, voxelToMm } from "../../image/grid.ts";
import { checkMask, maskToContours, type SliceContour } from "./contours.ts";
import { type ImageReference, type ReferencedImage, slabOf } from "./reference.ts";

/**
 * The closed contours of a mask. Where the images' slices have a thickness of their own, layers that belong to one slice and
 * are alike make one set of contours, in the plane of the slice; else each layer makes its own.
 */
export function contoursOnSlabs(
  mask: ArrayLike<number>,
  grid: Grid,
  reference?: ImageReference,
): SliceContour[] {
  if (reference === undefined || reference.images.every(({ reachMm }) => reachMm === undefined))
    return maskToContours(mask, grid);
  checkMask(mask, grid);
  const runs = runsOf(grid, reference);
  const size = grid.shape[0] * grid.shape[1];
  const thinned = Uint8Array.from(mask, (value) => Number(value !== 0));
  const shiftMm = new Map<number, number>();
  for (const { first, count, offMm } of runs) {
    const layer = (k: number): Uint8Array => thinned.subarray(k * size, (k + 1) * size);
    const others = Array.from({ length: count - 1 }, (_, n) => layer(first + 1 + n));
    if (!others.every((other) => isSame(other, layer(first)))) continue;
    for (const other of others) other.fill(0);
    shiftMm.set(first, offMm);
  }
  return maskToContours(thinned, grid).map(({ slice, points }) => {
    const shift = shiftMm.get(slice) ?? 0;
    return { slice, points: points.map((mm, n) => mm + shift * reference.normal[n % 3]) };
  });
}

/** Neighbouring layers of one slice: the first, how many, and how far the slice's plane is from the first, in mm. */
function runsOf(
  grid: Grid,
  reference: ImageReference,
): { readonly first: number; readonly count: number; readonly offMm: number }[] {
  const runs: { image: ReferencedImage; first: number; count: number; offMm: number }[] = [];
  for (let k = 0; k < grid.shape[2]; k++) {
    const found = slabOf(reference, voxelToMm(grid, [0, 0, k]));
    if (found === undefined) continue;
    const last = runs.at(-1);
    if (last?.image === found.image && last.first + last.count === k) last.count += 1;
    else runs.push({ ...found, first: k, count: 1 });
  }
  return runs;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((value, n) => value === b[n]);
}
