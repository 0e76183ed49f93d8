import { axisX, axisY, dot, gridX, gridY, line } from "@observablehq/plot";
import { AXIS_X, AXIS_Y, GRID, type DrawingDocument, drawChart } from "../../report/chart.ts";
import { CATEGORIES } from "../../report/colour.ts";
import { arrange, type Drawing } from "../../report/drawing.ts";
import { dotSymbol, drawLegend, lineSymbol } from "../../report/legend.ts";

/** Volumes of one marginal, as fractions of the domain. */
export interface OptimalVolumes {
  /** v. */
  readonly expected: number;
  readonly smallest: number;
  readonly largest: number;
}

const WIDTH = 520;
const BOUND = Array.from({ length: 101 }, (_, i) => ({ v: i / 100, least: (i / 100) ** 2 }));

/** Volumes of smallest and largest optima against the expected volume, with the lower bound v². */
export function drawVolumes(volumes: readonly OptimalVolumes[], document: DrawingDocument): Drawing {
  const legend = drawLegend(
    [
      { text: "largest optimum", symbol: dotSymbol(CATEGORIES[1], false) },
      { text: "smallest optimum", symbol: dotSymbol(CATEGORIES[0]) },
      { text: "lower bound v²", symbol: lineSymbol({ colour: "currentColor", dashes: "none" }, 1.5) },
    ],
    WIDTH,
  );
  const chart = drawChart(document, {
    width: WIDTH,
    height: 380,
    marginLeft: 56,
    marginBottom: 42,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      gridX(GRID),
      gridY(GRID),
      line(BOUND, { x: "v", y: "least", stroke: "currentColor", strokeWidth: 1.5 }),
      dot(volumes, { x: "expected", y: "largest", stroke: CATEGORIES[1], r: 3.5 }),
      dot(volumes, { x: "expected", y: "smallest", fill: CATEGORIES[0], fillOpacity: 0.8, r: 2 }),
      axisX({ label: "Expected volume v", ...AXIS_X }),
      axisY({ label: "Volume of an optimum", ...AXIS_Y }),
    ],
  });
  return arrange("column", [legend, chart], 4);
}
