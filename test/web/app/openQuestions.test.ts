import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { type Grid, unitGrid } from "../../../src/image/grid.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { sharedFolder, softdice } from "../../support/cli.ts";

const GRID = unitGrid([20, 20, 5]);

/** Voxels of 1 mm³, so many of them marked from the first on. */
function mask(count: number, grid: Grid = GRID): Uint8Array<ArrayBuffer> {
  const [width, height, depth] = grid.shape;
  const data = Uint8Array.from({ length: width * height * depth }, (_, i) => Number(i < count));
  return encodeNifti({ name: "", grid, data }) as Uint8Array<ArrayBuffer>;
}

const zip = (files: Record<string, Uint8Array>): { name: string; bytes: Uint8Array }[] => [
  { name: "study.zip", bytes: zipSync(files) },
];

const hash = (page: Page, to: string): Promise<void> => page.evaluate((at) => void (location.hash = at), to);

const rows = (page: Page): Promise<string[]> =>
  page
    .locator("tr[data-structure]")
    .evaluateAll((all) => all.map((row) => row.getAttribute("data-structure") ?? ""));

const figure = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator(`[data-figure="${name}"]`).first().getAttribute("data-value"));

const history = async (page: Page): Promise<string[]> => {
  await page.getByRole("button", { name: "History" }).click();
  const steps = await page.locator(".menu-list li").allInnerTexts();
  await page.keyboard.press("Escape");
  return steps;
};

