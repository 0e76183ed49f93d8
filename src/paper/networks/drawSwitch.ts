import { axisX, axisY, dot, gridY, line, ruleX, ruleY } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../../report/chart.ts";
import { arrange, type Drawing } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol, seriesStyle } from "../../report/legend.ts";
import type { FinishedTraining } from "./rows.ts";

const WIDTH = 760;

/** One training's volume, and the predicted one, at a probability of the rim. */
interface Point {
  readonly p: number;
  readonly volume: number;
  readonly predicted: number;
}

/** Volumes against the rim's probability, a colour a loss: networks as dots, predictions as lines. */
export function drawSwitch(trainings: readonly FinishedTraining[], document: DrawingDocument): Drawing {
  const losses = [...new Set(trainings.map(({ task }) => task.loss))];
  const series = losses.map((loss) =>
    trainings
      .filter(({ task }) => task.loss === loss)
      .map(({ task, result: { outcomes } }): Point => ({
        p: task.model.p,
        volume: outcomes[0].volume,
        predicted: outcomes[0].predictedVolume,
      })),
  );
  const ps = [...new Set(trainings.map(({ task }) => task.model.p))].sort((a, b) => a - b);
  const chart = drawChart(document, {
    width: WIDTH,
    height: 360,
    marginLeft: 60,
    marginRight: 12,
    marginTop: 10,
    marginBottom: 42,
    x: { axis: null, inset: 20 },
    y: { domain: [0, 2], axis: null, clamp: true },
    marks: [
      gridY([0, 0.5, 1.5, 2], GRID),
      ruleY([1], { stroke: "currentColor", strokeWidth: 0.75 }),
      ruleX([1 / 2], { stroke: "currentColor", strokeOpacity: 0.4, strokeDasharray: "2 3" }),
      series.map((points, k) => {
        const { colour, dashes } = seriesStyle(k);
        const predicted = ps.map((p) => ({ p, volume: meanPrediction(points, p) }));
        const place = { x: "p", y: "volume", stroke: colour };
        return [
          line(predicted, { ...place, strokeDasharray: dashes, strokeWidth: 1.5 }),
          dot(points, {
            ...place,
            fill: colour,
            fillOpacity: 0.4,
            r: 4,
            dx: 5 * (k - (series.length - 1) / 2),
          }),
        ];
      }),
      axisX({ ticks: ps, tickFormat: String, label: "probability p of the rim", ...AXIS_X }),
      axisY({ ticks: [0, 0.5, 1, 1.5, 2], label: "volume / marginal's", ...AXIS_Y }),
    ],
  });
  const legend = drawLegend(
    losses.flatMap((loss, k) => [
      { text: `${loss}, predicted`, symbol: lineSymbol(seriesStyle(k)) },
      { text: "networks", symbol: dotSymbol(seriesStyle(k).colour) },
    ]),
    WIDTH,
  );
  return arrange("column", [legend, chart], 4);
}

function meanPrediction(points: readonly Point[], p: number): number {
  const here = points.filter((point) => point.p === p);
  return here.reduce((sum, { predicted }) => sum + predicted, 0) / here.length;
}
