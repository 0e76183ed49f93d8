import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import {
  type Outcome,
  sharedFolder,
  softdice,
  softdiceProcess,
  start,
  temporaryFolder,
} from "../support/cli.ts";

const shape = ["--cases", "3", "--size", "64", "--slices", "16"];
const goldAtlas = ["reproduce", "gold-atlas", "--quiet", "--patch", "32"];
const results = (out: string): string[] =>
  ["samples.csv", "table.csv", "volumes.csv"].map((name) => readFileSync(join(out, name), "utf8"));

const phantom = [...goldAtlas, "--phantom", ...shape];
const ofProstate = ["--structures", "Prostate"];

/**
 * One run with two workers, on the paper's grid and on that of the images, and one of a single structure, which other runs
 * must equal; and the patients of these runs as files.
 */
const [paperGrid, seriesGrid, prostate, zips] = Array.from({ length: 4 }, sharedFolder);
let outcome: Outcome;
let prostateOutcome: Outcome;
beforeAll(async () => {
  outcome = await softdiceProcess(...phantom, "--workers", "2", "--out", paperGrid);
  await softdice(...phantom, "--workers", "2", "--out", seriesGrid, "--grid", "series");
  prostateOutcome = await softdice(...phantom, ...ofProstate, "--json", "--out", prostate);
  await softdice("phantom", "--quiet", ...shape, "--out", zips);
});

