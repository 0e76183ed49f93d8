import { axisX, axisY, dot, gridY, line, ruleX, ruleY } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, GRID, type DrawingDocument, drawChart } from "./chart.ts";
import { arrange, type Drawing } from "./drawing.ts";
import { drawLegend, lineSymbol, seriesStyle } from "./legend.ts";
import { fixed } from "./numbers.ts";

export interface ThresholdCurve {
  /** D({m ≥ a}) at increasing a in [0, 1]; constant from one a (excluded) to the next (included). */
  readonly points: readonly { readonly a: number; readonly dice: number }[];
  /** Segmentations to compare: a threshold of m with its Dice, or a Dice alone where none makes it. */
  readonly marks: readonly { readonly name: string; readonly a?: number; readonly dice: number }[];
}

const WIDTH = 640;

/** Dice of a marginal's thresholds against the threshold, with some of them marked. */
export function drawThresholdCurve({ points, marks }: ThresholdCurve, document: DrawingDocument): Drawing {
  const legend = drawLegend(
    marks.map(({ name, a, dice }, i) => ({
      text: `${name}: ${a === undefined ? "" : `a = ${fixed(a, 3)}, `}Dice ${fixed(dice, 3)}`,
      symbol: lineSymbol(seriesStyle(i)),
    })),
    WIDTH,
  );
  const chart = drawChart(document, {
    width: WIDTH,
    height: 320,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 12,
    marginBottom: 42,
    x: { domain: [0, 1] },
    y: { domain: [0, 1], axis: null },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({
        ticks: 10,
        label: "Threshold a",
        ...AXIS_X,
      }),
      axisY({
        ticks: 5,
        label: "Dice of {m ≥ a} against m",
        ...AXIS_Y,
      }),
      marks.map(({ a, dice }, i) => {
        const { colour, dashes } = seriesStyle(i);
        const style = { stroke: colour, strokeDasharray: dashes, strokeWidth: 1.5 };
        return a === undefined ? ruleY([dice], style) : ruleX([a], style);
      }),
      line(points, { x: "a", y: "dice", curve: "step-before", stroke: "currentColor", strokeWidth: 2 }),
      marks.map(({ a, dice }, i) =>
        a === undefined
          ? undefined
          : dot([[a, dice]], { fill: seriesStyle(i).colour, stroke: "white", r: 4.5 }),
      ),
    ],
  });
  return arrange("column", [legend, chart], 6);
}
