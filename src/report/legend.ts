import { at, type Drawing, label } from "./drawing.ts";
import { CATEGORIES, DASHES } from "./colour.ts";
import { type Content, markup } from "./markup.ts";
import { textWidth } from "./text.ts";

/** One line of a legend. */
export interface LegendEntry {
  readonly text: string;
  /** What stands for it, drawn about (0, 0) in 24 × 12 pixels. */
  readonly symbol: Content;
}

/** A legend: entries in a row, wrapped to `width`. */
export function drawLegend(entries: readonly LegendEntry[], width: number): Drawing {
  let x = 0;
  let y = 0;
  const parts = entries.map(({ text, symbol }) => {
    const entryWidth = 32 + textWidth(text);
    if (x > 0 && x + entryWidth > width) {
      x = 0;
      y += 18;
    }
    const part = at(x, y + 10, [at(12, 0, symbol), label(30, 4, text)]);
    x += entryWidth + 14;
    return part;
  });
  return { width, height: y + 20, body: markup`${parts}` };
}

/** How series number `index` is drawn: the same colour and dashes in the chart and in its legend. */
export interface SeriesStyle {
  readonly colour: string;
  readonly dashes: string;
}

/** The style of series number `index`; six are told apart. */
export function seriesStyle(index: number): SeriesStyle {
  return { colour: CATEGORIES[index % CATEGORIES.length], dashes: DASHES[index % DASHES.length] };
}

/** The style of a line with a colour and a dash pattern in pixels, [] for a whole one. */
export function lineStyle({
  colour,
  dashes,
}: {
  readonly colour: string;
  readonly dashes: readonly number[];
}): SeriesStyle {
  return { colour, dashes: dashes.length === 0 ? "none" : dashes.join(" ") };
}

/** Colours of observers' own contours: Okabe & Ito's without the blue of the Dice-optimal consensus. */
const OBSERVERS = ["#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];

/** The style of observer number `index`; six are told apart. */
export function observerStyle(index: number): SeriesStyle {
  return { colour: OBSERVERS[index % OBSERVERS.length], dashes: DASHES[index % DASHES.length] };
}

/** A short line in a legend. */
export function lineSymbol({ colour, dashes }: SeriesStyle, width: number = 2): Content {
  return markup`<line x1="-12" x2="12" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashes}"/>`;
}

/** A dot in a legend. */
export function dotSymbol(colour: string, isFilled: boolean = true): Content {
  return markup`<circle r="3.5" fill="${isFilled ? colour : "none"}" stroke="${colour}" stroke-width="1.5"/>`;
}
