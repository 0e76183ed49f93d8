import { dot, line, ruleX } from "@observablehq/plot";
import type { DrawingDocument } from "../chart.ts";
import type { Drawing } from "../drawing.ts";
import { lineSymbol, seriesStyle } from "../legend.ts";
import { fixed } from "../numbers.ts";
import { drawThresholdChart, type ThresholdChart } from "../thresholdChart.ts";

export interface DiceByThreshold {
  /** For each case, Dice of {p > k/n} for k = 0 … n; NaN where there is none. */
  readonly curves: readonly ArrayLike<number>[];
  /** Thresholds to compare, with the mean Dice that they have. */
  readonly marks: readonly { readonly name: string; readonly threshold: number; readonly dice: number }[];
}

/** Points of a drawn curve. */
const POINTS = 201;

/** Mean Dice with the observers against the threshold: a thin line a case, a thick one for their mean. */
export function drawDiceByThreshold({ curves, marks }: DiceByThreshold, document: DrawingDocument): Drawing {
  const legend = marks.map(({ name, threshold, dice }, i) => ({
    text: `${name}: ${fixed(threshold, 3)}, Dice ${fixed(dice, 3)}`,
    symbol: lineSymbol(seriesStyle(i)),
  }));
  const at = (curve: ArrayLike<number>, n: number): number =>
    curve[Math.round((n * (curve.length - 1)) / (POINTS - 1))];
  const points = Array.from({ length: POINTS }, (_, n) => n);
  const cases = curves.flatMap((curve, number) =>
    points.map((n) => ({ number, a: n / (POINTS - 1), dice: at(curve, n) })),
  );
  const mean = points.map((n) => ({
    a: n / (POINTS - 1),
    dice: curves.reduce((sum, curve) => sum + at(curve, n), 0) / curves.length,
  }));
  const chart: ThresholdChart = {
    legend,
    x: { label: "Threshold a", ticks: 10, domain: [0, 1] },
    y: { label: "Mean Dice of {p > a} with the observers", ticks: 5, domain: [0, 1] },
    marks: [
      curves.length < 2
        ? undefined
        : line(cases, {
            x: "a",
            y: "dice",
            z: "number",
            stroke: "currentColor",
            strokeOpacity: 0.3,
            strokeWidth: 1,
          }),
      line(mean, { x: "a", y: "dice", stroke: "currentColor", strokeWidth: 2.5 }),
      marks.map(({ threshold }, i) => {
        const { colour, dashes } = seriesStyle(i);
        return ruleX([threshold], { stroke: colour, strokeDasharray: dashes, strokeWidth: 1.5 });
      }),
      marks.map(({ threshold, dice }, i) =>
        dot([[threshold, dice]], { fill: seriesStyle(i).colour, stroke: "white", r: 4.5 }),
      ),
    ],
  };
  return drawThresholdChart(chart, document);
}
