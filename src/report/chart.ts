import { plot, type PlotOptions } from "@observablehq/plot";
import { type Drawing, FONT, FONT_SIZE } from "./drawing.ts";
import { legible, Markup, markup } from "./markup.ts";

/** What drawing needs of a DOM document: linkedom's in Node, the page's own in a browser. */
export interface DrawingDocument {
  readonly documentElement: unknown;
  createElementNS(namespace: string, name: string): unknown;
}

/** What this module reads of the element that Plot makes. */
interface PlotElement {
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
}

/** Grid lines. */
export const GRID = { stroke: "currentColor", strokeOpacity: 0.15 } as const;

/** Axes with their names in the middle. */
export const AXIS_X = { labelAnchor: "center", labelArrow: "none", labelOffset: 36 } as const;
export const AXIS_Y = { labelAnchor: "center", labelArrow: "none", labelOffset: 44 } as const;

/**
 * A chart with axes by Observable Plot, as a drawing. Legends and titles are drawn beside it, not by Plot, which would
 * wrap them in HTML.
 *
 * @param document where Plot makes its elements; nothing is added to it
 * @param options Plot's own; `width` and `height` in pixels
 */
export function drawChart(
  document: DrawingDocument,
  options: Omit<PlotOptions, "document" | "className" | "style" | "title" | "caption" | "legend">,
): Drawing {
  const element = plot({
    ...options,
    document: document as never,
    style: { fontFamily: FONT, fontSize: `${FONT_SIZE}px` },
  }) as unknown as PlotElement;
  const body = new Markup(tidy(element.innerHTML));
  return {
    width: Number(element.getAttribute("width")),
    height: Number(element.getAttribute("height")),
    body: markup`<g font-size="${FONT_SIZE}" text-anchor="middle">${body}</g>`,
  };
}

/**
 * Plot's markup as XML with coordinates of at most two decimals, without its style sheet and without labels of its
 * parts, which ARIA forbids on groups; the whole drawing has one.
 */
function tidy(html: string): string {
  return legible(html)
    .replace(/<style>[^]*?<\/style>/g, "")
    .replaceAll("&nbsp;", "&#160;")
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(/ aria-\w+="[^"]*"/g, "")
        .replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
    );
}
