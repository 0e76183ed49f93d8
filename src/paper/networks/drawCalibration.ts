import { axisX, axisY, dot, gridX, gridY, line, link } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../../report/chart.ts";
import { arrange, type Drawing } from "../../report/drawing.ts";
import { drawLegend, lineSymbol, seriesStyle } from "../../report/legend.ts";
import type { FinishedTraining } from "./rows.ts";

const SIDE = 360;

/** How often observers mark what cross-entropy's networks give a probability, a line a training. */
export function drawCalibration(trainings: readonly FinishedTraining[], document: DrawingDocument): Drawing {
  const calibrated = trainings.filter(({ result }) => result.outcomes.length > 1);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const chart = drawChart(document, {
    width: SIDE + 60,
    height: SIDE + 50,
    marginLeft: 56,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 42,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      gridX(ticks, GRID),
      gridY(ticks, GRID),
      link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "currentColor", strokeOpacity: 0.5 }),
      calibrated.map(({ result }, k) => {
        const { colour, dashes } = seriesStyle(k);
        const bins = [...result.calibration];
        const place = { x: "predicted", y: "observed" };
        return [
          line(bins, { ...place, stroke: colour, strokeDasharray: dashes, strokeWidth: 1.5 }),
          dot(bins, { ...place, fill: colour, r: 2.5 }),
        ];
      }),
      axisX({ ticks, tickFormat: String, label: "mean answer c", ...AXIS_X }),
      axisY({ ticks, tickFormat: String, label: "mean marginal m", ...AXIS_Y }),
    ],
  });
  const legend = drawLegend(
    calibrated.map(({ task }, k) => ({ text: `seed ${task.seed}`, symbol: lineSymbol(seriesStyle(k)) })),
    SIDE + 60,
  );
  return arrange("column", [legend, chart], 4);
}
