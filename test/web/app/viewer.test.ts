import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Download } from "playwright";
import { readStudy } from "../../../src/formats/dicom/study.ts";
import { consensusMethods } from "../../../src/raters/methods.ts";
import { readVolumes } from "../../../src/formats/read.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";

/** What the command line prints of one structure. */
interface Summary {
  readonly raters: readonly { readonly name: string; readonly voxels: number }[];
  readonly methods: Readonly<Record<string, { readonly voxels: number; readonly volumeMl: number }>>;
}

const STRUCTURE = "Seminal vesicles";

describe("the viewer with a phantom's zip", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  const zip = join(folder, "cohort", "1_01_P.zip");
  const consensus = join(folder, "consensus");
  let app: RunningApp;
  let summary: Summary;

  beforeAll(async () => {
    const made = await softdice(
      ...[
        "phantom",
        "--cases",
        "1",
        "--size",
        "80",
        "--slices",
        "20",
        "--out",
        join(folder, "cohort"),
        "--quiet",
      ],
    );
    expect(made.stderr).toBe("");
    const computed = await softdice(
      "consensus",
      zip,
      "--structures",
      STRUCTURE,
      "--out",
      consensus,
      "--json",
      "--quiet",
    );
    summary = JSON.parse(computed.stdout) as Summary;
    app = await startApp();
    await drop(app.page, [{ name: "1_01_P.zip", bytes: readFileSync(zip) }]);
    await app.page.getByRole("link", { name: "Viewer" }).click();
    await app.page.getByRole("radio").first().waitFor();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it("lists nine structures by five observers", async () => {
    const structures = app.page.getByRole("radiogroup", { name: "Structures" }).locator("label");
    const texts = await structures.allInnerTexts();
    const byFive = texts.filter((text) => text.includes("× 5")).map((text) => text.split("\n")[0].trim());
    expect(byFive.sort()).toEqual([
      "Anal canal",
      "Femoral head_L",
      "Femoral head_R",
      "Neurovascular bundles",
      "Penile bulb",
      "Prostate",
      "Rectum",
      "Seminal vesicles",
      "Urinary bladder",
    ]);
  });

  it("counts the five observers and not the consensus among the contours", async () => {
    await app.page.getByRole("radio", { name: STRUCTURE }).check();
    await app.page.getByRole("checkbox", { name: "User1 counts" }).waitFor();
    const counting = app.page.getByRole("checkbox", { name: / counts$/ });
    const states = await counting.evaluateAll((boxes) =>
      boxes.map((box) => [box.getAttribute("aria-label"), (box as HTMLInputElement).checked]),
    );
    expect(states).toEqual([1, 2, 3, 4, 5].map((k) => [`User${k} counts`, true]));
    expect(summary.raters.map(({ name }) => name)).toEqual(["User1", "User2", "User3", "User4", "User5"]);
  });

  it("shows the volumes of the command line to the last digit", async () => {
    await expectMethods(app, summary);
  });

  it("moves the threshold's segmentation and its figures with the slider", async () => {
    const slider = app.page.getByRole("slider", { name: "Threshold a" });
    const figure = (title: string): Promise<string> =>
      app.page.locator("dl.figures div", { hasText: title }).first().locator("dd").innerText();
    const atOptimum = await figure("Volume");
    expect(await figure("Dice with m")).toBe(await figure("sup Dice"));
    expect(atOptimum).toBe(`${summary.methods["diceOptimal"].volumeMl.toFixed(3)} mL`);
    const picture = app.page.getByRole("img", { name: /^axial plane/ });
    const before = await picture.screenshot();
    await slider.evaluate((input: HTMLInputElement) => {
      input.value = "0.85";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await expect.poll(() => figure("Threshold a")).toBe("0.8500");
    expect(Number.parseFloat(await figure("Volume"))).toBe(
      Number(summary.methods["intersection"].volumeMl.toFixed(3)),
    );
    expect(Number(await figure("Dice with m"))).toBeLessThan(Number(await figure("sup Dice")));
    await expect.poll(async () => before.equals(await picture.screenshot())).toBe(false);
  });

  it("snaps to t, 1/2 and STAPLE", async () => {
    const slider = app.page.getByRole("slider", { name: "Threshold a" });
    await slider.evaluate((input: HTMLInputElement) => {
      input.value = "0.508";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await expect
      .poll(() => app.page.getByRole("button", { name: "1/2" }).getAttribute("aria-pressed"))
      .toBe("true");
    await app.page.getByRole("button", { name: "t", exact: true }).click();
    await expect.poll(() => new URL(app.page.url()).hash).not.toContain("threshold");
  });

  it("exports the mask of the command line as NIfTI", async () => {
    const download = await saved(app, () => app.page.getByRole("button", { name: "NIfTI" }).click());
    expect(download.suggestedFilename()).toBe("dice-optimal.nii.gz");
    const [ours] = await readVolumes({ name: "ours.nii.gz", bytes: readFileSync(await download.path()) });
    const file = join(consensus, "dice-optimal.nii.gz");
    const [theirs] = await readVolumes({ name: "theirs.nii.gz", bytes: readFileSync(file) });
    expect(ours.grid).toEqual(theirs.grid);
    expect(Buffer.from(ours.data as Uint8Array).equals(Buffer.from(theirs.data as Uint8Array))).toBe(true);
    expect((ours.data as Uint8Array).reduce((a, b) => a + b, 0)).toBe(summary.methods["diceOptimal"].voxels);
  });

  it("exports the command line's summary as JSON", async () => {
    const download = await saved(app, () => app.page.getByRole("button", { name: "JSON" }).click());
    const ours = JSON.parse(readFileSync(await download.path(), "utf8")) as Record<string, unknown>;
    const theirs = JSON.parse(readFileSync(join(consensus, "summary.json"), "utf8")) as Record<
      string,
      unknown
    >;
    // Warnings of the command line name its options.
    expect({ ...ours, warnings: [] }).toEqual({ ...theirs, warnings: [] });
  });

  it("exports an RTSTRUCT on the images that the contours came with", async () => {
    const download = await saved(app, () => app.page.getByRole("button", { name: "RTSTRUCT" }).click());
    const bytes = readFileSync(await download.path());
    const study = await readStudy(
      (async function* () {
        yield { path: "rtstruct.dcm", read: () => Promise.resolve(new Uint8Array(bytes)) };
      })(),
    );
    const [set] = study.structureSets;
    expect(set.rois.map(({ name }) => name)).toContain(`${STRUCTURE} (dice-optimal)`);
    expect(set.referencedSeriesUids).toHaveLength(1);
  });

  it("exports the table as CSV and the report as one page", async () => {
    const csv = await saved(app, () => app.page.getByRole("button", { name: "CSV" }).click());
    const rows = readFileSync(await csv.path(), "utf8")
      .trim()
      .split("\n");
    const [name, voxels, volumeMl] = rows[1].split(",");
    expect([name, Number(voxels), Number(volumeMl)]).toEqual([
      "diceOptimal",
      summary.methods["diceOptimal"].voxels,
      summary.methods["diceOptimal"].volumeMl,
    ]);
    const report = await saved(app, () => app.page.getByRole("button", { name: "Report" }).click());
    const page = readFileSync(await report.path(), "utf8");
    expect(page).toContain(`${STRUCTURE}: consensus of 5 observers`);
    expect(page).toContain("<svg");
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });

  it("renames and switches observers, and computes anew", async () => {
    await app.page.getByRole("textbox", { name: "Name of observer 2" }).fill("Second reader");
    await app.page.getByRole("textbox", { name: "Name of observer 2" }).press("Enter");
    await app.page.getByRole("checkbox", { name: "Second reader counts" }).uncheck();
    const computed = await softdice(
      ...["consensus", zip, "--structures", STRUCTURE, "--observers", "User1,User3,User4,User5"],
      ...["--out", join(folder, "four"), "--json", "--quiet", "--summary-only"],
    );
    await expectMethods(app, JSON.parse(computed.stdout) as Summary);
    await app.page.getByRole("checkbox", { name: "Second reader counts" }).check();
    await expectMethods(app, summary);
  });

  it("leaves nothing of the patient in the address", () => {
    const { hash } = new URL(app.page.url());
    expect(decodeURIComponent(hash)).not.toMatch(/1_01|User|reader|vesicle/i);
  });

  it("asked for nothing but its own files, and complained about nothing", () => {
    expect(app.requests.length).toBeGreaterThan(3);
    expect(app.requests.filter((url) => !url.startsWith(app.url))).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
});

/** The volumes of the table of methods are those of the command line. */
async function expectMethods({ page }: RunningApp, { methods }: Summary): Promise<void> {
  const cells = page.locator('table[data-table="methods"] td[data-value]');
  await expect
    .poll(() => cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute("data-value")))))
    .toEqual(consensusMethods.map((name) => methods[name].volumeMl));
}

async function saved({ page }: RunningApp, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return download;
}
