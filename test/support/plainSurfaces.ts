import type { Grid } from "../../src/image/grid.ts";
import { surfaceElementAreas } from "../../src/raters/agreement/surfaceElements.ts";

interface Element {
  readonly at: readonly number[];
  readonly area: number;
}

/** Surface elements at the corners between voxels, in mm, by looking at the eight voxels around every corner of the image. */
function elements(mask: ArrayLike<number>, { shape, spacingMm }: Grid): Element[] {
  const areaOf = surfaceElementAreas(spacingMm);
  const voxel = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= shape[0] || j >= shape[1] || k >= shape[2]
      ? 0
      : mask[i + shape[0] * (j + shape[1] * k)];
  const found: Element[] = [];
  for (let k = 0; k <= shape[2]; k++) {
    for (let j = 0; j <= shape[1]; j++) {
      for (let i = 0; i <= shape[0]; i++) {
        let code = 0;
        for (let b = 0; b < 8; b++)
          code |= voxel(i - 1 + (b & 1), j - 1 + ((b >> 1) & 1), k - 1 + (b >> 2)) << b;
        const at = [i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]];
        if (code !== 0 && code !== 255) found.push({ at, area: areaOf(code) });
      }
    }
  }
  return found;
}

/** 95 % Hausdorff distance, mean distance and surface Dice of two masks, element by element. */
export function plainSurfaces(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  grid: Grid,
  toleranceMm: number,
): { hausdorff95Mm: number; meanDistanceMm: number; surfaceDice: number } {
  const [of, to] = [elements(a, grid), elements(b, grid)];
  const directed = (from: readonly Element[], target: readonly Element[]) => {
    const all = from
      .map(({ at, area }) => ({
        area,
        mm: Math.min(...target.map((t) => Math.hypot(...t.at.map((x, d) => x - at[d])))),
      }))
      .sort((p, q) => p.mm - q.mm);
    const area = all.reduce((sum, each) => sum + each.area, 0);
    let passed = 0;
    const percentile = all.find((each) => (passed += each.area) >= 0.95 * area)?.mm ?? Number.NaN;
    const moment = all.reduce((sum, each) => sum + each.area * each.mm, 0);
    const within = all.reduce((sum, each) => sum + (each.mm <= toleranceMm ? each.area : 0), 0);
    return { area, percentile, moment, within };
  };
  const [there, back] = [directed(of, to), directed(to, of)];
  return {
    hausdorff95Mm: Math.max(there.percentile, back.percentile),
    meanDistanceMm: (there.moment + back.moment) / (there.area + back.area),
    surfaceDice: (there.within + back.within) / (there.area + back.area),
  };
}
