import { arrange, at, type Drawing, FONT_SIZE, label } from "./drawing.ts";
import { markup, type Markup } from "./markup.ts";
import {
  colourBar,
  type Colouring,
  drawRaster,
  type Outline,
  PROBABILITY,
  PROBABILITY_TICKS,
  type Raster,
} from "./raster.ts";
import { textWidth } from "./text.ts";

/** One picture of a grid. */
export interface Panel {
  readonly raster: Raster;
  readonly outlines?: readonly Outline[];
  /** Lines of text below it. */
  readonly notes?: readonly string[];
}

export interface ImageGrid {
  /** Text above each column. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly title: string;
    /** One a column; undefined leaves a gap. */
    readonly panels: readonly (Panel | undefined)[];
  }[];
  /** Width and height of a panel in pixels. */
  readonly panelSize: readonly [number, number];
  /** What the colours of a probability mean, beside the colour bar. */
  readonly barTitle: string;
}

const GAP = 6;
const LINE = 14;

/** Pictures of probabilities in rows and columns with one colour bar. */
export function drawImageGrid({ columns, rows, panelSize, barTitle }: ImageGrid): Drawing {
  const colouring: Colouring = PROBABILITY;
  const [panelWidth, panelHeight] = panelSize;
  const left = 10 + Math.max(0, ...rows.map(({ title }) => textWidth(title)));
  const top = FONT_SIZE + 10;
  const notes = Math.max(
    0,
    ...rows.flatMap(({ panels }) => panels.map((panel) => panel?.notes?.length ?? 0)),
  );
  const pitch = panelHeight + GAP + notes * LINE + (notes > 0 ? 6 : 0);
  const heads = columns.map((text, column) =>
    label(left + column * (panelWidth + GAP) + panelWidth / 2, FONT_SIZE + 2, text, { anchor: "middle" }),
  );
  const body = rows.map(({ title, panels }, row) =>
    at(0, top + row * pitch, [
      label(left - 8, panelHeight / 2 + 4, title, { anchor: "end" }),
      panels.map((panel, column) => {
        if (panel === undefined) return undefined;
        return at(left + column * (panelWidth + GAP), 0, drawPanel(panel, panelSize, colouring));
      }),
    ]),
  );
  const grid: Drawing = {
    width: left + columns.length * (panelWidth + GAP) - GAP,
    height: top + rows.length * pitch - GAP,
    body: markup`${heads}${body}`,
  };
  const bar = colourBar(colouring, Math.min(240, panelHeight * 2), PROBABILITY_TICKS, barTitle);
  return arrange("row", [grid, { ...bar, height: bar.height + top, body: at(0, top, bar.body) }], 14);
}

function drawPanel(panel: Panel, size: readonly [number, number], colouring: Colouring): Markup {
  const lines = (panel.notes ?? []).map((note, i) =>
    label(size[0] / 2, size[1] + (i + 1) * LINE, note, { anchor: "middle" }),
  );
  return markup`${drawRaster(panel.raster, size, colouring, panel.outlines).body}${lines}`;
}
