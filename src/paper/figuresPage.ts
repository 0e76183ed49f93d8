import type { Drawing } from "../report/drawing.ts";
import { figureHtml, type Page } from "../report/page.ts";
import type { Figure } from "./figure.ts";
import { PAPER } from "./citation.ts";

/** The page of the paper's figures. */
export function figuresPage(
  drawn: readonly { readonly figure: Figure; readonly drawing: Drawing }[],
  provenance: Page["provenance"],
): Page {
  return {
    title: "The paper's figures from our own runs",
    summary: [
      `What minimising soft-Dice does to noisy labels, shown with this program's own data: the figures of ${PAPER} that ` +
        "need no clinical data.",
    ],
    sections: drawn.map(({ figure, drawing }) => ({
      title: figure.title,
      content: [figureHtml(drawing, figure.caption, figure.alternative)],
    })),
    provenance,
  };
}
