import type { Grid } from "../../image/grid.ts";

/** A slice as layers of its grid: `count` of them from `first`; its plane is at index `position`, which need not be whole. */
export interface Slab {
  readonly position: number;
  readonly first: number;
  readonly count: number;
}

/** Positions this close to half way between two slices, in mm, are half way. */
export const HALF_WAY_MM = 0.01;

/** The slices of a grid from below to above: each a layer, unless slices of their own thickness are given. */
export function slabsOf({ shape }: Grid, slabs?: readonly Slab[]): readonly Slab[] {
  return slabs ?? Array.from({ length: shape[2] }, (_, k) => ({ position: k, first: k, count: 1 }));
}

/**
 * The slice that a position along the third axis belongs to: the one whose slab holds it; half way between two, to
 * {@link HALF_WAY_MM}, always the upper.
 * @param slabs ascending, without gaps between them
 * @returns −1 outside all of them
 */
export function slabAt(k: number, slabs: readonly Slab[], { spacingMm }: Grid): number {
  const layer = Math.floor(k + 0.5 + HALF_WAY_MM / spacingMm[2]);
  let low = 0;
  let high = slabs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { first, count } = slabs[middle];
    if (layer < first) high = middle - 1;
    else if (layer >= first + count) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Copies the first layer of each slab of a mask to its others. */
export function spread(mask: Uint8Array, { shape }: Grid, slabs: readonly Slab[]): void {
  const size = shape[0] * shape[1];
  for (const { first, count } of slabs) {
    for (let k = first + 1; k < first + count; k++)
      mask.copyWithin(k * size, first * size, (first + 1) * size);
  }
}
