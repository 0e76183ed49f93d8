import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { DrawingDocument } from "../../../src/report/chart.ts";
import { type Drawing, inlineSvg } from "../../../src/report/drawing.ts";

/** A drawing of src/report in the page; it takes the page's text colour. */
export function Chart({ drawing, alternative }: { drawing: Drawing; alternative: string }): JSX.Element {
  const html = useMemo(() => inlineSvg(drawing, alternative).text, [drawing, alternative]);
  return <div class="chart" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Where charts make their elements. */
export const drawingDocument = document as unknown as DrawingDocument;
