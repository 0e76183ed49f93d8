import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Download } from "playwright";
import { readStudy } from "../../../src/formats/dicom/study.ts";
import { consensusMethods } from "../../../src/raters/methods.ts";
import { significant } from "../../../src/report/numbers.ts";
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
    await app.page.getByRole("combobox", { name: "Structure" }).waitFor();
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it("lists nine structures", async () => {
    const options = await app.page
      .getByRole("combobox", { name: "Structure" })
      .locator("option")
      .allInnerTexts();
    for (const name of [
      "Anal canal",
      "Femoral head_L",
      "Femoral head_R",
      "Neurovascular bundles",
      "Penile bulb",
      "Prostate",
      "Rectum",
      "Seminal vesicles",
      "Urinary bladder",
    ]) {
      expect(options).toContain(name);
    }
  });

  it("counts the five observers and not the consensus among the contours", async () => {
    await app.page.getByRole("combobox", { name: "Structure" }).selectOption({ label: STRUCTURE });
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

  it("shows every figure as summary.json has it", async () => {
    await app.page.getByText("Each against the others’ consensus").waitFor();
    const shown = await app.page
      .locator("[data-figure]")
      .evaluateAll((all) =>
        all.map((one) => [one.getAttribute("data-figure"), one.getAttribute("data-value")] as const),
      );
    expect(shown.length).toBeGreaterThan(100);
    for (const [path, value] of shown) {
      const expected = path!
        .split(".")
        .reduce<unknown>((of, key) => (of as Record<string, unknown>)[key], summary);
      expect([path, Number(value)]).toEqual([path, expected]);
    }
  });

  it("has in the strip only the steps that exist, by arrow keys, T and /", async () => {
    const { page } = app;
    const strip = page.getByRole("slider", { name: "Threshold" });
    const text = (): Promise<string | null> => strip.getAttribute("aria-valuetext");
    const at = (name: string): string => significant(summary.methods[name].volumeMl);
    await expect.poll(text).toContain(`${at("diceOptimal")} mL`);
    await strip.press("End");
    await expect.poll(text).toMatch(new RegExp(`^drawn by all 5, ${at("intersection")} mL`));
    await strip.press("Home");
    await expect.poll(text).toMatch(new RegExp(`^drawn by any, ${at("union")} mL`));
    const seen = new Set<string | null>();
    for (let n = 0; n < 6; n++) {
      seen.add(await text());
      await strip.press("ArrowRight");
    }
    expect(seen.size).toBe(5);
    await page.keyboard.press("/");
    await expect.poll(() => new URL(page.url()).hash).toContain("threshold=half");
    await page.keyboard.press("t");
    await expect.poll(() => new URL(page.url()).hash).not.toContain("threshold");
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

  it("leaves an observer out, and computes anew", async () => {
    await app.page.getByRole("checkbox", { name: "User2 counts" }).uncheck();
    const computed = await softdice(
      ...["consensus", zip, "--structures", STRUCTURE, "--observers", "User1,User3,User4,User5"],
      ...["--out", join(folder, "four"), "--json", "--quiet", "--summary-only"],
    );
    await expectMethods(app, JSON.parse(computed.stdout) as Summary);
    await app.page.getByRole("checkbox", { name: "User2 counts" }).check();
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

/** The volumes of the table of methods are those of the command line; methods of one row have one volume. */
async function expectMethods({ page }: RunningApp, { methods }: Summary): Promise<void> {
  const rows = page.locator('table[data-table="methods"] tr[data-methods]');
  const shown = (): Promise<Record<string, number>> =>
    rows.evaluateAll((all) =>
      Object.fromEntries(
        all.flatMap((row) =>
          row
            .getAttribute("data-methods")!
            .split(" ")
            .map(
              (name) =>
                [name, Number(row.querySelector("td[data-value]")!.getAttribute("data-value"))] as const,
            ),
        ),
      ),
    );
  const expected = Object.fromEntries(consensusMethods.map((name) => [name, methods[name].volumeMl]));
  await expect.poll(shown).toEqual(expected);
}

async function saved({ page }: RunningApp, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return download;
}
