import { axisX, axisY, gridY, line, ruleY } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../chart.ts";
import { CATEGORIES, DASHES } from "../colour.ts";
import { arrange, type Drawing } from "../drawing.ts";
import { drawLegend, lineSymbol } from "../legend.ts";
import { fixed } from "../numbers.ts";

/** One iteration of a descent: what `trace.csv` lists. */
export interface TracePoint {
  readonly l: number;
  readonly loss: number;
  /** ‖σ(F_l)‖₁. */
  readonly l1: number;
  readonly e0: number;
  readonly e1: number;
  /** Dice of {σ(F_l) ≥ a}. */
  readonly dice: number;
}

/** One of the two panels: some columns of the trace against l. */
interface Panel {
  readonly label: string;
  readonly series: readonly { readonly key: "loss" | "dice" | "e0" | "e1"; readonly text: string }[];
  /** Values to rule lines at. */
  readonly limits: readonly number[];
}

/**
 * A descent's loss with the Dice of its a-threshold, and its errors, against the iteration.
 *
 * @param points by rising l
 * @param name of the loss
 * @param limits what the loss and Dice tend to, as far as that is known
 * @param a the threshold that `dice` of the points belongs to
 */
export function drawTrace(
  points: readonly TracePoint[],
  { name, limits, a }: { readonly name: string; readonly limits: readonly number[]; readonly a: number },
  document: DrawingDocument,
): Drawing {
  const losses: Panel = {
    label: "Loss and Dice",
    series: [
      { key: "loss", text: `${name} loss` },
      { key: "dice", text: `Dice of {σ(f) ≥ ${fixed(a, 2)}}` },
    ],
    limits,
  };
  const errors: Panel = {
    label: "Mean error",
    series: [
      { key: "e0", text: "e₀" },
      { key: "e1", text: "e₁" },
    ],
    limits: [],
  };
  return arrange("row", [drawPanel(points, losses, document), drawPanel(points, errors, document)], 28);
}

const WIDTH = 360;

function drawPanel(
  points: readonly TracePoint[],
  { label, series, limits }: Panel,
  document: DrawingDocument,
): Drawing {
  const chart = drawChart(document, {
    width: WIDTH,
    height: 260,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 10,
    marginBottom: 42,
    x: { type: "log" },
    y: { axis: null, zero: true },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({ ticks: decades(points), tickFormat: String, label: "Iteration l", ...AXIS_X }),
      axisY({ ticks: 5, label, ...AXIS_Y }),
      ruleY(limits, { stroke: "currentColor", strokeDasharray: "1 3" }),
      series.map(({ key }, i) =>
        line(points, { x: "l", y: key, stroke: CATEGORIES[i], strokeDasharray: DASHES[i], strokeWidth: 2 }),
      ),
    ],
  });
  const legend = drawLegend(
    series.map(({ text }, i) => ({ text, symbol: lineSymbol({ colour: CATEGORIES[i], dashes: DASHES[i] }) })),
    WIDTH,
  );
  return arrange("column", [legend, chart], 4);
}

/** 1, 2, 5, 10, 20, … up to the last iteration. */
function decades(points: readonly TracePoint[]): number[] {
  const last = points.at(-1)?.l ?? 1;
  const ticks = [1, 10, 100, 1000, 10_000].flatMap((power) => [power, 2 * power, 5 * power]);
  return ticks.filter((tick) => tick <= last);
}
