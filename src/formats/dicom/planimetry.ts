import type { Grid } from "../../image/grid.ts";
import { ordinal, type Piece } from "./pieces.ts";
import type { Slab } from "./layers.ts";

/** A gap of more than this many times a piece's median distance between planes is no part of it. */
const MOST_GAPS = 2.5;
/** A gap that is the only one of its piece is no part of it beyond so many slices: it tells nothing of the distance. */
const MOST_LONE_GAP = 5;

/**
 * The planimetric volume of a structure in mL: the sum over its planes of the area that the contours enclose times the
 * distance that the plane stands for, half of that to each neighbour (H. J. G. Gundersen et al., J. Microsc. 147 (1987)
 * 229–263: Cavalieri's estimator). At the ends of a piece the distance to the only neighbour counts twice, and a plane by
 * itself stands for the thickness of its slice.
 */
export function planimetricVolumeMl(pieces: readonly Piece[], grid: Grid, slabs: readonly Slab[]): number {
  const [dx, dy, dz] = grid.spacingMm;
  let total = 0;
  for (const { sections, medianGap } of pieces) {
    const positions = [...new Set(sections.map(({ position }) => position))];
    const gaps = positions.slice(1).map((k, n) => {
      const slices = ordinal(k, slabs) - ordinal(positions[n], slabs);
      return slices <= MOST_GAPS * medianGap ? k - positions[n] : undefined;
    });
    if (gaps.length === 1 && !(medianGap <= MOST_LONE_GAP)) gaps[0] = undefined;
    for (const { position, area } of sections) {
      const n = positions.indexOf(position);
      const below = gaps[n - 1] ?? gaps[n];
      const above = gaps[n] ?? gaps[n - 1];
      const thickness =
        below === undefined || above === undefined ? layersAt(position, slabs) : (below + above) / 2;
      total += area * thickness;
    }
  }
  return (total * dx * dy * dz) / 1000;
}

/** Layers of the slice at a position; of the first or last outside all. */
function layersAt(k: number, slabs: readonly Slab[]): number {
  const n = Math.min(slabs.length - 1, Math.max(0, Math.round(ordinal(k, slabs))));
  return slabs[n].count;
}
