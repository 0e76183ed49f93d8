import type { DrawingDocument } from "../../src/report/chart.ts";
import { consensusFigures } from "../../src/report/consensus/figures.ts";
import { consensusPage } from "../../src/report/consensus/page.ts";
import { type Page, pageHtml } from "../../src/report/page.ts";
import { thresholdFigures, thresholdPage } from "../../src/report/thresholdPage.ts";
import { VERSION } from "../../src/core/version.ts";
import type { ReportData } from "../work/study/reportData.ts";

/** The report as one self-contained page, the same as the command line writes. */
export function reportHtml(structure: string, data: ReportData): string {
  const drawing = document as unknown as DrawingDocument;
  const provenance = (what: string): Page["provenance"] => [
    ["Program", `softdice ${VERSION}, web app`],
    ["Computed", what],
  ];
  if (data.kind === "threshold") {
    const figures = thresholdFigures(data, drawing);
    const page = { name: structure, summary: data.summary, figures };
    return pageHtml(thresholdPage(page, provenance("threshold of a map")));
  }
  const figures = consensusFigures(data, drawing);
  return pageHtml(
    consensusPage({ structure, summary: data.summary, figures }, provenance("consensus of observers")),
  );
}

/** `summary.json`, the same as the command line writes. */
export function summaryJson(data: ReportData): string {
  if (data.kind === "threshold") return `${JSON.stringify(data.summary, undefined, 1)}\n`;
  const { sources, ...of } = data.of;
  return `${JSON.stringify({ ...of, ...data.summary, sources }, undefined, 1)}\n`;
}