describe("files that leave something open", () => {
  let app: RunningApp;
  const folder = sharedFolder();

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.close());

  /** A tab of its own in which files are opened. */
  async function opened(files: { name: string; bytes: Uint8Array }[]): Promise<Page> {
    const page = await app.context.newPage();
    onTestFinished(() => page.close());
    await page.goto(app.url);
    await drop(page, files);
    await page.locator("tr[data-structure], .question").first().waitFor();
    return page;
  }

  it("ask whose folders are where names can be read in two ways, and the answer can be taken back", async () => {
    const same = mask(90);
    const page = await opened(
      zip({ "a/x.nii": same, "a/y.nii": same, "b/x.nii": same, "b/y.nii": mask(60) }),
    );
    await page.getByRole("heading", { name: "Who drew what?" }).waitFor();
    expect(await rows(page)).toEqual([]);
    await page.getByRole("button", { name: "“a/x.nii”: observer a, structure x" }).click();
    await expect.poll(() => rows(page)).toEqual(["x", "y"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "“a/x.nii”: observer x, structure a" }).click();
    await expect.poll(() => rows(page)).toEqual(["a", "b"]);
    // Of b one observer marked 90 voxels and the other 60 of these.
    await expect
      .poll(() => page.locator('tr[data-structure="b"] [data-figure="dice"]').getAttribute("data-value"))
      .toBe(String((2 * 60) / (90 + 60)));
  });

  it("show patients of folders one by one, once they are said to be patients", async () => {
    const drawn = (n: number) => ({ "Ann/Heart.nii": mask(n), "Bea/Heart.nii": mask(n + 20) });
    const below = (top: string, files: Record<string, Uint8Array>) =>
      Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${top}/${path}`, bytes]));
    const page = await opened(zip({ ...below("P1", drawn(100)), ...below("P2", drawn(300)) }));
    await page.getByRole("button", { name: /: patient P1, observer Ann, structure Heart$/ }).click();
    await page.getByText("The files are of 2 patients; this is patient 1.").waitFor();
    await expect.poll(() => figure(page, "mean")).toBeCloseTo(0.11, 12);
    await page.getByRole("combobox", { name: "Patient" }).selectOption("patient 2");
    await expect.poll(() => figure(page, "mean")).toBeCloseTo(0.31, 12);
  });

  it("open though everything failed, and a rule mends it: the figures are the command line's", async () => {
    const finer = { ...unitGrid([25, 25, 5]), spacingMm: [0.8, 0.8, 1] } as const;
    const files = { "Ann.nii": mask(700), "Bea.nii": mask(1100, finer) };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const given = Object.keys(files).map((name) => join(folder, name));
    const out = join(folder, "out");
    const { stdout } = await softdice("consensus", ...given, "--resample", "nearest", "--out", out, "--json");
    const { marginal } = JSON.parse(stdout) as { marginal: { volumeMl: number } };
    const page = await opened(zip(files));
    await page
      .getByText(/here: “Masks on other grids” in Assign/u)
      .first()
      .waitFor();
    await hash(page, "#assign");
    await page.getByRole("combobox", { name: "Masks on other grids" }).selectOption("nearest");
    await expect.poll(() => history(page)).toHaveLength(2);
    await hash(page, "#overview");
    await expect.poll(() => figure(page, "mean")).toBe(marginal.volumeMl);
  });

  it("stay what they were when another file of the same name is added, which waits beside them", async () => {
    const page = await opened([{ name: "mask.nii", bytes: mask(100) }]);
    await hash(page, "#assign");
    await page.getByRole("gridcell", { name: /0\.100 mL/ }).waitFor();
    await drop(page, [{ name: "mask.nii", bytes: mask(300) }]);
    await page.getByRole("button", { name: "2/mask.nii" }).waitFor();
    expect(await page.getByRole("gridcell", { name: /0\.100 mL/ }).count()).toBe(1);
    await drop(page, [{ name: "mask.nii", bytes: mask(100) }]);
    await page.getByRole("button", { name: "2/mask.nii" }).waitFor();
    expect(await page.getByText("1 of 1 cells filled; 1 left out.").count()).toBe(1);
  });
});

describe("choices that are kept nowhere", () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.close());

  it("are given up for other files only if the user says so", async () => {
    const { page } = app;
    await page.goto(`${app.url}#assign?example=blob`);
    await page.getByRole("combobox", { name: "A contour inside another" }).selectOption("union");
    await expect.poll(() => history(page)).toHaveLength(2);
    await hash(page, "#overview?example=blob");
    const files = [{ name: "mask.nii", bytes: mask(100) }];
    const asked: string[] = [];
    page.once("dialog", (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await drop(page, files);
    await expect.poll(() => asked.join()).toMatch(/not kept and would be lost/u);
    expect(await history(page)).toHaveLength(2);
    page.once("dialog", (dialog) => void dialog.accept());
    await drop(page, files);
    await expect.poll(() => figure(page, "mean")).toBeCloseTo(0.1, 12);
  });
});

describe("an assignment", () => {
  const people = Array.from({ length: 11 }, (_, n) => `Reader ${n + 1}`);
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
    const files = people.flatMap((name, n) =>
      ["Heart", "Lung"].map((structure) => [`${name}/${structure}.nii`, mask(100 + 10 * n)] as const),
    );
    await drop(app.page, zip(Object.fromEntries(files)));
    await app.page.locator("tr[data-structure]").first().waitFor();
  });

  afterAll(() => app.close());

  it("gives each person one mark in every view", async () => {
    const { page } = app;
    const marks = async (each: string): Promise<[string, string][]> =>
      page.locator(each).evaluateAll((all) =>
        all.map((one): [string, string] => {
          const mark = one.querySelector("path.mark");
          const name = /Reader \d+/u.exec((one as HTMLElement).innerText)?.[0] ?? "";
          return [name, `${mark?.getAttribute("class")} ${mark?.getAttribute("d")}`];
        }),
      );
    const overview = new Map(await marks(".people .chip"));
    expect([...overview.keys()].sort()).toEqual([...people].sort());
    await hash(page, "#viewer");
    await page.locator(".observer-name").first().waitFor();
    expect(new Map(await marks(".observer-name"))).toEqual(overview);
  });

  it("hides nobody in a structure that is looked at anew", async () => {
    const { page } = app;
    await page.getByRole("button", { name: "Contours of Reader 1", exact: true }).click();
    await hash(page, "#overview");
    await page.locator("tr[data-structure] th a").last().click();
    const shown = page.getByRole("button", { name: /^Contours of/ });
    await expect.poll(() => shown.count()).toBe(11);
    expect(new Set(await shown.evaluateAll((all) => all.map((one) => one.ariaPressed)))).toEqual(
      new Set(["true"]),
    );
  });

  it("loses no choice that is made before the last one is followed, and keys stay in the table", async () => {
    const { page } = app;
    await hash(page, "#assign");
    await page.getByRole("gridcell", { name: /^Heart, Reader 1:/ }).focus();
    for (const key of ["Delete", "ArrowRight", "Delete"]) await page.keyboard.press(key);
    await page.evaluate(() => {
      for (const [n, value] of [
        [1, "nearest"],
        [2, "union"],
      ] as const) {
        const select = document.querySelectorAll<HTMLSelectElement>(".rules select")[n];
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    await expect.poll(() => history(page)).toHaveLength(5);
    expect(await page.getByRole("combobox", { name: "Masks on other grids" }).inputValue()).toBe("nearest");
    expect(await page.getByRole("combobox", { name: "A contour inside another" }).inputValue()).toBe("union");
    for (const who of ["Reader 1", "Reader 2"])
      expect(await page.getByRole("gridcell", { name: `Heart, ${who}: 1 waits`, exact: true }).count()).toBe(
        1,
      );
    expect(await page.getByRole("gridcell", { name: /^Heart, Reader 3: 0\.120 mL/ }).count()).toBe(1);
  });
});
