import { axisX, axisY, barX, gridX, ruleX, ruleY, text, tickX } from "@observablehq/plot";
import { AXIS_X, GRID, type DrawingDocument, drawChart } from "./chart.ts";
import { CATEGORIES } from "./colour.ts";
import { arrange, type Drawing } from "./drawing.ts";
import { drawLegend, lineSymbol } from "./legend.ts";
import { type Markup, markup } from "./markup.ts";
import { significant } from "./numbers.ts";
import { shorten, textWidth } from "./text.ts";

export interface VolumeChart {
  /** A bar each, from the top. */
  readonly bars: readonly {
    readonly name: string;
    /** Index into `groups`. */
    readonly group: number;
    readonly volumeMl: number;
    /** Where a rule leaves a range: the smallest and the largest volume it allows. */
    readonly rangeMl?: readonly [number, number];
  }[];
  /** What kinds of bars there are, say observers and methods. */
  readonly groups: readonly string[];
  /** Expected volume: that of the marginal. */
  readonly marginalMl: number;
  /** Bounds of Theorem 2 on the volume of every Dice optimum. */
  readonly boundsMl: readonly [number, number];
}

const MARGINAL = { colour: "currentColor", dashes: "6 3" };
const BOUND = { colour: "currentColor", dashes: "1.5 2.5" };
const WIDTH = 680;

/** Volumes as bars with their figures, the marginal's volume and the bounds as lines. */
export function drawVolumeChart(
  { bars, groups, marginalMl, boundsMl }: VolumeChart,
  document: DrawingDocument,
): Drawing {
  const largest = Math.max(marginalMl, ...bars.map(({ volumeMl, rangeMl }) => rangeMl?.[1] ?? volumeMl));
  const end = largest > 0 ? 1.05 * largest : 1;
  const visibleBounds = boundsMl.filter((bound) => bound <= end);
  const upper = boundsMl[1] > end ? ", upper beyond the axis" : "";
  const legend = drawLegend(
    [
      ...groups.map((name, group) => ({ text: name, symbol: swatch(CATEGORIES[group]) })),
      { text: `marginal ${significant(marginalMl)} mL`, symbol: lineSymbol(MARGINAL) },
      {
        text: `bounds of a Dice optimum: ${significant(boundsMl[0])} … ${significant(boundsMl[1])} mL${upper}`,
        symbol: lineSymbol(BOUND),
      },
    ],
    WIDTH,
  );
  const names = bars.map(({ name }) => shorten(name, 36));
  const rows = bars.map((bar, row) => ({ ...bar, row }));
  const ranges = rows.flatMap(({ row, rangeMl }) =>
    rangeMl === undefined ? [] : [{ row, low: rangeMl[0], high: rangeMl[1] }],
  );
  const line = { stroke: "currentColor", strokeWidth: 1.5 };
  const tick = { y: "row", ...line, insetTop: 4, insetBottom: 4 };
  const chart = drawChart(document, {
    width: WIDTH,
    height: 24 * bars.length + 58,
    marginLeft: 16 + Math.max(0, ...names.map(textWidth)),
    marginRight: 52,
    marginTop: 8,
    marginBottom: 42,
    x: { domain: [0, end], axis: null },
    y: { domain: [...bars.keys()], type: "band", padding: 0.3, axis: null },
    marks: [
      gridX(GRID),
      barX(rows, {
        y: "row",
        x: "volumeMl",
        fill: (bar: { group: number }) => CATEGORIES[bar.group],
        fillOpacity: 0.8,
      }),
      ruleY(ranges, { y: "row", x1: "low", x2: "high", ...line }),
      tickX(ranges, { x: "low", ...tick }),
      tickX(ranges, { x: "high", ...tick }),
      ruleX(visibleBounds, { ...line, strokeDasharray: BOUND.dashes }),
      ruleX([marginalMl], { ...line, strokeDasharray: MARGINAL.dashes }),
      text(rows, {
        y: "row",
        frameAnchor: "right",
        text: ({ volumeMl }: { volumeMl: number }) => significant(volumeMl),
        textAnchor: "end",
        dx: 44,
      }),
      axisX({ label: "Volume (mL)", ...AXIS_X }),
      axisY({ label: null, tickSize: 0, tickFormat: (row: number) => names[row] }),
    ],
  });
  return arrange("column", [legend, chart], 6);
}

function swatch(colour: string): Markup {
  return markup`<rect x="-10" y="-5" width="20" height="10" fill="${colour}" fill-opacity="0.8"/>`;
}
