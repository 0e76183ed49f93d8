import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaseSummary } from "../../../src/cli/consensus/runCase.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";
import { fiveSpellings, SPELLINGS } from "../../support/fiveSpellings.ts";

describe("five RTSTRUCTs with five spellings of three structures", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  const input = join(folder, "input");
  let app: RunningApp;

  beforeAll(async () => {
    const files = await fiveSpellings({ size: 96, slices: 24 });
    mkdirSync(input);
    for (const { name, bytes } of files) writeFileSync(join(input, name), bytes);
    app = await startApp();
    await drop(app.page, files);
    await app.page.getByRole("navigation").getByRole("link", { name: "Assign" }).click();
    await app.page.getByRole("grid").waitFor();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const cell = (structure: string, observer: string): Locator =>
    app.page.locator(`td[data-structure="${structure}"][data-observer="${observer}"]`);
  const structures = (): Promise<string[]> =>
    app.page.getByRole("grid").locator("tbody th .head-name > span:not([class])").allInnerTexts();

  it("stay eleven structures as long as nobody says what belongs together", async () => {
    // "RECTUM" and "PROSTATE" are "Rectum" and "Prostate" to everybody.
    const names = new Set(
      Object.values(SPELLINGS)
        .flat()
        .map((name) => name.toLowerCase()),
    );
    await expect.poll(async () => (await structures()).length).toBe(names.size);
  });

  it("are suggested where spelling alone differs, and none is taken before it is accepted", async () => {
    await app.page.getByRole("button", { name: "Accept prostate. as Prostate of Eva" }).waitFor();
    expect(await cell("Prostate", "Eva").innerText()).toBe("prostate.?");
    await app.page.getByRole("button", { name: /^Accept all/ }).click();
    await expect.poll(() => cell("Prostate", "Eva").innerText()).toContain("mL");
    await expect.poll(() => cell("Prostate", "Ines").innerText()).toContain("Prostate_AB");
  });

  it("are moved by hand", async () => {
    await cell("GTV rect", "Max").dragTo(cell("Rectum", "Max"));
    await expect.poll(() => cell("Rectum", "Max").innerText()).toContain("GTV rect");
    expect(await structures()).not.toContain("GTV rect");
  });

  it("are moved by keyboard", async () => {
    await move(cell("CTV prost", "Max"), cell("Prostate", "Max"));
    await expect.poll(() => cell("Prostate", "Max").innerText()).toContain("CTV prost");
    await move(cell("rect 2", "Tom"), cell("Rectum", "Tom"));
    await expect.poll(() => cell("Rectum", "Tom").innerText()).toContain("rect 2");
  });

  it("are made one row by renaming, and undone and redone as one step", async () => {
    for (const [from, observer] of [
      ["Bladder_AB", "Ines"],
      ["Blase", "Max"],
      ["vesica", "Tom"],
    ]) {
      const head = app.page.getByRole("rowheader", { name: from });
      await head.focus();
      await head.press("F2");
      const field = app.page.getByRole("textbox", { name: `Name of ${from}` });
      await field.fill("Urinary bladder");
      await field.press("Enter");
      await expect.poll(() => cell("Urinary bladder", observer).innerText()).toContain("mL");
    }
    expect((await structures()).sort()).toEqual(["Prostate", "Rectum", "Urinary bladder"]);
    await app.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(structures).toContain("vesica");
    await app.page.keyboard.press("Control+Shift+Z");
    await expect.poll(structures).not.toContain("vesica");
    expect(await app.page.locator(".answer h2").innerText()).toBe("15 of 15 cells filled.");
  });

  it("renames an observer everywhere", async () => {
    const head = app.page.getByRole("columnheader", { name: "Tom" });
    await head.focus();
    await head.press("F2");
    const field = app.page.getByRole("textbox", { name: "Name of Tom" });
    await field.fill("Thomas");
    await field.press("Enter");
    for (const structure of ["Rectum", "Prostate", "Urinary bladder"])
      await expect.poll(() => cell(structure, "Thomas").innerText()).toContain("mL");
  });

  it("give the command line the same figures by the saved mapping", async () => {
    const [download] = await Promise.all([
      app.page.waitForEvent("download"),
      app.page.getByRole("button", { name: "Save --rois file" }).click(),
    ]);
    const rois = join(folder, "rois.json");
    writeFileSync(rois, readFileSync(await download.path()));
    const out = join(folder, "out");
    const run = await softdice("consensus", input, "--rois", rois, "--out", out, "--quiet", "--summary-only");
    expect(run.stderr).toBe("");
    await app.page.getByRole("link", { name: "Overview" }).click();
    await app.page.locator(".answer p").waitFor();
    for (const structure of ["Rectum", "Prostate", "Urinary bladder"]) {
      const file = join(out, structure, "summary.json");
      const summary = JSON.parse(readFileSync(file, "utf8")) as CaseSummary;
      expect(summary.raters.map(({ name }) => name).sort()).toEqual(["Ada", "Eva", "Ines", "Max", "Thomas"]);
      const row = app.page.locator(`tr[data-structure="${structure}"] td[data-figure]`);
      const shown = await row.evaluateAll((all) =>
        all.map((one): [string, number] => [
          one.getAttribute("data-figure") ?? "",
          Number(one.getAttribute("data-value")),
        ]),
      );
      expect(Object.fromEntries(shown)).toEqual({
        mean: summary.marginal.volumeMl,
        dice: summary.agreement.meanPairwiseDice,
        hd95: summary.agreement.surface!.mean.hausdorff95Mm,
        majority: summary.methods.majority.volumeMl,
        diceOptimal: summary.methods.diceOptimal.volumeMl,
        staple: summary.methods.staple.volumeMl,
      });
    }
  });

  it("leave no name in the address, and no complaint", () => {
    expect(decodeURIComponent(app.page.url())).not.toMatch(/rect|ada|blase|thomas/i);
    expect(app.complaints).toEqual([]);
  });

  /** Lifts a cell, goes to another and drops, by keyboard. */
  async function move(from: Locator, to: Locator): Promise<void> {
    const at = async (one: Locator): Promise<number[]> =>
      (await one.getAttribute("data-cell"))!.split(".").map(Number);
    const [[row, column], [toRow, toColumn]] = [await at(from), await at(to)];
    await from.focus();
    await app.page.keyboard.press("Space");
    for (let n = 0; n < Math.abs(toRow - row); n++)
      await app.page.keyboard.press(toRow > row ? "ArrowDown" : "ArrowUp");
    for (let n = 0; n < Math.abs(toColumn - column); n++)
      await app.page.keyboard.press(toColumn > column ? "ArrowRight" : "ArrowLeft");
    await app.page.keyboard.press("Space");
  }
});
