import { axisX, axisY, gridY, line, ruleY } from "@observablehq/plot";
import { type DrawingDocument, drawChart } from "../../../src/report/chart.ts";
import { arrange, type Drawing } from "../../../src/report/drawing.ts";
import { drawLegend, lineSymbol, seriesStyle } from "../../../src/report/legend.ts";
import type { DescentRun } from "../../work/descent/descend.ts";

/** Sizes of the charts, in pixels: margins left, right and below, so that a line can be laid over them. */
export const CHART = { width: 520, height: 250, left: 56, right: 14, below: 42 } as const;

/** A chart below its legend; `top` is where the chart begins. */
export interface CurveDrawing {
  readonly all: Drawing;
  readonly top: number;
}

/** e0 and e1 of every iterate, on a logarithmic scale. */
export function drawErrors({ iterates }: DescentRun, document: DrawingDocument): CurveDrawing {
  const least = 1e-5;
  const series = [
    { name: "e₀", values: iterates.map(({ e0 }) => Math.max(least, e0)) },
    { name: "e₁", values: iterates.map(({ e1 }) => Math.max(least, e1)) },
  ];
  return draw(series, { type: "log", domain: [least, 1] }, "mean error", [], document);
}

/** Dice of the a-threshold, 1 − the loss where that is soft-Dice, and volume of every iterate. */
export function drawDice(
  { iterates, optimum, minimum }: DescentRun,
  thresholdDice: Float64Array,
  a: number,
  document: DrawingDocument,
): CurveDrawing {
  const series = [
    { name: `Dice of σ(f) > ${a}`, values: [...thresholdDice] },
    ...(minimum.loss === "dice"
      ? [{ name: "1 − soft-Dice", values: iterates.map(({ loss }) => 1 - loss) }]
      : []),
    { name: "volume of σ(f)", values: iterates.map(({ l1 }) => l1) },
  ];
  return draw(series, { type: "linear", domain: [0, 1] }, "fraction", [optimum.supDice], document);
}

/** How far a loss is above its infimum at every iterate, on a logarithmic scale. */
export function drawExcess({ iterates, minimum }: DescentRun, document: DrawingDocument): CurveDrawing {
  const least = 1e-5;
  const series = [
    {
      name: `${minimum.loss} above its infimum`,
      values: iterates.map(({ loss }) => Math.max(least, loss - minimum.value)),
    },
  ];
  const most = Math.max(1, ...series[0].values);
  return draw(series, { type: "log", domain: [least, most] }, "loss − infimum", [], document);
}

/** Powers of ten below a hundredth as powers. */
function tickText(value: number): string {
  return value > 0 && value < 0.01 ? `10⁻${"⁰¹²³⁴⁵⁶"[Math.round(-Math.log10(value))]}` : String(value);
}

function draw(
  series: readonly { readonly name: string; readonly values: readonly number[] }[],
  y: { readonly type: "log" | "linear"; readonly domain: [number, number] },
  title: string,
  rules: readonly number[],
  document: DrawingDocument,
): CurveDrawing {
  const legend = drawLegend(
    series.map(({ name }, i) => ({ text: name, symbol: lineSymbol(seriesStyle(i)) })),
    CHART.width,
  );
  const ticks = y.type === "log" ? [1, 0.1, 0.01, 0.001, 1e-4, 1e-5] : [0, 0.2, 0.4, 0.6, 0.8, 1];
  const axis = { labelAnchor: "center", labelArrow: "none" } as const;
  const chart = drawChart(document, {
    width: CHART.width,
    height: CHART.height,
    marginLeft: CHART.left,
    marginRight: CHART.right,
    marginTop: 10,
    marginBottom: CHART.below,
    x: { domain: [1, Math.max(2, series[0].values.length)] },
    y: { ...y, axis: null },
    marks: [
      gridY(ticks, { stroke: "currentColor", strokeOpacity: 0.15 }),
      axisX({ ...axis, label: "Iteration l", labelOffset: 36, ticks: 8 }),
      axisY(ticks, { ...axis, label: title, labelOffset: 48, tickFormat: tickText }),
      ruleY(rules, { stroke: "currentColor", strokeDasharray: "1.5 3", strokeWidth: 1.5 }),
      series.map(({ values }, i) => {
        const { colour, dashes } = seriesStyle(i);
        const points = values.map((value, n) => [n + 1, value] as const);
        return line(points, { stroke: colour, strokeDasharray: dashes, strokeWidth: 2 });
      }),
    ],
  });
  return { all: arrange("column", [legend, chart], 4), top: legend.height + 4 };
}
