import { axisX, axisY, dot, gridX, gridY, line } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, GRID, type DrawingDocument, drawChart } from "../../report/chart.ts";
import { CATEGORIES } from "../../report/colour.ts";
import { arrange, type Drawing } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol } from "../../report/legend.ts";
import type { Calibration } from "./theorem3.ts";

const WIDTH = 520;

/** The decades of the axes. The rate may allow more than any Dice: points beyond are drawn at the edge. */
const LOSSES: readonly [number, number] = [1e-4, 1];
const ALLOWED: readonly [number, number] = [1e-4, 100];

/** What thresholding loses against what the rate of Theorem 3 allows, both on logarithmic axes. */
export function drawCalibration(points: readonly Calibration[], document: DrawingDocument): Drawing {
  const legend = drawLegend(
    [
      { text: "a soft segmentation and a threshold", symbol: dotSymbol(CATEGORIES[0]) },
      { text: "lost = allowed", symbol: lineSymbol({ colour: "currentColor", dashes: "none" }, 1.5) },
    ],
    WIDTH,
  );
  const shown = points.map(({ lost, excess, rate }) => ({
    lost,
    allowed: Math.min(ALLOWED[1], Math.max(ALLOWED[0], rate * excess)),
  }));
  const chart = drawChart(document, {
    width: WIDTH,
    height: 380,
    marginLeft: 64,
    marginBottom: 42,
    x: { type: "log", domain: [...ALLOWED], axis: null },
    y: { type: "log", domain: [...LOSSES], axis: null },
    marks: [
      gridX({ ...GRID, ticks: 6 }),
      gridY({ ...GRID, ticks: 4 }),
      line([LOSSES[0], LOSSES[1]], {
        x: (value: number) => value,
        y: (value: number) => value,
        stroke: "currentColor",
        strokeWidth: 1.5,
      }),
      dot(shown, { x: "allowed", y: "lost", fill: CATEGORIES[0], fillOpacity: 0.6, r: 2.5 }),
      axisX({
        label: "Allowed: rate × (soft-Dice − its infimum)",
        ticks: 6,
        tickFormat: powerOfTen,
        ...AXIS_X,
      }),
      axisY({
        label: "Lost: sup Dice − Dice of {c ≥ a}",
        ticks: 4,
        tickFormat: powerOfTen,
        ...AXIS_Y,
        labelOffset: 54,
      }),
    ],
  });
  return arrange("column", [legend, chart], 4);
}

function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  return exponent === 0 ? "1" : `10${superscript(exponent)}`;
}

function superscript(value: number): string {
  const digits = String(Math.abs(value)).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return value < 0 ? `⁻${digits}` : digits;
}
