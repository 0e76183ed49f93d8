import { axisX, axisY, dot, gridY, line, ruleY } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../../report/chart.ts";
import { arrange, at, type Drawing, label } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol, seriesStyle } from "../../report/legend.ts";
import { markup } from "../../report/markup.ts";
import type { FinishedTraining } from "./rows.ts";
import { outcomesOf } from "./summary.ts";

const COLUMNS = 4;
const PANEL_WIDTH = 205;
const HIGHEST = 2.2;

/** The volume of each network over its steps, a panel an outcome and a line a seed, with the predicted level. */
export function drawCurves(
  trainings: readonly FinishedTraining[],
  model: string,
  document: DrawingDocument,
): Drawing {
  const panels = outcomesOf(trainings, model).map((outcome, k) =>
    drawPanel(outcome, k % COLUMNS === 0, document),
  );
  const rows = Array.from({ length: Math.ceil(panels.length / COLUMNS) }, (_, row) =>
    arrange("row", panels.slice(row * COLUMNS, (row + 1) * COLUMNS), 8),
  );
  const legend = drawLegend(
    [
      { text: "network, a line a seed", symbol: lineSymbol(seriesStyle(0)) },
      { text: "with its mean weights", symbol: dotSymbol(seriesStyle(0).colour) },
      { text: "predicted", symbol: lineSymbol(seriesStyle(1)) },
      { text: "the marginal's volume", symbol: lineSymbol({ colour: "currentColor", dashes: "none" }, 0.75) },
    ],
    COLUMNS * PANEL_WIDTH,
  );
  return arrange("column", [legend, ...rows], 8);
}

function drawPanel(
  { name, cut, trainings }: ReturnType<typeof outcomesOf>[number],
  isFirst: boolean,
  document: DrawingDocument,
): Drawing {
  const marginLeft = isFirst ? 50 : 10;
  const predicted =
    trainings.reduce((sum, { result }) => sum + result.outcomes[cut].predictedVolume, 0) / trainings.length;
  const steps = trainings[0].task.steps;
  const chart = drawChart(document, {
    width: PANEL_WIDTH - 10 + marginLeft,
    height: 180,
    marginLeft,
    marginRight: 10,
    marginTop: 6,
    marginBottom: 40,
    x: { domain: [0, steps], axis: null },
    y: { domain: [0, HIGHEST], axis: null, clamp: true },
    marks: [
      gridY([0, 0.5, 1.5, 2], GRID),
      ruleY([1], { stroke: "currentColor", strokeWidth: 0.75 }),
      ruleY([predicted], {
        stroke: seriesStyle(1).colour,
        strokeDasharray: seriesStyle(1).dashes,
        strokeWidth: 2,
      }),
      trainings.map(({ result }) =>
        line(
          result.curve.map(({ step, volumes }) => ({ step, volume: volumes[cut] })),
          { x: "step", y: "volume", stroke: seriesStyle(0).colour, strokeWidth: 1.3 },
        ),
      ),
      dot(
        trainings.map(({ result }) => ({ step: steps, volume: result.outcomes[cut].volume })),
        { x: "step", y: "volume", fill: seriesStyle(0).colour, r: 3.5 },
      ),
      axisX({ ticks: [0, steps], tickFormat: String, label: "step", ...AXIS_X }),
      isFirst
        ? axisY({ ticks: [0, 0.5, 1, 1.5, 2], label: "volume / marginal's", ...AXIS_Y, labelOffset: 40 })
        : undefined,
    ],
  });
  const head = label(marginLeft, 11, name, { bold: true });
  return { width: chart.width, height: chart.height + 16, body: markup`${head}${at(0, 16, chart.body)}` };
}
