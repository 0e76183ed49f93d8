import { axisX, axisY, gridY, line, ruleY, text } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, GRID, type DrawingDocument, drawChart } from "../../report/chart.ts";
import { CATEGORIES } from "../../report/colour.ts";
import { arrange, type Drawing } from "../../report/drawing.ts";
import { drawLegend, lineSymbol } from "../../report/legend.ts";
import { fixed } from "../../report/numbers.ts";
import { type CalibrationPath, LEVELS, type PathPoint } from "./compute.ts";

const SOFT_DICE = { colour: "currentColor", dashes: "6 3" };

/** Soft-Dice (dashed) and the Dice of its thresholds (solid) on the way to the optimum and beyond. */
export function drawFigure2(
  { towards, beyond, supDice }: CalibrationPath,
  document: DrawingDocument,
): Drawing {
  const left = drawPanel(document, towards, supDice, {
    width: 400,
    isFirst: true,
    x: { type: "log", label: "Iteration l of the descent", ticks: [1, 2, 5, 10, 20, 50, 100, 200] },
  });
  const right = drawPanel(document, beyond, supDice, {
    width: 324,
    isFirst: false,
    x: { type: "linear", label: "Fraction of the way to a misplaced ball", ticks: [0, 0.25, 0.5, 0.75, 1] },
  });
  const legend = drawLegend(
    [
      { text: "soft-Dice loss of c", symbol: lineSymbol(SOFT_DICE) },
      ...LEVELS.map((a, i) => ({
        text: `Dice of {c ≥ ${fixed(a, 1)}}`,
        symbol: lineSymbol({ colour: CATEGORIES[i], dashes: "none" }),
      })),
    ],
    700,
  );
  return arrange("column", [legend, arrange("row", [left, right], 16)], 4);
}

interface PanelOptions {
  readonly width: number;
  /** The first panel carries the axis of values, the last the names of the limits. */
  readonly isFirst: boolean;
  readonly x: { readonly type: "log" | "linear"; readonly label: string; readonly ticks: readonly number[] };
}

function drawPanel(
  document: DrawingDocument,
  points: readonly PathPoint[],
  supDice: number,
  { width, isFirst, x }: PanelOptions,
): Drawing {
  const limits = [
    { value: supDice, text: `sup D = ${fixed(supDice, 3)}` },
    { value: 1 - supDice, text: `inf SD = ${fixed(1 - supDice, 3)}` },
  ];
  return drawChart(document, {
    width,
    height: 300,
    marginLeft: isFirst ? 52 : 8,
    marginRight: isFirst ? 8 : 100,
    marginTop: 10,
    marginBottom: 42,
    x: { type: x.type },
    y: { domain: [0, 1], axis: null },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({
        ticks: [...x.ticks],
        tickFormat: String,
        label: x.label,
        ...AXIS_X,
      }),
      isFirst
        ? axisY({
            ticks: 5,
            label: "Soft-Dice loss and Dice",
            ...AXIS_Y,
          })
        : undefined,
      ruleY(limits, { y: "value", stroke: "currentColor", strokeDasharray: "1 3" }),
      isFirst
        ? undefined
        : text(limits, { y: "value", text: "text", frameAnchor: "right", textAnchor: "start", dx: 6 }),
      LEVELS.map((_, i) =>
        line(points, {
          x: "position",
          y: (point: PathPoint) => point.dice[i],
          stroke: CATEGORIES[i],
          strokeWidth: 2,
        }),
      ),
      line(points, {
        x: "position",
        y: "softDice",
        stroke: SOFT_DICE.colour,
        strokeWidth: 2,
        strokeDasharray: SOFT_DICE.dashes,
      }),
    ],
  });
}
