import { axisX, axisY, dot, gridY, line } from "@observablehq/plot";
import type { ReliabilityBin } from "../../evaluation/calibration.ts";
import { AXIS_X, AXIS_Y, type DrawingDocument, drawChart, GRID } from "../chart.ts";
import { CATEGORIES } from "../colour.ts";
import { arrange, type Drawing } from "../drawing.ts";
import { dotSymbol, drawLegend, lineSymbol } from "../legend.ts";

const SIDE = 380;

/** What was observed against what was predicted, in bins; dots have areas by the logarithm of the number of voxels. */
export function drawReliability(bins: readonly ReliabilityBin[], document: DrawingDocument): Drawing {
  const filled = bins.filter(({ voxels }) => voxels > 0);
  const legend = drawLegend(
    [
      { text: "voxels of a bin; larger: more of them", symbol: dotSymbol(CATEGORIES[0]) },
      { text: "calibrated", symbol: lineSymbol({ colour: "currentColor", dashes: "4 3" }, 1.5) },
    ],
    SIDE,
  );
  const chart = drawChart(document, {
    width: SIDE,
    height: SIDE,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 12,
    marginBottom: 42,
    x: { domain: [0, 1] },
    y: { domain: [0, 1], axis: null },
    r: { type: "identity" },
    marks: [
      gridY({ ticks: 5, ...GRID }),
      axisX({ ticks: 5, label: "Predicted probability", ...AXIS_X }),
      axisY({ ticks: 5, label: "Fraction of observers who marked it", ...AXIS_Y }),
      line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: "currentColor", strokeDasharray: "4 3" },
      ),
      line(filled, { x: "predicted", y: "observed", stroke: CATEGORIES[0], strokeWidth: 1.5 }),
      dot(filled, {
        x: "predicted",
        y: "observed",
        r: ({ voxels }: ReliabilityBin) => 2 + Math.sqrt(2 * Math.log10(1 + voxels)),
        fill: CATEGORIES[0],
        stroke: "white",
      }),
    ],
  });
  return arrange("column", [legend, chart], 6);
}
