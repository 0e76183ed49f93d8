import type { Drawing } from "./drawing.ts";

/** A figure of a report, which is also written to `figures/`. */
export interface ReportFigure {
  readonly name: "montage" | "threshold-curve" | "volumes" | "agreement" | "minimisers" | "thresholds";
  readonly caption: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}
