import { axisX, axisY, dot, gridX, ruleY, text, tickX } from "@observablehq/plot";
import { AXIS_X, type DrawingDocument, drawChart, GRID } from "../chart.ts";
import { CATEGORIES } from "../colour.ts";
import { arrange, type Drawing } from "../drawing.ts";
import { dotSymbol, drawLegend } from "../legend.ts";
import { markup } from "../markup.ts";
import { shorten, textWidth } from "../text.ts";

/** One row of the chart: a case. */
export interface PlaceRow {
  readonly name: string;
  /** The model's mean Dice with the observers. */
  readonly model: number;
  /** Each observer's mean Dice with the others. */
  readonly observers: readonly number[];
  /** The largest mean Dice that any segmentation has. */
  readonly ceiling: number;
}

const WIDTH = 680;
const ROW = 20;
const [MODEL, OBSERVER, CEILING] = [CATEGORIES[1], CATEGORIES[0], "currentColor"];

/** The model among the observers: its mean Dice with them beside theirs with each other, below the ceiling, case by case. */
export function drawPlace(rows: readonly PlaceRow[], document: DrawingDocument): Drawing {
  const legend = drawLegend(
    [
      { text: "model", symbol: markup`<path d="M0,-5.5L5.5,0L0,5.5L-5.5,0Z" fill="${MODEL}"/>` },
      { text: "an observer with the others", symbol: dotSymbol(OBSERVER, false) },
      { text: "ceiling", symbol: markup`<line y1="-7" y2="7" stroke="${CEILING}" stroke-width="2.5"/>` },
    ],
    WIDTH,
  );
  const names = rows.map(({ name }) => shorten(name, 28));
  const all = rows.flatMap(({ model, observers, ceiling }) => [model, ceiling, ...observers]);
  const least = Math.min(1, ...all.filter((value) => !Number.isNaN(value)));
  const from = Math.max(0, Math.floor(20 * least - 0.5) / 20);
  const points = rows.flatMap(({ observers }, row) =>
    observers.filter((dice) => !Number.isNaN(dice)).map((dice) => ({ dice, row })),
  );
  const there = (value: (row: PlaceRow) => number): { dice: number; row: number }[] =>
    rows.map((each, row) => ({ dice: value(each), row })).filter(({ dice }) => !Number.isNaN(dice));
  const chart = drawChart(document, {
    width: WIDTH,
    height: 60 + ROW * rows.length,
    marginLeft: Math.max(40, ...names.map(textWidth)) + 12,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 42,
    x: { domain: [from, 1] },
    y: { domain: rows.map((_, row) => row), type: "band", axis: null },
    marks: [
      gridX({ ticks: 6, ...GRID }),
      axisX({ ticks: 6, label: "mean Dice", ...AXIS_X }),
      axisY({ tickFormat: (row: number) => names[row], tickSize: 0, label: null }),
      rows.length > 1 ? undefined : ruleY([0], { strokeOpacity: 0 }),
      tickX(
        there(({ ceiling }) => ceiling),
        { x: "dice", y: "row", stroke: CEILING, strokeWidth: 2.5 },
      ),
      dot(points, { x: "dice", y: "row", stroke: OBSERVER, strokeWidth: 1.5, r: 4 }),
      text(
        there(({ model }) => model),
        { x: "dice", y: "row", text: () => "◆", fill: MODEL, fontSize: 15 },
      ),
    ],
  });
  return arrange("column", [legend, chart], 6);
}
