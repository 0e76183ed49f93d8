import { axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../../../report/chart.ts";
import { arrange, type Drawing } from "../../../report/drawing.ts";
import { drawLegend, lineSymbol, seriesStyle } from "../../../report/legend.ts";
import { percent } from "../../../report/numbers.ts";
import type { ConvergenceSeries } from "./compute.ts";

const WIDTH = 640;

/** Errors below this are drawn on it: a logarithm needs one. */
const FLOOR = 1e-4;

/** The relative error of each figure against the size of voxels, both logarithmic, with its tolerance as a thin line. */
export function drawConvergence(series: readonly ConvergenceSeries[], document: DrawingDocument): Drawing {
  const legend = drawLegend(
    series.map(({ case: name, quantity }, n) => ({
      text: `${name}: ${quantity.replaceAll("_", " ")}`,
      symbol: lineSymbol(seriesStyle(n)),
    })),
    WIDTH,
  );
  const sizes = series.flatMap(({ points }) => points.map(({ voxelMm }) => voxelMm));
  const chart = drawChart(document, {
    width: WIDTH,
    height: 380,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 42,
    x: { type: "log", domain: [Math.min(...sizes), Math.max(...sizes)] },
    y: { type: "log", domain: [FLOOR, 2] },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({
        tickFormat: (mm: number) => String(mm),
        ticks: [1, 2, 3, 4],
        label: "Side of the voxels (mm)",
        ...AXIS_X,
      }),
      axisY({
        ticks: 5,
        tickFormat: (value: number) => percent(value),
        label: "Error of the exact value",
        ...AXIS_Y,
        labelOffset: 58,
      }),
      series.map(({ points }, n) => {
        const { colour, dashes } = seriesStyle(n);
        const curve = (value: "error" | "tolerance"): { x: number; y: number }[] =>
          points.map((point) => ({ x: point.voxelMm, y: Math.max(FLOOR, point[value]) }));
        const common = { x: "x", y: "y", stroke: colour };
        return [
          line(curve("tolerance"), { ...common, strokeWidth: 0.8, strokeOpacity: 0.6 }),
          line(curve("error"), { ...common, strokeWidth: 2, strokeDasharray: dashes }),
          dot(curve("error"), { ...common, fill: colour, r: 3 }),
        ];
      }),
    ],
  });
  return arrange("column", [legend, chart], 6);
}
