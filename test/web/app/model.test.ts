import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";
import { writeImage } from "../../support/files.ts";
import { generatedStudy } from "../../support/generatedStudy.ts";

const OBSERVERS = ["Ana", "Bo", "Cem", "Dee"];
const [{ grid, raters, probabilities }] = generatedStudy();

/** Long enough on a busy machine; what is polled comes at once on a quiet one. */
const SOON = { timeout: 60_000 };

interface Case {
  readonly meanRaterDice: number;
  readonly ceiling: { readonly meanRaterDice: number };
  readonly share: { readonly meanRaterDice: number };
  readonly place: number;
  readonly hausdorff95Mm: number;
  readonly surfaceDice: number;
  readonly volumeRatio: number;
  readonly observers: readonly { readonly name: string; readonly dice: number }[];
  readonly map: Record<string, number> | null;
}

describe("a model among the observers, in the app", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  let app: RunningApp;
  let files: { name: string; bytes: Uint8Array }[];

  beforeAll(async () => {
    const paths = raters.map((mask, k) =>
      writeImage(join(folder, `${OBSERVERS[k]}.nii.gz`), mask, grid.shape, grid),
    );
    files = paths.map((path, k) => ({ name: `${OBSERVERS[k]}.nii.gz`, bytes: readFileSync(path) }));
    writeImage(join(folder, "unet.nii.gz"), probabilities, grid.shape, grid);
    app = await startApp();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  /** What `softdice evaluate` says of a file against some of the observers. */
  const commandLine = async (prediction: string, ...observers: string[]) => {
    const paths = observers.map((name) => join(folder, `${name}.nii.gz`));
    const args = [
      join(folder, prediction),
      "--observers",
      ...paths,
      "--out",
      join(folder, `out-${prediction}`),
    ];
    const { stdout } = await softdice("evaluate", ...args, "--json", "--quiet");
    return JSON.parse(stdout) as { cases: readonly [Case]; all: { sentence: string } };
  };

  const table = () => app.page.locator('table[data-table="model"]');
  const figure = async (name: string): Promise<number> =>
    Number(await table().locator(`td[data-figure="${name}"]`).first().getAttribute("data-value"));

  const expectFigures = async (one: Case): Promise<void> => {
    for (const [name, value] of [
      ["meanRaterDice", one.meanRaterDice],
      ["ceiling", one.ceiling.meanRaterDice],
      ["share", one.share.meanRaterDice],
      ["place", one.place],
      ["hausdorff95Mm", one.hausdorff95Mm],
      ["surfaceDice", one.surfaceDice],
      ["volumeRatio", one.volumeRatio],
    ] as const) {
      await expect.poll(() => figure(name), SOON).toBe(value);
    }
    const rows = app.page.locator('table[data-table="model-observers"] tbody tr');
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [
        row.querySelector("th")!.textContent,
        Number(row.querySelector("td")!.dataset["value"]),
      ]),
    );
    expect(shown).toEqual(one.observers.map(({ name, dice }) => [name, dice]));
  };

  it("asks for observers first", async () => {
    await app.page.getByRole("link", { name: "Model" }).click();
    await app.page.getByRole("button", { name: /Try it/u }).waitFor();
  });

  it("takes a map that is dropped, and says what softdice evaluate says", async () => {
    await app.page.goto(`${app.url}#viewer`);
    await drop(app.page, files);
    await app.page.getByText("Dee").first().waitFor();
    await app.page.getByRole("link", { name: "Model" }).click();
    await app.page.getByRole("heading", { name: "Put a model among the observers" }).waitFor();
    await drop(app.page, [{ name: "unet.nii.gz", bytes: readFileSync(join(folder, "unet.nii.gz")) }]);
    await table().waitFor();
    const { cases, all } = await commandLine("unet.nii.gz", ...OBSERVERS);
    const [one] = cases;
    await expectFigures(one);
    expect(await app.page.locator('[data-figure="sentence"]').innerText()).toBe(all.sentence);
    const cuts = app.page.locator('table[data-table="model-cuts"]');
    for (const cut of ["own", "best"]) {
      const cells = cuts.locator(`tr[data-cut="${cut}"] td`);
      expect(Number(await cells.nth(0).getAttribute("data-value"))).toBe(one.map?.[`${cut}Threshold`]);
      expect(Number(await cells.nth(1).getAttribute("data-value"))).toBe(one.map?.[`${cut}Dice`]);
    }
    expect(await app.page.locator('strong[data-figure="eceForeground"]').innerText()).toBe(
      `${(100 * one.map!["eceForeground"]).toFixed(1)} %`,
    );
    await app.page.getByRole("img", { name: /^Observed against predicted/u }).waitFor();
  });

  it("cuts the map where it is told, and takes an observer as the model", async () => {
    const before = await figure("meanRaterDice");
    await app.page.getByLabel("A map without a mask is cut at").selectOption("half");
    await expect.poll(() => figure("meanRaterDice"), SOON).not.toBe(before);
    await app.page.getByLabel("What is the model's").selectOption({ label: "observer Ana" });
    const { cases } = await commandLine("Ana.nii.gz", "Bo", "Cem", "Dee");
    await expectFigures(cases[0]);
    expect(await app.page.locator('table[data-table="model-cuts"]').count()).toBe(0);
  });

  it("has no names in the address, asked for nothing but its own files, and complained about nothing", () => {
    expect(app.page.url()).not.toMatch(/Ana|unet/u);
    expect(app.requests.filter((url) => !url.startsWith(app.url))).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
});
