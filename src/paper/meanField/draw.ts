import { axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import { type DrawingDocument, drawChart } from "../../report/chart.ts";
import { arrange, at, type Drawing, label } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol, seriesStyle } from "../../report/legend.ts";
import { markup } from "../../report/markup.ts";
import type { CurvePoint } from "./compute.ts";

/** e0 and e1 of one sample, or of a row of Table 1, at a volume. */
export interface VolumePoint {
  /** Fraction of the domain. */
  readonly volume: number;
  /** In the order of the paper's iterations. */
  readonly iterates: readonly { readonly l: number; readonly e0: number; readonly e1: number }[];
}

/** The iterations that tell volumes apart; at the first all errors are 1/2, at the last nearly all are 0. */
const SHOWN: readonly number[] = [10, 20, 100];

/**
 * e0 and e1 against the volume, a line for each iteration: the mean-field limit, with measured samples as dots and rows
 * of the paper's table as circles.
 */
export function drawMeanField(
  data: {
    readonly curve: readonly CurvePoint[];
    readonly samples: readonly VolumePoint[];
    readonly paper: readonly VolumePoint[];
  },
  document: DrawingDocument,
): Drawing {
  const panels = (["e0", "e1"] as const).map((error, i) => drawPanel(document, data, error, i === 0));
  const legend = drawLegend(
    [
      ...SHOWN.map((l, i) => ({ text: `limit, l = ${l}`, symbol: lineSymbol(seriesStyle(i)) })),
      { text: "our samples", symbol: dotSymbol("currentColor") },
      { text: "the paper's rows", symbol: dotSymbol("currentColor", false) },
    ],
    820,
  );
  return arrange("column", [legend, arrange("row", panels, 12)], 4);
}

function drawPanel(
  document: DrawingDocument,
  { curve, samples, paper }: Parameters<typeof drawMeanField>[0],
  error: "e0" | "e1",
  isFirst: boolean,
): Drawing {
  const marginLeft = isFirst ? 56 : 12;
  const atIteration = (points: readonly VolumePoint[], l: number): { volume: number; value: number }[] =>
    points.flatMap(({ volume, iterates }) =>
      iterates.filter((iterate) => iterate.l === l).map((iterate) => ({ volume, value: iterate[error] })),
    );
  const volumes = curve.map(({ volume }) => volume);
  const chart = drawChart(document, {
    width: 380 + marginLeft,
    height: 340,
    marginLeft,
    marginRight: 12,
    marginTop: 6,
    marginBottom: 42,
    x: { type: "log", domain: [volumes[0], volumes[volumes.length - 1]], axis: null },
    y: { domain: [0, 0.52], axis: null },
    marks: [
      gridY([0, 0.1, 0.2, 0.3, 0.4, 0.5], { stroke: "currentColor", strokeOpacity: 0.15 }),
      SHOWN.map((l, i) => {
        const { colour, dashes } = seriesStyle(i);
        const common = { x: "volume", y: "value", stroke: colour };
        return [
          line(atIteration(curve, l), { ...common, strokeWidth: 2, strokeDasharray: dashes }),
          dot(atIteration(samples, l), {
            ...common,
            fill: colour,
            fillOpacity: 0.5,
            strokeOpacity: 0.6,
            r: 2,
          }),
          dot(atIteration(paper, l), { ...common, strokeWidth: 1.8, r: 4.5 }),
        ];
      }),
      axisX({
        ticks: [0.001, 0.01, 0.1].filter((v) => v >= volumes[0] && v <= volumes[volumes.length - 1]),
        tickFormat: String,
        label: "volume ‖m‖₁ (fraction of the patch)",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 36,
      }),
      isFirst
        ? axisY({
            label: "Error",
            labelAnchor: "center",
            labelArrow: "none",
            labelOffset: 48,
            tickFormat: String,
          })
        : undefined,
    ],
  });
  const head = label(marginLeft + 8, 12, error === "e0" ? "e₀" : "e₁", { bold: true });
  return { width: chart.width, height: chart.height + 18, body: markup`${head}${at(0, 18, chart.body)}` };
}
