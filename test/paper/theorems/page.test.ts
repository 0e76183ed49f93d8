import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { createDocument } from "../../../src/cli/document.ts";
import { Random } from "../../../src/core/random.ts";
import { makeCase } from "../../../src/paper/theorems/cases.ts";
import { checkStatement } from "../../../src/paper/theorems/compute.ts";
import { theoremFigures } from "../../../src/paper/theorems/figures.ts";
import { theoremsPage } from "../../../src/paper/theorems/page.ts";
import { softSegmentations, THRESHOLDS } from "../../../src/paper/theorems/softSegmentations.ts";
import type { Statement } from "../../../src/paper/theorems/statement.ts";
import { STATEMENTS } from "../../../src/paper/theorems/statements.ts";
import { svgFile } from "../../../src/report/drawing.ts";
import { pageHtml } from "../../../src/report/page.ts";
import { structure } from "../../support/svg.ts";

const wrong: Statement = {
  name: "Wrong",
  claim: "every marginal has fewer than two voxels & is < 1",
  maxVoxels: 8,
  violation: (m) => m.length - 1,
};

function page(statements: readonly Statement[], cases: number) {
  const results = statements.map((statement, statementIndex) =>
    checkStatement(statement, { seed: 3, cases, statementIndex }),
  );
  const figures = theoremFigures(statements, { seed: 3, cases }, createDocument());
  const html = pageHtml(theoremsPage(results, figures, [["Seed", "3"]]));
  return { figures, html, document: parseHTML(html).document };
}

describe("the page of the statements", () => {
  it("has a row a statement, with its claim, the marginals, their size, the worst margin and the outcome", () => {
    const { html, document } = page(STATEMENTS, 13);
    const rows = [...document.querySelectorAll("main tbody tr")];
    expect(rows.map((row) => row.querySelector("th")?.textContent)).toEqual(
      STATEMENTS.map(({ name }) => name),
    );
    for (const row of rows) {
      const [, cases, , margin, outcome] = [...row.querySelectorAll("td")].map((cell) => cell.textContent);
      expect(cases).toBe("13");
      expect(margin).toMatch(/^(0|\d\.\d?e−\d+)$/);
      expect(outcome).toBe("holds");
    }
    expect(html).toContain(`All ${STATEMENTS.length} statements hold`);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("names what fails in words, with the marginal", () => {
    const { html, figures } = page([wrong], 20);
    expect(html).toContain("1 of 1 statements fails: Wrong.");
    expect(html).toContain('<span class="alert">fails</span>');
    expect(html).toMatch(/Counter-example \(\w+, [\d ×]+ voxels\): m = \[/);
    expect(html).toContain("two voxels &#38; is &#60; 1");
    expect(figures).toEqual([]);
  });

  it("draws two volumes a marginal, and a loss for those that lose", () => {
    const { figures } = page(STATEMENTS, 26);
    expect(figures.map(({ name }) => name)).toEqual(["theorem2", "theorem3"]);
    const circles = figures.map(({ drawing }) => structure(svgFile(drawing, "")).elements["circle"]);
    expect(circles[0]).toBe(2 * 26 + 2); // and two in the legend
    expect(circles[1]).toBeGreaterThan(15);
    expect(circles[1]).toBeLessThanOrEqual(26 + 1);
  });
});

describe("softSegmentations", () => {
  it("are values in [0, 1], with wrong voxels at every threshold and just below", () => {
    const seen = new Set<number>();
    for (let index = 0; index < 39; index++) {
      const random = new Random(5, index);
      const { m } = makeCase(random, index, 60);
      const all = softSegmentations(m, random);
      for (const c of all) {
        expect(c).toHaveLength(m.length);
        expect(c.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
      for (const value of all.flatMap((c) => [...c])) seen.add(value);
    }
    for (const a of THRESHOLDS) {
      expect(seen).toContain(a);
      expect(seen).toContain(a - 2 ** -40);
    }
  });
});
