import type { Grid } from "../../image/grid.ts";
import { paintOrder, type PlaneMeaning, type PlaneRule } from "./plane.ts";
import type { ContourIndices } from "./project.ts";
import { edgesOf, fillEdges } from "./scanline.ts";

/** How the pixels inside a contour change. */
type Stroke = "set" | "clear" | "toggle";

/** A mask that contours are painted on, which remembers the rows that were touched, so that counting looks at no more. */
export class Canvas {
  readonly #mask: Uint8Array;
  readonly #nx: number;
  readonly #ny: number;
  readonly #rows = new Map<number, { first: number; last: number }>();
  #scratch: Uint8Array | undefined;

  constructor(mask: Uint8Array, { shape }: Grid) {
    this.#mask = mask;
    [this.#nx, this.#ny] = shape;
  }

  /** Sets the pixels inside one contour on a layer. */
  fill(layer: number, polygon: ContourIndices): void {
    this.#stroke(this.#mask, layer, polygon, "set", layer);
  }

  /**
   * Paints contours of a plane on a layer and unites them with what is there.
   * @param isAlone whether nothing is there, which saves a step
   * @param only those wanted of the plane's contours; all by default
   */
  paint(
    layer: number,
    polygons: readonly ContourIndices[],
    meaning: PlaneMeaning,
    rule: PlaneRule,
    { isAlone = false, only }: { readonly isAlone?: boolean; readonly only?: readonly number[] } = {},
  ): void {
    const size = this.#nx * this.#ny;
    const target = isAlone ? this.#mask : (this.#scratch ??= new Uint8Array(size)).fill(0);
    for (const n of only ?? paintOrder(meaning)) {
      const isFilled = rule === "union" || meaning.parts[n].depth % 2 === 0;
      const stroke = rule === "parity" ? "toggle" : isFilled ? "set" : "clear";
      this.#stroke(target, isAlone ? layer : 0, polygons[n], stroke, layer);
    }
    if (isAlone) return;
    for (let i = 0, start = layer * size; i < size; i++) this.#mask[start + i] |= target[i];
  }

  /** Sets the pixels of a layer that are set in `pixels`. */
  unite(layer: number, pixels: Uint8Array): void {
    this.#touch(layer, 0, this.#ny - 1);
    const start = layer * pixels.length;
    for (let i = 0; i < pixels.length; i++) this.#mask[start + i] |= pixels[i];
  }

  /** Number of pixels that are 1. */
  count(): number {
    let count = 0;
    for (const [layer, { first, last }] of this.#rows) {
      const start = this.#nx * (layer * this.#ny + first);
      const end = this.#nx * (layer * this.#ny + last + 1);
      for (let i = start; i < end; i++) count += this.#mask[i];
    }
    return count;
  }

  /** @param at layer of `target`; @param layer the layer whose rows are touched in the end */
  #stroke(target: Uint8Array, at: number, polygon: ContourIndices, stroke: Stroke, layer: number): void {
    const edges = edgesOf(polygon.x, polygon.y, this.#ny);
    if (edges.count === 0) return;
    this.#touch(layer, edges.firstRow, edges.lastRow);
    fillEdges(edges, this.#nx, (row, from, to) => {
      const start = this.#nx * (at * this.#ny + row);
      if (stroke !== "toggle") target.fill(stroke === "set" ? 1 : 0, start + from, start + to);
      else for (let i = start + from; i < start + to; i++) target[i] ^= 1;
    });
  }

  #touch(layer: number, firstRow: number, lastRow: number): void {
    const { first, last } = this.#rows.get(layer) ?? { first: Infinity, last: -Infinity };
    this.#rows.set(layer, { first: Math.min(first, firstRow), last: Math.max(last, lastRow) });
  }
}
