import type { Grid } from "../../image/grid.ts";
import type { Layers } from "./mask-types.ts";
import { paintOrder, type PlaneMeaning, type PlaneRule } from "./plane.ts";
import type { ContourIndices } from "./project.ts";
import { edgesOf, fillEdges } from "./scanline.ts";

/** How the pixels inside a contour change. */
type Stroke = "set" | "clear" | "toggle";

/** The part of a layer that was touched: rows and columns, both from the first to the last. */
interface Touched {
  firstRow: number;
  lastRow: number;
  first: number;
  last: number;
}

/** A mask that contours are painted on, which remembers what was touched, so that counting looks at no more. */
export class Canvas {
  readonly #mask: Uint8Array;
  readonly #nx: number;
  readonly #ny: number;
  readonly #touched = new Map<number, Touched>();
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
    const touched = this.#touchedOn(layer);
    Object.assign(touched, { firstRow: 0, lastRow: this.#ny - 1, first: 0, last: this.#nx - 1 });
    const start = layer * pixels.length;
    for (let i = 0; i < pixels.length; i++) this.#mask[start + i] |= pixels[i];
  }

  /** The layers from the first to the last that was touched. */
  layers(): Layers {
    const touched = [...this.#touched.keys()];
    return touched.length === 0
      ? { start: 0, end: 0 }
      : { start: Math.min(...touched), end: Math.max(...touched) + 1 };
  }

  /** Number of pixels that are 1. */
  count(): number {
    let count = 0;
    for (const [layer, { firstRow, lastRow, first, last }] of this.#touched) {
      for (let row = firstRow; row <= lastRow; row++) {
        const start = this.#nx * (layer * this.#ny + row);
        for (let i = start + first; i <= start + last; i++) count += this.#mask[i];
      }
    }
    return count;
  }

  /** @param at layer of `target`; @param layer the layer that is touched in the end */
  #stroke(target: Uint8Array, at: number, polygon: ContourIndices, stroke: Stroke, layer: number): void {
    const edges = edgesOf(polygon.x, polygon.y, this.#ny);
    if (edges.count === 0) return;
    const touched = this.#touchedOn(layer);
    touched.firstRow = Math.min(touched.firstRow, edges.firstRow);
    touched.lastRow = Math.max(touched.lastRow, edges.lastRow);
    fillEdges(edges, this.#nx, (row, from, to) => {
      if (from < touched.first) touched.first = from;
      if (to > touched.last + 1) touched.last = to - 1;
      const start = this.#nx * (at * this.#ny + row);
      if (stroke !== "toggle") target.fill(stroke === "set" ? 1 : 0, start + from, start + to);
      else for (let i = start + from; i < start + to; i++) target[i] ^= 1;
    });
  }

  #touchedOn(layer: number): Touched {
    const known = this.#touched.get(layer);
    if (known !== undefined) return known;
    const touched = { firstRow: Infinity, lastRow: -Infinity, first: Infinity, last: -Infinity };
    this.#touched.set(layer, touched);
    return touched;
  }
}
