import type { DrawingDocument } from "../../report/chart.ts";
import type { Drawing } from "../../report/drawing.ts";
import { Markup } from "../../report/markup.ts";
import { fixed, signed } from "../../report/numbers.ts";
import { alert, aside, figureHtml, type Page, paragraph, type Section } from "../../report/page.ts";
import { tableHtml } from "../../report/table.ts";
import { PAPER } from "../citation.ts";
import type { Cell, ComparedRow } from "./compare.ts";
import { drawDeviations } from "./drawDeviations.ts";
import { drawErrors } from "./drawErrors.ts";
import { isJudged, RULE, verdict } from "./verdict.ts";

/** A drawing with the words that go with it. */
export interface Table1Figure {
  /** Its file name without an ending. */
  readonly name: string;
  readonly caption: string;
  readonly alternative: string;
  readonly drawing: Drawing;
}

/**
 * The figures that show Table 1: what the paper has it compared with, and the errors of experiment (S) against ρ.
 *
 * @param conclusion how the tables compare, in a sentence
 */
export function table1Figures(
  rows: readonly ComparedRow[],
  document: DrawingDocument,
  conclusion: string = verdict(rows),
): Table1Figure[] {
  const figures: Table1Figure[] = [];
  if (rows.some(({ cells }) => cells.some(({ paper }) => paper !== undefined))) {
    figures.push({
      name: "table1-differences",
      caption:
        "Our figure minus the paper's in each cell of the table, times 1000. Each iteration has an axis of its own." +
        (isJudged(rows) ? ` A dot inside its bar agrees. ${RULE}` : ""),
      alternative: conclusion,
      drawing: drawDeviations(rows, document),
    });
  }
  if (rows.filter(({ row }) => row.experiment === "S").length > 1) {
    figures.push({
      name: "table1-errors",
      caption:
        "Mean errors of experiment (S) against the noise level ρ. Lines: ours, with one standard error up and down. " +
        "Circles: the paper's figures, with bars for the values that round to them; a bar without a circle is a printed " +
        "0.000. The scale is logarithmic.",
      alternative:
        "The errors fall from 0.5 at the start to about 0.001 after 200 iterations, and rise with ρ at every iteration.",
      drawing: drawErrors(rows, document),
    });
  }
  return figures;
}

/**
 * The page of a run that reproduces rows of Table 1.
 *
 * @param rowTitle what the rows are: "ρ", "Structure"
 * @param figures those of {@link table1Figures}
 * @param sections what follows the table and its figures
 * @param conclusion how the tables compare, in a sentence; by the rule of `allowance.ts` if left out
 */
export function table1Page(
  {
    title,
    rowTitle,
    rows,
    iterations,
    figures,
    sections = [],
    conclusion = verdict(rows),
  }: {
    readonly title: string;
    readonly rowTitle: string;
    readonly rows: readonly ComparedRow[];
    readonly iterations: readonly number[];
    readonly figures: readonly Table1Figure[];
    readonly sections?: readonly Section[];
    readonly conclusion?: string;
  },
  provenance: Page["provenance"],
): Page {
  return {
    title,
    summary: [
      "Gradient descent on soft-Dice from a random start, compared with the segmentation that the theory says it tends " +
        "to: the errors fall to zero.",
      conclusion,
    ],
    sections: [
      {
        title: "Table 1, ours and the paper's",
        content: [
          paragraph(
            "e₀ is the mean distance of the soft segmentation from the Dice-optimal one, e₁ the fraction of voxels on " +
              "the wrong side of 1/2; l is the iteration, 1 the random start.",
          ),
          comparisonTable(rowTitle, rows, iterations),
        ],
      },
      ...(figures.length === 0
        ? []
        : [
            {
              title: "How close the tables are",
              content: figures.map(({ drawing, caption, alternative }) =>
                figureHtml(drawing, caption, alternative),
              ),
            },
          ]),
      ...sections,
    ],
    provenance,
  };
}

function comparisonTable(
  rowTitle: string,
  rows: readonly ComparedRow[],
  iterations: readonly number[],
): Markup {
  const hasPaper = rows.some(({ cells }) => cells.some(({ paper }) => paper !== undefined));
  const parts = [
    "ours",
    "its standard error",
    ...(hasPaper ? [`the paper's figure (${PAPER}, Table 1)`] : []),
    ...(isJudged(rows) ? ["in brackets, our difference from it in standard errors"] : []),
  ];
  return tableHtml({
    caption:
      `Mean errors. Each cell from above: ${parts.join("; ")}.` +
      (isJudged(rows) ? " A figure beyond its allowed difference is marked “differs”." : ""),
    columns: [
      { title: rowTitle },
      { title: "samples" },
      ...iterations.flatMap(() => [{ title: "e₀" }, { title: "e₁" }]),
    ],
    groups: [{ title: "", span: 2 }, ...iterations.map((l) => ({ title: `l = ${l}`, span: 2 }))],
    rows: rows.map(({ row, cells }) => [row.row, String(row.samples), ...cells.map(cellContent)]),
  });
}

function cellContent({ ours, standardError, paper, deviation, agrees }: Cell): Markup[] {
  const decimals =
    standardError > 0 ? Math.min(5, Math.max(4, 1 - Math.floor(Math.log10(standardError)))) : 4;
  const lines = [new Markup(`${fixed(ours, decimals)}<br>`), aside(`± ${fixed(standardError, decimals)}`)];
  if (paper !== undefined) lines.push(new Markup("<br>"), aside(fixed(paper, 3)));
  if (deviation !== undefined) lines.push(new Markup("<br>"), aside(`(${signed(deviation, 1)})`));
  if (agrees === false) lines.push(new Markup("<br>"), alert("differs"));
  return lines;
}