describe("softdice reproduce gold-atlas", () => {
  it("writes a row a structure, a sample a patient, the volumes, a report and its figures", () => {
    const out = paperGrid;
    const { status, stdout, stderr } = outcome;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Table 1 (G): mean errors of 3 made-up patients");
    expect(stdout).toContain("These patients are made up");
    const [samples, table, volumes] = results(out).map((text) => text.trim().split("\n"));
    expect(samples).toHaveLength(1 + 27);
    expect(table).toHaveLength(1 + 9);
    expect(volumes).toHaveLength(1 + 27);
    expect(samples.slice(1, 4).map((line) => line.split(",").slice(0, 3))).toEqual([
      ["G", "Urinary bladder", "0"],
      ["G", "Urinary bladder", "1"],
      ["G", "Urinary bladder", "2"],
    ]);
    expect(readdirSync(join(out, "figures")).sort()).toEqual([
      "figure3.png",
      "figure3.svg",
      "mean-field.png",
      "mean-field.svg",
      "table1-differences.png",
      "table1-differences.svg",
    ]);
    const page = readFileSync(join(out, "report.html"), "utf8");
    for (const words of ["Volume bias", "Errors and volume", "Nothing: every patient has every structure"])
      expect(page).toContain(words);
  });

  it("reads the zips that softdice phantom writes, with the same bytes as patients made in memory", async () => {
    const [disk, onSeries] = Array.from({ length: 2 }, temporaryFolder);
    const { status, stderr } = await softdice(...goldAtlas, zips, "--out", disk);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(results(disk)).toEqual(results(paperGrid));
    await softdice(...goldAtlas, zips, "--out", onSeries, "--grid", "series");
    expect(results(onSeries)).toEqual(results(seriesGrid));
    expect(results(onSeries)).not.toEqual(results(disk));
  });

  it("finds patients by a pattern, and says with --dry-run what it takes each input for", async () => {
    const [sites, out] = [temporaryFolder(), temporaryFolder()];
    for (const [n, name] of ["1_01_P.zip", "1_02_P.zip", "1_03_P.zip"].entries()) {
      mkdirSync(join(sites, `site ${n}`));
      copyFileSync(join(zips, name), join(sites, `site ${n}`, name));
    }
    const args = [...goldAtlas, sites, "--pattern", "*/{patient}", "--out", out];
    const shown = await softdice(...args, "--dry-run", "--json");
    const { sources } = JSON.parse(shown.stdout) as { sources: { decision: string; patient: string }[] };
    const used = sources.filter(({ decision }) => decision === "used");
    expect(used.map(({ patient }) => patient)).toEqual(
      ["1_01_P", "1_02_P", "1_03_P"].flatMap((patient) => Array<string>(45).fill(patient)),
    );
    expect([shown.status, readdirSync(out)]).toEqual([0, []]);
    expect((await softdice(...args, ...ofProstate)).status).toBe(0);
    expect(results(out)).toEqual(results(prostate));
  });

  it("takes the observers who are asked for as if a mapping named no others", async () => {
    const [asked, mapped] = [temporaryFolder(), temporaryFolder()];
    const mapping = join(mapped, "rois.json");
    writeFileSync(mapping, JSON.stringify({ Rectum: ["Rectum (User1)", "Rectum (User4)"] }));
    const some = ["--structures", "Rectum", "--observers", " user4,User1"];
    expect((await softdice(...phantom, ...some, "--out", asked)).status).toBe(0);
    expect((await softdice(...phantom, "--rois", mapping, "--out", mapped)).status).toBe(0);
    expect(results(asked)).toEqual(results(mapped));
  });

  it("takes its own results for no patient, and a patient whose zip has changed for a new one", async () => {
    const folder = temporaryFolder();
    await softdice("phantom", "--quiet", "--cases", "2", "--size", "64", "--slices", "8", "--out", folder);
    const run = () => softdice(...goldAtlas, folder, "--out", join(folder, "run"));
    expect((await run()).status).toBe(0);
    expect((await run()).status).toBe(0);
    const file = join(folder, "1_02_P.zip");
    writeFileSync(file, readFileSync(file).fill(0, 1000, 2000));
    const { status, stderr } = await run();
    expect([status, stderr]).toEqual([1, expect.stringContaining("1_02_P")]);
    const itself = await softdice(...goldAtlas, folder, "--out", folder);
    expect(itself.stderr).toMatch(/^softdice: --out: is .*, the folder of the input/u);
  });

  it("gives the same bytes for 1 and 2 workers and in shards", async () => {
    const [one, shards] = [temporaryFolder(), temporaryFolder()];
    await softdice(...phantom, "--out", one, "--workers", "1");
    expect(results(one)).toEqual(results(paperGrid));
    for (const shard of ["0/2", "1/2"]) await softdice(...phantom, "--out", shards, "--shard", shard);
    expect((await softdice("merge", shards)).status).toBe(0);
    expect(results(shards)).toEqual(results(paperGrid));
  });

  it("ends with the same bytes after kills at random moments", async () => {
    const killed = temporaryFolder();
    const args = [...phantom, ...ofProstate];
    const random = new Random(5);
    for (let attempt = 0; attempt < 3; attempt++) {
      const { child, finished } = start(...args, "--out", killed);
      await sleep(300 + 1500 * random.uniform());
      child.kill("SIGKILL");
      await finished;
    }
    expect((await softdice(...args, "--out", killed)).status).toBe(0);
    expect(results(killed)).toEqual(results(prostate));
  });

  it("repeats the samples of a structure when fewer are asked for", async () => {
    const some = temporaryFolder();
    const structures = ["--structures", "Rectum,Femoral head_R"];
    await softdice(...phantom, "--out", some, ...structures);
    const rows = (text: string): string[] =>
      text.split("\n").filter((line) => /^G,(Rectum|Femoral head R),/.test(line));
    expect(rows(results(some)[0])).toEqual(rows(results(paperGrid)[0]));
    expect(rows(results(some)[0])).toHaveLength(6);
  });

  it("lists what is missing, goes on with the rest and ends with status 1", async () => {
    const [folder, out] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(folder, "1_02_P.zip"), "no zip");
    for (const name of ["1_01_P.zip", "1_01_P (1).zip"])
      copyFileSync(join(zips, "1_01_P.zip"), join(folder, name));
    mkdirSync(join(folder, "unpacked"));
    const mapping = join(out, "rois.json");
    writeFileSync(mapping, '{"Prostate": ["Prostate (User1)", "Prostate (User9)"], "Liver": ["L1", "L2"]}');
    const { status, stdout, stderr } = await softdice(...goldAtlas, folder, "--out", out, "--rois", mapping);
    expect(status).toBe(1);
    expect(stdout).toContain("Prostate");
    expect(stderr.trim().split("\n")).toEqual([
      "softdice: 1_01_P.zip is another copy of 1_01_P (1).zip by its name and is passed over",
      expect.stringMatching(/^softdice: 1_02_P: 1_02_P\.zip: archive: cannot be read/),
      "softdice: 1_01_P, Prostate: Prostate (User9) is not there; the marginal is the mean over 1 observer",
      "softdice: 1_01_P, Liver: no observer delineated it: L1 is not there, L2 is not there",
    ]);
    expect(results(out)[0].trim().split("\n")).toHaveLength(2);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ status: "partly failed" });
    expect(manifest["failed"]).toHaveLength(3);
  });

  it("follows every voxel by itself with --exact, and starts anew with --force", async () => {
    const out = temporaryFolder();
    cpSync(prostate, out, { recursive: true });
    const args = [...phantom, ...ofProstate, "--out", out];
    const methods = (): unknown =>
      (JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Record<string, unknown>)["methods"];
    expect(methods()).toEqual({ "level-compressed": 3 });
    const refused = await softdice(...args, "--exact");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("--force");
    expect((await softdice(...args, "--exact", "--force")).status).toBe(0);
    expect(methods()).toEqual({ "voxel-exact": 3 });
  });

  it("prints one JSON document when asked", () => {
    const { stdout, stderr } = prostateOutcome;
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      rows: [{ experiment: "G", row: "Prostate", samples: 3 }],
      volumes: [{ row: "Prostate", patients: 3 }],
    });
  });

  it("writes no text of a DICOM header", () => {
    for (const name of ["manifest.json", "journal.jsonl", "report.html", ...["samples.csv", "table.csv"]])
      expect(readFileSync(join(seriesGrid, name), "utf8")).not.toMatch(/ANONYMOUS|T2 TSE|CT pelvis/);
  });
});

