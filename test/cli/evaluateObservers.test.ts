import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { writeSegmentation } from "../../src/formats/dicom/seg-write.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

interface Document {
  readonly cases: readonly {
    readonly case: string;
    readonly structure: string;
    readonly meanRaterDice: number;
    readonly voxels: number;
    readonly observers: readonly { readonly name: string }[];
  }[];
  readonly warnings: readonly string[];
  readonly sources: readonly { readonly observer: string; readonly decision: string; readonly why: string }[];
}

const [{ grid, raters, probabilities }] = generatedStudy({ cases: 1 });
const [ana, bo, cem, model] = raters;

async function run(...args: string[]): Promise<{ status: number; stderr: string; document: Document }> {
  const found = await softdice("evaluate", ...args, "--json", "--quiet", "--no-surfaces");
  const document = (
    found.stdout === "" ? { cases: [], warnings: [], sources: [] } : JSON.parse(found.stdout)
  ) as Document;
  return { status: found.status ?? -1, stderr: found.stderr, document };
}

describe("observers of an evaluation", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  const mask = join(folder, "pred/p1.nii.gz");

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(() => {
    writeImage(mask, model, grid.shape, grid);
    const names = ["Ana", "Bo", "Cem"];
    [ana, bo, cem].forEach((data, k) =>
      writeImage(join(folder, `obs/p1/liver/${names[k]}.nii.gz`), data, grid.shape, grid),
    );
    const zip = Object.fromEntries(
      names.map((name) => [`p1/${name}.nii.gz`, readFileSync(join(folder, `obs/p1/liver/${name}.nii.gz`))]),
    );
    writeFileSync(join(folder, "drawn.zip"), zipSync(zip));
  });

  it("come from archives, and some of them by their names beside the files", async () => {
    const args = [mask, "--observers", join(folder, "drawn.zip"), "ana,CEM", "--out", join(folder, "zip")];
    const { status, document } = await run(...args);
    expect(status).toBe(0);
    const [one] = document.cases;
    expect(one.observers.map(({ name }) => name)).toEqual(["Ana", "Cem"]);
    expect(one.meanRaterDice).toBeCloseTo(evaluate(model, [ana, cem]).meanRaterDice, 12);
    expect(document.sources.find(({ observer }) => observer === "Bo")).toMatchObject({
      decision: "left out",
      why: "not asked for",
    });
  });

  it("fail by name where a name or a path is not there", async () => {
    const name = await run(mask, "--observers", join(folder, "obs"), "Zoe", "--out", join(folder, "zoe"));
    expect(name.status).toBe(1);
    expect(name.stderr).toMatch(/--observers: asks for Zoe.*Ana, Bo, Cem/u);
    const path = await run(mask, "--observers", "Zoe", "--out", join(folder, "path"));
    expect([path.status, path.stderr]).toEqual([
      2,
      expect.stringMatching(/^softdice: --observers: is Zoe, which is not there/u),
    ]);
  });

  it("are compared with a model's DICOM segmentation of the same name, on one grid", async () => {
    const bytes = writeSegmentation([{ name: "Liver", data: model }], grid, { kind: "binary" });
    mkdirSync(join(folder, "seg"), { recursive: true });
    writeFileSync(join(folder, "seg/p1.dcm"), bytes);
    const args = [join(folder, "seg"), "--observers", join(folder, "obs"), "--out", join(folder, "segout")];
    const { status, stderr, document } = await run(...args);
    expect([status, stderr]).toEqual([0, ""]);
    const [one] = document.cases;
    expect([one.structure.toLowerCase(), one.voxels]).toEqual(["liver", model.reduce((a, b) => a + b, 0)]);
    expect(one.meanRaterDice).toBeCloseTo(evaluate(model, [ana, bo, cem]).meanRaterDice, 12);
  });

  it("who draw most cases and are missing in one are said to be", async () => {
    const within = (path: string): string => join(folder, "most", path);
    for (const name of ["c1", "c2", "c3"]) {
      writeImage(within(`pred/${name}.nii.gz`), model, grid.shape, grid);
      writeImage(within(`Ana/${name}.nii.gz`), ana, grid.shape, grid);
      if (name !== "c2") writeImage(within(`Bo/${name}.nii.gz`), bo, grid.shape, grid);
    }
    writeImage(within("Cem/c1.nii.gz"), cem, grid.shape, grid);
    const observers = ["Ana", "Bo", "Cem"].map(within);
    const { status, document } = await run(
      within("pred"),
      "--observers",
      ...observers,
      "--out",
      within("out"),
    );
    expect(status).toBe(0);
    const absent = document.warnings.filter((text) => text.includes("without"));
    expect(absent).toEqual([
      "c2: without Bo (in 2 of 3 cases): ceiling and place are those among the other observers",
    ]);
  });

  it("who marked nothing inside the prediction's image are no observers who saw nothing", async () => {
    const far = { ...grid, originMm: [1125, 0, 0] as const };
    const elsewhere = writeImage(join(folder, "far/Ana.nii.gz"), ana, grid.shape, far);
    const { status, stderr } = await run(mask, "--observers", elsewhere, "--out", join(folder, "farout"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/Ana\.nii\.gz: marks nothing inside the prediction's image/u);
  });
});

describe("a folder of nnU-Net's predictions", () => {
  it("of version 1, with regions, an ignore label, a missing and an extra case is right or fails by name", async () => {
    const folder = temporaryFolder();
    const labels = Uint8Array.from(model, (v, i) => (v === 0 ? 0 : i % 3 === 0 ? 2 : 1));
    const reference = Uint8Array.from(ana, (v, i) => (v === 0 ? (i < 20 ? 3 : 0) : i % 3 === 0 ? 2 : 1));
    const classes = [probabilities, probabilities.map((p) => p / 2)];
    for (const name of ["c1", "c2"])
      writeNnunetCase(join(folder, "pred"), name, { classes, labels, grid, version: 1 });
    writeFileSync(
      join(folder, "pred/dataset.json"),
      JSON.stringify({ labels: { background: 0, whole: [1, 2], core: [2], ignore: 3 } }),
    );
    for (const name of ["c1", "c9"])
      writeImage(join(folder, `labelsTr/${name}.nii.gz`), reference, grid.shape, grid);
    const args = [join(folder, "pred"), "--observers", join(folder, "labelsTr")];
    const { status, stderr, document } = await run(...args, "--out", join(folder, "out"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/c2: has no observer, and is left out/u);
    const coreOf = (data: Uint8Array): Uint8Array => data.map((v) => Number(v === 2));
    const expected = [
      evaluate(model, [ana]).meanRaterDice,
      evaluate(coreOf(labels), [coreOf(reference)]).meanRaterDice,
    ];
    expect(document.cases.map((one) => [one.case, one.structure])).toEqual([
      ["c1", "whole"],
      ["c1", "core"],
    ]);
    document.cases.forEach((one, n) => expect(one.meanRaterDice).toBeCloseTo(expected[n], 12));
    expect(document.cases[0].observers.map(({ name }) => name)).toEqual(["labelsTr"]);
  });
});
