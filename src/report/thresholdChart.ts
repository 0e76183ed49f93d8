import { axisX, axisY, gridY, type PlotOptions } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "./chart.ts";
import { arrange, type Drawing } from "./drawing.ts";
import { drawLegend, type LegendEntry } from "./legend.ts";

const WIDTH = 640;

/** An axis of a chart of thresholds: about as many ticks, and the scale's range. */
export interface ThresholdAxis {
  readonly label: string;
  readonly ticks: number;
  readonly domain: readonly [number, number];
  /** Marks at powers of ten, with their numbers in full. */
  readonly isLogarithmic?: boolean;
}

export interface ThresholdChart {
  readonly legend: readonly LegendEntry[];
  readonly x: ThresholdAxis;
  readonly y: ThresholdAxis;
  /** What is drawn above the grid and the axes. */
  readonly marks: PlotOptions["marks"];
}

/** A chart with a threshold on one of its axes, below its legend: all such charts of reports have one frame. */
export function drawThresholdChart(
  { legend, x, y, marks }: ThresholdChart,
  document: DrawingDocument,
): Drawing {
  const isLogarithmic = x.isLogarithmic === true;
  const chart = drawChart(document, {
    width: WIDTH,
    height: 320,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 12,
    marginBottom: 42,
    x: { ...(isLogarithmic ? { type: "log" } : {}), domain: [...x.domain] },
    y: { domain: [...y.domain], axis: null },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({
        ticks: x.ticks,
        ...(isLogarithmic ? { tickFormat: String } : {}),
        label: x.label,
        ...AXIS_X,
      }),
      axisY({ ticks: y.ticks, label: y.label, ...AXIS_Y }),
      ...(marks ?? []),
    ],
  });
  return arrange("column", [drawLegend(legend, WIDTH), chart], 6);
}
