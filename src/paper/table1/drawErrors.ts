import { axisX, axisY, dot, gridY, line, link } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, GRID, type DrawingDocument, drawChart } from "../../report/chart.ts";
import { arrange, at, type Drawing, label } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol, seriesStyle } from "../../report/legend.ts";
import { markup } from "../../report/markup.ts";
import type { ComparedRow } from "./compare.ts";
import { PUBLISHED_ROUNDING } from "./published.ts";

/** The lowest error that the logarithmic axis shows. */
const FLOOR = 5e-5;

const DECADES: readonly number[] = [0.0001, 0.001, 0.01, 0.1, 1];

/** Pixels between the paper's marks of neighbouring iterations, which would hide each other. */
const SHIFT = 2.5;

/** One of our figures of experiment (S) with the paper's. */
interface Point {
  readonly rho: number;
  readonly ours: number;
  readonly low: number;
  readonly high: number;
  readonly paper: number | undefined;
}

/** e0 and e1 against ρ, a line for each iteration, with the paper's figures and what their rounding leaves open. */
export function drawErrors(rows: readonly ComparedRow[], document: DrawingDocument): Drawing {
  const synthetic = rows.filter(({ row }) => row.experiment === "S");
  const iterations = [...new Set(synthetic.flatMap(({ cells }) => cells.map(({ l }) => l)))];
  const panels = (["e0", "e1"] as const).map((error, i) => {
    const series = iterations.map((l) =>
      synthetic.flatMap(({ row, cells }) =>
        cells
          .filter((cell) => cell.error === error && cell.l === l)
          .map(({ ours, standardError, paper }): Point => {
            const reach = Number.isNaN(standardError) ? 0 : standardError;
            const rho = Number(row.row);
            return { rho, ours, low: ours - reach, high: ours + reach, paper };
          }),
      ),
    );
    return drawPanel(document, series, i === 0, error === "e0" ? "e₀" : "e₁");
  });
  const legend = drawLegend(
    [
      ...iterations.map((l, i) => ({ text: `l = ${l}`, symbol: lineSymbol(seriesStyle(i)) })),
      { text: "paper, as rounded", symbol: dotSymbol("currentColor", false) },
    ],
    760,
  );
  return arrange("column", [legend, arrange("row", panels, 12)], 4);
}

function drawPanel(
  document: DrawingDocument,
  series: readonly (readonly Point[])[],
  isFirst: boolean,
  title: string,
): Drawing {
  const marginLeft = isFirst ? 62 : 12;
  const chart = drawChart(document, {
    width: 340 + marginLeft,
    height: 340,
    marginLeft,
    marginRight: 10,
    marginTop: 6,
    marginBottom: 42,
    x: { axis: null, inset: 16 },
    y: { type: "log", domain: [FLOOR, 1], axis: null },
    marks: [
      gridY(DECADES, GRID),
      series.map((points, i) => {
        const { colour, dashes } = seriesStyle(i);
        const dx = i % 2 === 0 ? -SHIFT : SHIFT;
        const shown = points.map((point) => ({ ...point, low: Math.max(FLOOR, point.low) }));
        const published = points.flatMap(({ rho, paper }) => (paper === undefined ? [] : [{ rho, paper }]));
        return [
          link(published, {
            x: "rho",
            y1: ({ paper }: { paper: number }) => Math.max(FLOOR, paper - PUBLISHED_ROUNDING),
            y2: ({ paper }: { paper: number }) => paper + PUBLISHED_ROUNDING,
            stroke: colour,
            strokeOpacity: 0.35,
            strokeWidth: 4,
            strokeLinecap: "butt",
            dx,
          }),
          line(
            shown.filter(({ ours }) => ours >= FLOOR),
            { x: "rho", y: "ours", stroke: colour, strokeWidth: 2, strokeDasharray: dashes },
          ),
          link(
            shown.filter(({ high }) => high > FLOOR),
            { x: "rho", y1: "low", y2: "high", stroke: colour, strokeWidth: 1.5 },
          ),
          dot(
            published.filter(({ paper }) => paper > 0),
            { x: "rho", y: "paper", stroke: colour, r: 3.5, strokeWidth: 1.5, dx },
          ),
        ];
      }),
      axisX({
        ticks: [...new Set(series.flatMap((points) => points.map(({ rho }) => rho)))],
        tickFormat: String,
        label: "ρ (fraction of the image side)",
        ...AXIS_X,
      }),
      isFirst
        ? axisY({
            ticks: [...DECADES],
            tickFormat: String,
            label: "Mean error",
            ...AXIS_Y,
            labelOffset: 54,
          })
        : undefined,
    ],
  });
  const head = label(marginLeft + 8, 12, title, { bold: true });
  return { width: chart.width, height: chart.height + 18, body: markup`${head}${at(0, 18, chart.body)}` };
}
