import { dot, line, ruleX, ruleY } from "@observablehq/plot";
import type { DrawingDocument } from "./chart.ts";
import type { Drawing } from "./drawing.ts";
import { lineSymbol, seriesStyle } from "./legend.ts";
import { fixed } from "./numbers.ts";
import { drawThresholdChart, type ThresholdChart } from "./thresholdChart.ts";

export interface ThresholdCurve {
  /** D({m ≥ a}) at increasing a in [0, 1]; constant from one a (excluded) to the next (included). */
  readonly points: readonly { readonly a: number; readonly dice: number }[];
  /** Segmentations to compare: a threshold of m with its Dice, or a Dice alone where none makes it. */
  readonly marks: readonly { readonly name: string; readonly a?: number; readonly dice: number }[];
}

/** Dice of a marginal's thresholds against the threshold, with some of them marked. */
export function drawThresholdCurve({ points, marks }: ThresholdCurve, document: DrawingDocument): Drawing {
  const chart: ThresholdChart = {
    legend: marks.map(({ name, a, dice }, i) => ({
      text: `${name}: ${a === undefined ? "" : `a = ${fixed(a, 3)}, `}Dice ${fixed(dice, 3)}`,
      symbol: lineSymbol(seriesStyle(i)),
    })),
    x: { label: "Threshold a", ticks: 10, domain: [0, 1] },
    y: { label: "Dice of {m ≥ a} against m", ticks: 5, domain: [0, 1] },
    marks: [
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
  };
  return drawThresholdChart(chart, document);
}
