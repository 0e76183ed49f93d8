import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

interface Summary {
  readonly cases: readonly (ReturnType<typeof evaluate> & {
    readonly case: string;
    readonly structure: string;
  })[];
  readonly all: Record<string, { readonly mean: number } & number> & {
    readonly reliability: unknown[];
    readonly sentence: string;
  };
  readonly structures: readonly { readonly structure: string }[];
  readonly warnings: readonly string[];
}

const study = generatedStudy();
const [{ grid }] = study;
const OBSERVERS = ["Ana", "Bo", "Cem", "Dee"];

/** A folder as nnU-Net's predict leaves it, of two classes, and a folder an observer. */
function writeStudy(folder: string): void {
  for (const { name, probabilities, raters } of study) {
    const classes = [probabilities.map((p) => 1 - p), probabilities];
    const labels = Uint8Array.from(probabilities, (p) => Number(p > 0.5));
    writeNnunetCase(join(folder, "predictions"), name, { classes, labels, grid });
    raters.forEach((mask, k) =>
      writeImage(join(folder, OBSERVERS[k], `${name}.nii.gz`), mask, grid.shape, grid),
    );
  }
  writeFileSync(
    join(folder, "predictions", "dataset.json"),
    JSON.stringify({ labels: { background: 0, liver: 1 }, channel_names: { 0: "CT" } }),
  );
  writeFileSync(join(folder, "predictions", "plans.json"), "{}");
}

describe("softdice evaluate on a folder of nnU-Net's predictions", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  const out = join(folder, "out");
  let summary: Summary;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    writeStudy(folder);
    const observers = OBSERVERS.map((name) => join(folder, name));
    const found = await softdiceProcess(
      "evaluate",
      join(folder, "predictions"),
      "--observers",
      ...observers,
      "--out",
      out,
      "--json",
      "--quiet",
    );
    expect([found.status, found.stderr]).toEqual([0, ""]);
    summary = JSON.parse(found.stdout) as Summary;
  });

  it("finds map, mask, class and observers of each case", () => {
    expect(summary.cases.map((one) => [one.case, one.structure])).toEqual(
      study.map(({ name }) => [name, "liver"]),
    );
    for (const { observers } of summary.cases) expect(observers.map(({ name }) => name)).toEqual(OBSERVERS);
    expect(summary.warnings).toEqual([]);
  });

  it("says of each case what the library says of its mask and of its map", () => {
    study.forEach(({ probabilities, raters }, n) => {
      const mask = Uint8Array.from(probabilities, (p) => Number(p > 0.5));
      const {
        map: _,
        warnings: __,
        generalisedEnergyDistance: ___,
        ...ofMask
      } = evaluate(mask, raters, {
        grid,
        names: OBSERVERS,
      });
      expect(asJson(summary.cases[n])).toMatchObject(asJson(ofMask));
      const { reliability: ____, ...map } = evaluate(probabilities, raters, { grid, kind: "map" }).map!;
      expect(asJson(summary.cases[n].map)).toEqual(asJson(map));
    });
  });

  it("writes the same document, tables of cases and observers, the report and its figures", () => {
    expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).toEqual(summary);
    const rows = (name: string): string[][] =>
      readFileSync(join(out, name), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => line.split(","));
    const [header, ...cases] = rows("cases.csv");
    expect(cases).toHaveLength(6);
    const column = header.indexOf("meanRaterDice");
    cases.forEach((cells, n) => expect(Number(cells[column])).toBeCloseTo(summary.cases[n].meanRaterDice, 5));
    expect(rows("observers.csv")).toHaveLength(1 + 24);
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("95 % interval");
    for (const name of ["place", "dice-by-threshold", "reliability"])
      for (const ending of ["svg", "png"])
        expect(existsSync(join(out, `figures/${name}.${ending}`))).toBe(true);
    expect(report).not.toContain(folder);
    expect(readFileSync(join(out, "manifest.json"), "utf8")).not.toContain(folder);
  });

  it("has the means over the cases and the threshold for all of them", () => {
    const mean = summary.cases.reduce((sum, one) => sum + one.meanRaterDice, 0) / 6;
    expect(summary.all["meanRaterDice"].mean).toBeCloseTo(mean, 12);
    expect(summary.all.sentence).toMatch(/^The model agrees with the observers .* over 6 cases\./u);
    expect(summary.all["datasetThreshold"]).toBeGreaterThan(0);
    expect(summary.all["datasetThreshold"]).toBeLessThan(0.5);
    expect(summary.all["datasetDice"]).toBeGreaterThanOrEqual(summary.all["crossValidatedDice"]);
    expect(summary.all.reliability).toHaveLength(20);
  });

  it("gives the same document again from what it keeps, and passes what it was asked about in a dry run", async () => {
    const args = [join(folder, "predictions"), "--observers", ...OBSERVERS.map((name) => join(folder, name))];
    const again = await softdice("evaluate", ...args, "--out", out, "--json", "--quiet");
    expect(JSON.parse(again.stdout)).toEqual(summary);
    const dry = await softdice("evaluate", ...args, "--dry-run");
    expect(dry.stdout).toMatch(/case_1\.npz +case_1 +liver +the model +used: probability map\n/u);
    expect(dry.stdout).toMatch(/case_1\.nii\.gz +case_1 +liver +the model +used: mask\n/u);
    expect(dry.stdout).toMatch(/Ana\/case_1\.nii\.gz: liver +case_1 +liver +Ana +\d+ +used\n/u);
    expect(dry.stdout).toMatch(/passed over, no predictions: .*case_1\.pkl/u);
  });
});

