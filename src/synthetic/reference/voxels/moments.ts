import type { Grid, Triple } from "../../../image/grid.ts";
import type { VotePattern } from "../votes/patterns.ts";
import { cellMm3 } from "../scene.ts";

/** Number of voxels of a mask, and their mean index along i, j, k; NaN for an empty one. */
export function momentsOf(
  mask: Uint8Array,
  { shape: [nx, ny, nz] }: Grid,
): { readonly voxels: number; readonly meanIndex: Triple } {
  let [voxels, si, sj, sk] = [0, 0, 0, 0];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask[at] === 0) continue;
        voxels += 1;
        si += i;
        sj += j;
        sk += k;
      }
    }
  }
  return { voxels, meanIndex: [si / voxels, sj / voxels, sk / voxels] };
}

/** The volumes of what subsets of observers marked, from their masks. */
export function patternsOf(masks: readonly Uint8Array[], grid: Grid): VotePattern[] {
  const counts = new Float64Array(2 ** masks.length);
  for (let at = 0; at < masks[0].length; at++) {
    let observers = 0;
    for (let k = 0; k < masks.length; k++) observers |= masks[k][at] << k;
    counts[observers] += 1;
  }
  const cell = cellMm3(grid);
  return Array.from(counts).flatMap((count, observers) =>
    observers > 0 && count > 0 ? [{ observers, volumeMm3: count * cell }] : [],
  );
}
