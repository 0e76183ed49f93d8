import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { createDocument } from "../../../src/cli/document.ts";
import { compareWithPaper } from "../../../src/paper/table1/compare.ts";
import { PUBLISHED_TABLE } from "../../../src/paper/table1/published.ts";
import { table1Figures, table1Page } from "../../../src/paper/table1/page.ts";
import type { TableRow } from "../../../src/paper/table1/table.ts";
import { svgFile } from "../../../src/report/drawing.ts";
import { pageHtml } from "../../../src/report/page.ts";
import { structure } from "../../support/svg.ts";

const ITERATIONS = [1, 10, 20, 100, 200];

/** The paper's rows of an experiment as if they were ours, with a figure changed. */
function rows(experiment: "G" | "S", change: (errors: number[]) => void = () => undefined): TableRow[] {
  return PUBLISHED_TABLE.filter((row) => row.experiment === experiment).map((row, i) => {
    const errors = [...row.errors];
    if (i === 0) change(errors);
    return { ...row, errors, standardErrors: errors.map((error) => error * 0.03) };
  });
}

const document = createDocument();

function page(table: TableRow[]) {
  const compared = compareWithPaper(table, ITERATIONS);
  const figures = table1Figures(compared, document);
  const html = pageHtml(
    table1Page({ title: "Table 1", rowTitle: "ρ", rows: compared, iterations: ITERATIONS, figures }, [
      ["Seed", "1"],
    ]),
  );
  return { figures, html, document: parseHTML(html).document };
}

describe("the page of Table 1", () => {
  it("shows a row for each of ours, with the standard error, the paper's figure and the difference", () => {
    const cells = page(rows("S")).document.querySelectorAll("main tbody tr:first-child td");
    // samples, then e0 and e1 at l = 1; the paper has 0.500 for both
    expect([...cells].slice(0, 2).map(({ textContent }) => textContent)).toEqual([
      "1000",
      "0.5000± 0.01500.500(0.0)",
    ]);
    expect(cells).toHaveLength(1 + 2 * ITERATIONS.length);
  });

  it("names what disagrees in words, not by colour alone", () => {
    const { html } = page(
      rows("S", (errors) => {
        errors[2] = 0.1; // the paper has 0.022
      }),
    );
    expect(html.match(/<span class="alert">differs<\/span>/g)).toHaveLength(1);
    expect(page(rows("S")).html).not.toContain('<span class="alert">');
  });

  it("draws the differences for both experiments and the errors against ρ for the synthetic one", () => {
    expect(page(rows("S")).figures.map(({ name }) => name)).toEqual(["table1-differences", "table1-errors"]);
    expect(page(rows("G")).figures.map(({ name }) => name)).toEqual(["table1-differences"]);
  });

  it("explains bars, differences in standard errors and marks only where it draws them", () => {
    const explained = (html: string): boolean[] =>
      [
        /inside its bar/,
        /difference that chance and rounding allow/,
        /in brackets/,
        /is marked “differs”/,
      ].map((words) => words.test(html));
    expect(explained(page(rows("S")).html)).toEqual([true, true, true, true]);
    const clinical = page(rows("G"));
    expect(explained(clinical.html)).toEqual([false, false, false, false]);
    expect(structure(svgFile(clinical.figures[0].drawing, "")).elements["circle"]).toBe(9 * 10 + 2);
  });

  it("describes a figure to those who cannot see it by the conclusion of its page", () => {
    const compared = compareWithPaper(rows("G"), ITERATIONS);
    const [figure] = table1Figures(compared, document, "Ninety figures.");
    expect(figure.alternative).toBe("Ninety figures.");
  });

  it("draws no comparison where the paper has no figures", () => {
    const [first] = rows("S");
    const { figures, html } = page([{ ...first, row: "0.123" }]);
    expect(figures).toEqual([]);
    expect(html).not.toMatch(/NaN|undefined/);
  });

  it("draws a run of one sample a row, which has no standard errors", () => {
    const single = rows("S").map((row) => ({
      ...row,
      samples: 1,
      standardErrors: row.errors.map(() => Number.NaN),
    }));
    const { figures, html } = page(single);
    for (const { drawing } of figures) expect(drawing.body.text).not.toContain("NaN");
    expect(html).toContain("± –");
  });
});

describe("the figures of Table 1", () => {
  it("have a dot for each figure of the paper and a bar for what is allowed", () => {
    const [differences] = page(rows("S")).figures;
    const { elements, texts } = structure(svgFile(differences.drawing, ""));
    expect(elements["circle"]).toBe(9 * 10 + 2); // and two in the legend
    expect(texts.filter((text) => text.startsWith("l = "))).toEqual(ITERATIONS.map((l) => `l = ${l}`));
    expect(texts.filter((text) => /^0\.0\d$/.test(text)).slice(0, 9)).toEqual([
      "0.01",
      "0.02",
      "0.03",
      "0.04",
      "0.05",
      "0.06",
      "0.07",
      "0.08",
      "0.09",
    ]);
  });

  it("leave errors of zero, which a logarithmic axis cannot show, to the bars of the rounding", () => {
    const errors = page(rows("S")).figures[1];
    expect(errors.drawing.body.text).not.toMatch(/NaN|Infinity/);
    const { texts } = structure(svgFile(errors.drawing, ""));
    expect(texts).toEqual(
      expect.arrayContaining(["e₀", "e₁", "0.0001", "1", "Mean error", "ρ (fraction of the image side)"]),
    );
  });
});
