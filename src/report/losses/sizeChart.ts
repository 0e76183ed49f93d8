import { line, ruleX } from "@observablehq/plot";
import type { ThresholdsBySize } from "../../losses/thresholdsBySize.ts";
import type { DrawingDocument } from "../chart.ts";
import type { Drawing } from "../drawing.ts";
import { lineSymbol, seriesStyle } from "../legend.ts";
import { significant } from "../numbers.ts";
import { drawThresholdChart, type ThresholdChart } from "../thresholdChart.ts";

/** Losses that are told apart by colour and dashes. */
const MOST_SERIES = 6;

/**
 * Thresholds on the marginal by loss, against the share of the image that the structure fills.
 *
 * @param own the map's share
 */
export function drawSizeChart(
  { shares, losses }: ThresholdsBySize,
  own: number,
  document: DrawingDocument,
): Drawing {
  const series = grouped(losses).slice(0, MOST_SERIES);
  const chart: ThresholdChart = {
    legend: [
      ...series.map(({ names }, i) => ({ text: names.join(", "), symbol: lineSymbol(seriesStyle(i)) })),
      {
        text: `this map, ${significant(own)}`,
        symbol: lineSymbol({ colour: "currentColor", dashes: "1.5 2.5" }),
      },
    ],
    x: {
      label: "Share of the image that the structure fills (mean of m)",
      ticks: 6,
      domain: [shares[0], shares[shares.length - 1]],
      isLogarithmic: true,
    },
    y: {
      label: "Threshold on m",
      ticks: 6,
      domain: [0, Math.max(0.55, ...series.flatMap(({ thresholds }) => thresholds))],
    },
    marks: [
      ruleX([own], { stroke: "currentColor", strokeDasharray: "1.5 2.5" }),
      series.map(({ thresholds }, i) => {
        const { colour, dashes } = seriesStyle(i);
        const points = shares.map((share, k) => ({ share, threshold: thresholds[k] }));
        return line(points, {
          x: "share",
          y: "threshold",
          stroke: colour,
          strokeDasharray: dashes,
          strokeWidth: 2,
        });
      }),
    ],
  };
  return drawThresholdChart(chart, document);
}

/** Losses of the same thresholds as one series. */
function grouped(
  losses: ThresholdsBySize["losses"],
): { readonly names: string[]; readonly thresholds: readonly number[] }[] {
  const series: { names: string[]; thresholds: readonly number[] }[] = [];
  for (const { loss, thresholds } of losses) {
    const same = series.find((one) => one.thresholds.every((t, k) => Math.abs(t - thresholds[k]) < 1e-9));
    if (same === undefined) series.push({ names: [loss], thresholds });
    else same.names.push(loss);
  }
  return series;
}
