import type { Grid } from "../../image/grid.ts";
import { Canvas } from "./canvas.ts";
import { type Slab, slabAt } from "./layers.ts";
import { ordinal, type PieceSource, piecesOf, type Section } from "./pieces.ts";
import type { PlaneRule } from "./plane.ts";
import { squaredDistance } from "./polygon.ts";
import type { ContourIndices } from "./project.ts";

/** A gap of more than this many times the piece's median distance between planes is left open: it parts two pieces. */
const MOST_GAPS = 2.5;

/** A plane of contours that can be painted. */
interface Plane extends PieceSource {
  readonly polygons: readonly ContourIndices[];
}

/**
 * Fills the slices between two neighbouring planes of a piece ({@link piecesOf}); nothing beyond its ends.
 *
 * - `"nearest"`: the contours of the nearer plane; half way, of the upper.
 * - `"interpolate"`: shape-based interpolation (S. P. Raya and J. K. Udupa, IEEE Trans. Med. Imaging 9 (1990) 32–42). With
 *   d_a and d_b the distances of a pixel's centre from the outlines of the two planes in mm, positive inside, the slice at
 *   z = z_a + t·(z_b − z_a) holds the pixels with (1 − t)·d_a + t·d_b > 0.
 */
export function fillBetween(
  canvas: Canvas,
  planes: readonly Plane[],
  {
    rule,
    between,
    slabs,
    grid,
  }: {
    readonly rule: PlaneRule;
    readonly between: "nearest" | "interpolate";
    readonly slabs: readonly Slab[];
    readonly grid: Grid;
  },
): void {
  const draw = (layer: number, sections: readonly Section[], on: Canvas): void => {
    for (const { plane, contours } of sections) {
      const { polygons, meaning } = planes[plane];
      on.paint(layer, polygons, meaning, rule, { only: contours });
    }
  };
  for (const { sections, medianGap } of piecesOf(planes, rule, slabs)) {
    const positions = [...new Set(sections.map(({ position }) => position))];
    const at = (k: number): Section[] => sections.filter(({ position }) => position === k);
    for (let n = 0; n + 1 < positions.length; n++) {
      const [low, high] = [positions[n], positions[n + 1]];
      if (!(ordinal(high, slabs) - ordinal(low, slabs) <= MOST_GAPS * medianGap)) continue;
      const slices = slicesBetween(slabAt(low, slabs, grid), slabAt(high, slabs, grid));
      if (slices.length === 0) continue;
      const part = (slice: number): number => (slabs[slice].position - low) / (high - low);
      if (between === "nearest") {
        for (const slice of slices) draw(slabs[slice].first, at(part(slice) < 0.5 ? low : high), canvas);
        continue;
      }
      const shapes = [low, high].map((k) => shapeOf(planes, at(k), grid, draw));
      for (const slice of slices) canvas.unite(slabs[slice].first, blend(shapes, part(slice), grid));
    }
  }
}

function slicesBetween(low: number, high: number): number[] {
  if (low < 0 || high < 0) return [];
  return Array.from({ length: Math.max(0, high - low - 1) }, (_, n) => low + 1 + n);
}

/** The pixels of one plane, and its outlines' edges in mm: x, y of one end, x, y of the other, … */
interface Shape {
  readonly pixels: Uint8Array;
  readonly edges: Float64Array;
}

function shapeOf(
  planes: readonly Plane[],
  sections: readonly Section[],
  grid: Grid,
  draw: (layer: number, sections: readonly Section[], on: Canvas) => void,
): Shape {
  const pixels = new Uint8Array(grid.shape[0] * grid.shape[1]);
  draw(0, sections, new Canvas(pixels, grid));
  const [dx, dy] = grid.spacingMm;
  const edges = sections.flatMap(({ plane, contours }) =>
    contours.flatMap((n) => {
      const { x, y } = planes[plane].polygons[n];
      return Array.from({ length: x.length }, (_, i) => {
        const j = (i + 1) % x.length;
        return [x[i] * dx, y[i] * dy, x[j] * dx, y[j] * dy];
      }).flat();
    }),
  );
  return { pixels, edges: Float64Array.from(edges) };
}

/** The pixels at part t of the way from the first shape to the second; where both agree there is nothing to weigh. */
function blend([a, b]: readonly Shape[], t: number, grid: Grid): Uint8Array {
  const [nx] = grid.shape;
  const [dx, dy] = grid.spacingMm;
  const out = new Uint8Array(a.pixels.length);
  for (let i = 0; i < out.length; i++) {
    if (a.pixels[i] === b.pixels[i]) out[i] = a.pixels[i]!;
    else {
      const [x, y] = [(i % nx) * dx, Math.floor(i / nx) * dy];
      out[i] = Number((1 - t) * signedDistance(a, i, x, y) + t * signedDistance(b, i, x, y) > 0);
    }
  }
  return out;
}

function signedDistance({ pixels, edges }: Shape, pixel: number, x: number, y: number): number {
  let least = Infinity;
  for (let e = 0; e < edges.length; e += 4) {
    least = Math.min(least, squaredDistance(x, y, edges[e], edges[e + 1], edges[e + 2], edges[e + 3]));
  }
  return pixels[pixel] === 1 ? Math.sqrt(least) : -Math.sqrt(least);
}
