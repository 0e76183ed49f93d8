import { VERSION } from "../core/version.ts";
import { type Table1Figure, table1Figures, table1Page } from "../paper/table1/page.ts";
import type { describeMethods } from "../paper/table1/sample.ts";
import { type Page, pageHtml } from "../report/page.ts";
import { createDocument } from "./document.ts";
import { writeFigure } from "./figureFiles.ts";
import type { RunDirectory } from "./runs/runDirectory.ts";

type Descents = ReturnType<typeof describeMethods>;

/** Files of the runs that this is a report of. */
export const TABLE1_FILES: readonly string[] = ["samples.csv", "table.csv", "report.html"];

/**
 * Writes `report.html` and the figures of a run that reproduces rows of Table 1.
 *
 * @param parameters what the run depended on, for the page's foot
 * @param descents how many were computed by each method, and notes on them
 * @param furtherFigures figures of the page's sections, to be written as files too
 */
export function writeTable1Report(
  run: RunDirectory,
  page: Omit<Parameters<typeof table1Page>[0], "figures">,
  parameters: Page["provenance"],
  descents: Descents,
  furtherFigures: readonly Table1Figure[] = [],
): void {
  const figures = table1Figures(page.rows, createDocument(), page.conclusion);
  for (const figure of [...figures, ...furtherFigures])
    writeFigure((name, data) => run.write(name, data), figure);
  const counts = Object.entries(descents.methods).map(([method, count]) => `${count} ${method}`);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", `softdice ${run.command}`],
    ...parameters,
    ["Descents", counts.join(", ")],
    ...descents.notes.map((note) => ["Note", note] as const),
  ] as const;
  run.write("report.html", pageHtml(table1Page({ ...page, figures }, provenance)));
}
