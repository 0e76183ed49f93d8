import type { Markup } from "../../report/markup.ts";
import { significant } from "../../report/numbers.ts";
import { alert, figureHtml, type Page, paragraph } from "../../report/page.ts";
import { tableHtml } from "../../report/table.ts";
import { PAPER } from "../citation.ts";
import { describeCounterExample, type StatementResult } from "./compute.ts";
import type { TheoremFigure } from "./figures.ts";
import { TOLERANCE } from "./statement.ts";

/** The page of a check of the paper's statements. */
export function theoremsPage(
  results: readonly StatementResult[],
  figures: readonly TheoremFigure[],
  provenance: Page["provenance"],
): Page {
  const failed = results.filter(({ counterExample }) => counterExample !== undefined);
  return {
    title: "The paper's statements, checked numerically",
    summary: [
      `What ${PAPER} proves, and what follows from it on voxels (docs/theory.md has the proofs), computed on marginals of ` +
        "many kinds: random, smooth, of few levels, nearly binary, constant, empty, full, of one voxel, and the sharp " +
        "cases of Theorem 2; on lines, images and volumes.",
      conclusion(results, failed),
    ],
    sections: [
      {
        title: "Statements",
        content: [
          paragraph(
            "The margin is the most by which a statement was missed on any marginal: 0 or rounding where it holds. Up to " +
              `${significant(TOLERANCE, 1)} counts as rounding.`,
          ),
          statementTable(results),
        ],
      },
      ...(failed.length === 0
        ? []
        : [
            {
              title: "Counter-examples",
              content: failed.map((result) => paragraph(describeCounterExample(result))),
            },
          ]),
      ...(figures.length === 0
        ? []
        : [
            {
              title: "How close the bounds are",
              content: figures.map(({ drawing, caption, alternative }) =>
                figureHtml(drawing, caption, alternative),
              ),
            },
          ]),
    ],
    provenance,
  };
}

function conclusion(results: readonly StatementResult[], failed: readonly StatementResult[]): string {
  if (failed.length === 0)
    return `All ${results.length} statements hold on every marginal that they were checked on.`;
  const names = failed.map(({ name }) => name).join("; ");
  return `${failed.length} of ${results.length} statements ${failed.length === 1 ? "fails" : "fail"}: ${names}.`;
}

function statementTable(results: readonly StatementResult[]): Markup {
  return tableHtml({
    caption: "Each statement, the number of marginals that it was checked on, and the worst of them.",
    columns: [
      { title: "Statement", isText: true },
      { title: "Claim", isText: true },
      { title: "marginals" },
      { title: "most voxels" },
      { title: "worst margin" },
      { title: "outcome", isText: true },
    ],
    rows: results.map(({ name, claim, cases, maxVoxels, worst, counterExample }) => [
      name,
      claim,
      String(cases),
      String(maxVoxels),
      significant(worst, 2),
      counterExample === undefined ? "holds" : alert("fails"),
    ]),
  });
}
