import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium, type Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDocument } from "../../src/cli/document.ts";
import { compareWithPaper } from "../../src/paper/table1/compare.ts";
import { table1Figures, table1Page } from "../../src/paper/table1/page.ts";
import { pageHtml } from "../../src/report/page.ts";

const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find(
  (path) => path !== undefined && existsSync(path),
);

function examplePage(): string {
  const errors = [0.5, 0.5, 0.1, 0.008];
  const row = {
    experiment: "S",
    samples: 100,
    errors,
    standardErrors: [0.001, 0.001, 0.001, 0.001],
  } as const;
  const rows = compareWithPaper(
    [
      { ...row, row: "0.01" },
      { ...row, row: "0.02" },
    ],
    [1, 10],
  );
  const figures = table1Figures(rows, createDocument());
  return pageHtml(
    table1Page({ title: "Table 1", rowTitle: "ρ", rows, iterations: [1, 10], figures }, [["Seed", "1"]]),
  );
}

describe.skipIf(executablePath === undefined)("a page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
  });
  afterAll(() => browser.close());

  it.each(["light", "dark"] as const)("has no fault that axe finds, %s", async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.setContent(examplePage());
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id }) => id))",
    );
    expect(violations).toEqual([]);
    await page.close();
  });

  it("asks for nothing and fits a telephone", async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 700 } });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.setContent(examplePage());
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.close();
  });
});
