import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaseSummary } from "../../../src/cli/consensus/runCase.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";

/** Figures of a row, by their names in the page. */
const FIGURES: Readonly<Record<string, (of: CaseSummary) => number>> = {
  mean: ({ marginal }) => marginal.volumeMl,
  dice: ({ agreement }) => agreement.meanPairwiseDice,
  hd95: ({ agreement }) => agreement.surface!.mean.hausdorff95Mm,
  majority: ({ methods }) => methods.majority.volumeMl,
  diceOptimal: ({ methods }) => methods.diceOptimal.volumeMl,
  staple: ({ methods }) => methods.staple.volumeMl,
};

/** What a column is sorted by where it is not what it shows: volumes over the mean. */
const SORTED: Readonly<Record<string, (of: CaseSummary) => number>> = {
  Agreement: FIGURES["dice"],
  Mean: FIGURES["mean"],
  HD95: FIGURES["hd95"],
  STAPLE: ({ methods }) => methods.staple.volumeBias,
};

describe("the matrix of nine organs", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-matrix-"));
  const summaries = new Map<string, CaseSummary>();
  let app: RunningApp;

  beforeAll(async () => {
    const cohort = join(folder, "cohort");
    const out = join(folder, "out");
    await softdice(
      ...["phantom", "--cases", "1", "--size", "80", "--slices", "20"],
      ...["--out", cohort, "--quiet"],
    );
    const zip = join(cohort, "1_01_P.zip");
    await softdice("consensus", zip, "--out", out, "--quiet", "--summary-only");
    for (const path of readdirSync(out, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith("/summary.json")) continue;
      const summary = JSON.parse(readFileSync(join(out, path), "utf8")) as CaseSummary;
      summaries.set(summary.structure, summary);
    }
    app = await startApp();
    await drop(app.page, [{ name: "1_01_P.zip", bytes: readFileSync(zip) }]);
    await app.page.locator(".answer p").waitFor();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const rows = (): Promise<string[]> =>
    app.page
      .locator("tr[data-structure]")
      .evaluateAll((all) => all.map((row) => row.getAttribute("data-structure") ?? ""));

  it("has a row for each, and in it the figures of summary.json to the last digit", async () => {
    expect(summaries.size).toBe(9);
    expect((await rows()).sort()).toEqual([...summaries.keys()].sort());
    for (const [structure, summary] of summaries) {
      const shown = await app.page
        .locator(`tr[data-structure="${structure}"] [data-figure]`)
        .evaluateAll((all) =>
          all.map((one): [string, number] => [
            one.getAttribute("data-figure") ?? "",
            Number(one.getAttribute("data-value")),
          ]),
        );
      const expected = Object.entries(FIGURES).map(([name, of]): [string, number] => [name, of(summary)]);
      expect({ structure, ...Object.fromEntries(shown) }).toEqual({
        structure,
        ...Object.fromEntries(expected),
      });
    }
  });

  it.each(Object.entries(SORTED))("is sorted by %s, up, down, and not", async (title, value) => {
    const files = await rows();
    const of = (structure: string): number => value(summaries.get(structure)!);
    // Equal ones stay as they were.
    const up = files.toSorted((a, b) => of(a) - of(b));
    const down = files.toSorted((a, b) => of(b) - of(a));
    const column = app.page.getByRole("columnheader", { name: new RegExp(`^${title}`) });
    const head = column.getByRole("button");
    const order = (): Promise<string | null> => column.getAttribute("aria-sort");
    await head.click();
    expect(await order()).toBe("ascending");
    await expect.poll(rows).toEqual(up);
    await head.click();
    expect(await order()).toBe("descending");
    await expect.poll(rows).toEqual(down);
    await head.click();
    await expect.poll(rows).toEqual(files);
  });

  it("says who was drawn best and least, and opens a structure by Enter", async () => {
    const byDice = [...summaries].sort(([, a], [, b]) => FIGURES["dice"](a) - FIGURES["dice"](b));
    const answer = await app.page.locator(".answer h2").innerText();
    expect(answer).toContain(`best on ${byDice.at(-1)![0]} (`);
    expect(answer).toContain(`least on ${byDice[0][0]} (`);
    await app.page.locator(`tr[data-structure="Rectum"] th a`).focus();
    await app.page.keyboard.press("ArrowDown");
    await app.page.keyboard.press("ArrowUp");
    await app.page.keyboard.press("Enter");
    await app.page.getByRole("heading", { name: "Methods" }).waitFor();
    const shown = app.page.getByRole("combobox", { name: "Structure" });
    expect(await shown.locator("option:checked").innerText()).toBe("Rectum");
  });
});