describe("softdice reproduce gold-atlas refuses", () => {
  it.each([
    [
      [],
      "reproduce gold-atlas: has no patients, expected the folder or zips of the Gold Atlas, or --phantom",
    ],
    [["--phantom", "nowhere"], "reproduce gold-atlas: has both patients and --phantom"],
    [["/no/such/folder"], "/no/such/folder: cannot be read (there is no such file)"],
    [
      ["--phantom", "--structures", "Liver"],
      '--structures: names "Liver", expected some of: Urinary bladder',
    ],
    [["--phantom", "--rois", "/no/such/file"], "/no/such/file: cannot be read (there is no such file)"],
    [["--phantom", "--grid", "other"], '--grid: is "other", expected one of series, paper'],
    [
      ["--phantom", "--observers", "User1,Me"],
      '--observers: names "Me", expected two or more of: User1, User2',
    ],
    [
      ["--phantom", "--observers", "User1"],
      '--observers: leaves 1 of "Urinary bladder", who cannot disagree',
    ],
    [["--phantom", "--dry-run"], "--dry-run: stands beside --phantom"],
    [["--phantom", "--pattern", "{patient}"], "--pattern: stands beside --phantom"],
    [[".", "..", "--pattern", "{patient}"], "--pattern: stands beside 2 inputs, expected one folder"],
    [["--phantom", "--size", "8"], '--size: is "8", expected an integer of at least 16'],
  ])("%j", async (args, message) => {
    const out = temporaryFolder();
    const { status, stdout, stderr } = await softdice("reproduce", "gold-atlas", ...args, "--out", out);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`softdice: ${message}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(join(out, "manifest.json"))).toBe(false);
  });
});