describe("softdice evaluate on files", () => {
  const [{ raters, probabilities }] = study;

  it("takes a single map and any observers' files beside it, and cuts it where it is told", async () => {
    const folder = temporaryFolder();
    const map = writeImage(join(folder, "model.nii.gz"), probabilities, grid.shape, grid);
    const observers = raters.map((mask, k) =>
      writeImage(join(folder, "drawn", `${OBSERVERS[k]}.nii.gz`), mask, grid.shape, grid),
    );
    const args = [map, "--observers", ...observers, "--cut", "0.3", "--json", "--quiet"];
    const found = await softdice("evaluate", ...args, "--out", join(folder, "out"));
    expect([found.status, found.stderr]).toEqual([0, ""]);
    const [one] = (JSON.parse(found.stdout) as Summary).cases;
    const expected = evaluate(probabilities, raters, { grid, cut: 0.3 });
    expect(one.voxels).toBe(expected.voxels);
    expect(one.meanRaterDice).toBeCloseTo(expected.meanRaterDice, 12);
    expect(one.map?.bestThreshold).toBeCloseTo(expected.map?.bestThreshold ?? 0, 9);
  });

  it("reads label maps by dataset.json of version 1, and a folder a case", async () => {
    const folder = temporaryFolder();
    const two = Uint8Array.from(raters[0], (v, i) => (v === 1 ? 1 : i < 40 ? 2 : 0));
    writeImage(join(folder, "pred/p1.nii.gz"), two, grid.shape, grid);
    writeFileSync(
      join(folder, "pred/dataset.json"),
      JSON.stringify({ labels: { 0: "background", 1: "liver", 2: "spleen" } }),
    );
    writeImage(join(folder, "obs/p1/Ana.nii.gz"), two, grid.shape, grid);
    writeImage(
      join(folder, "obs/p1/Bo.nii.gz"),
      Uint8Array.from(two, (v) => (v === 2 ? 0 : v)),
      grid.shape,
      grid,
    );
    const found = await softdice(
      "evaluate",
      join(folder, "pred"),
      "--observers",
      join(folder, "obs"),
      "--json",
      "--quiet",
      "--out",
      join(folder, "out"),
    );
    const { cases, structures } = JSON.parse(found.stdout) as Summary;
    expect(cases.map(({ structure, meanRaterDice, voxels }) => [structure, meanRaterDice, voxels])).toEqual([
      ["liver", 1, raters[0].reduce((a, b) => a + b, 0)],
      ["spleen", 0.5, two.filter((v) => v === 2).length],
    ]);
    expect(cases[1].warnings).toEqual([expect.stringContaining("Bo marked nothing")]);
    expect(structures.map(({ structure }) => structure)).toEqual(["liver", "spleen"]);
  });

  it("names what it cannot use, in a line", async () => {
    const folder = temporaryFolder();
    const mask = writeImage(join(folder, "p1.nii.gz"), raters[0], grid.shape, grid);
    const observer = writeImage(join(folder, "obs/Ana.nii.gz"), raters[1], grid.shape, grid);
    const moved = writeImage(join(folder, "obs/Bo.nii.gz"), raters[1], grid.shape, {
      ...grid,
      originMm: [5, 0, 0.3],
    });
    writeNnunetCase(join(folder, "npz"), "p1", {
      classes: [probabilities.map((p) => 1 - p), probabilities],
      labels: raters[0],
      grid,
    });
    mkdirSync(join(folder, "alone"));
    const npz = join(folder, "alone/p1.npz");
    copyFileSync(join(folder, "npz/p1.npz"), npz);
    const run = (...args: string[]) =>
      softdice("evaluate", ...args, "--out", join(folder, "out"), "--force", "--quiet");
    const cases: [string[], number, RegExp][] = [
      [[mask, "--observers", moved], 1, /lies on another grid than the prediction.*--resample/u],
      [[npz, "--observers", observer], 1, /p1\.npz: holds no geometry.*--like/u],
      [
        [mask, join(folder, "npz/p1.nii.gz"), "--observers", observer],
        2,
        /has the name of .*one prediction a case/u,
      ],
      [[join(folder, "nothing"), "--observers", observer], 2, /nothing: cannot be read/u],
      [
        [join(folder, "npz/p1.pkl"), "--observers", observer],
        2,
        /p1\.pkl: is neither a mask nor a probability map/u,
      ],
      [[mask, "--observers", join(folder, "npz/p1.pkl")], 1, /p1\.pkl: is of no known image format/u],
      [
        [mask, "--observers", writeImage(join(folder, "soft.nii.gz"), probabilities, grid.shape, grid)],
        1,
        /soft\.nii\.gz: holds 0\.\d+, expected a mask/u,
      ],
    ];
    for (const [args, status, message] of cases) {
      const found = await run(...args);
      expect(found.stderr).toMatch(message);
      expect(found.stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(found.status).toBe(status);
    }
    expect((await run(npz, "--observers", observer, "--like", mask)).status).toBe(0);
    expect((await run(mask, "--observers", moved, "--resample", "nearest")).status).toBe(0);
  });
});

/** NaN as null, as JSON has it. */
function asJson(value: unknown): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
