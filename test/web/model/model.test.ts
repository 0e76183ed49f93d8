import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModelReport } from "../../../web/work/model/evaluateModel.ts";
import { ModelDesk, type ModelRequest } from "../../../web/work/model/model.ts";
import type { StoredStudy } from "../../../web/work/study/stored.ts";
import { openDropped } from "../../support/dropped.ts";
import { softdice } from "../../support/cli.ts";
import { writeImage } from "../../support/files.ts";
import { generatedStudy } from "../../support/generatedStudy.ts";
import { writeNnunetCase } from "../../support/nnunet.ts";

const OBSERVERS = ["Ana", "Bo", "Cem", "Dee"];
const [{ grid, raters, probabilities }] = generatedStudy();

describe("a model in the app", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-model-"));
  const file = (path: string): { path: string; file: Blob } => ({
    path: relative(folder, path),
    file: new Blob([new Uint8Array(readFileSync(path))]),
  });
  let observers: string[];
  let study: StoredStudy;

  beforeAll(async () => {
    observers = raters.map((mask, k) =>
      writeImage(join(folder, "drawn", `${OBSERVERS[k]}.nii.gz`), mask, grid.shape, grid),
    );
    writeImage(join(folder, "map.nii.gz"), probabilities, grid.shape, grid);
    const labels = Uint8Array.from(probabilities, (p) => Number(p > 0.5));
    writeNnunetCase(join(folder, "pred"), "case_1", {
      classes: [probabilities.map((p) => 1 - p), probabilities],
      labels,
      grid,
    });
    writeFileSync(join(folder, "pred/dataset.json"), '{"labels": {"background": 0, "organ": 1}}');
    study = await openDropped(observers.map(file));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const evaluate = (
    source: ModelRequest["source"],
    of: StoredStudy,
    options: ModelRequest["options"] = { cut: "own" },
    structureNames: readonly string[] = of.structures.map(({ name }) => name),
  ): Promise<ModelReport> => {
    const names = of.structures.map((one) =>
      one.kind === "map" ? [] : one.observers.map(({ observer }) => observer),
    );
    const request = { source, structureNames, observerNames: names, unnamed: undefined, options };
    return new ModelDesk().evaluate(of, request, () => {});
  };

  /** `cases` and `all` of the command line on the same files. */
  const commandLine = async (prediction: string, drawn: readonly string[], ...options: string[]) => {
    const out = join(folder, `out-${prediction.replaceAll(/\W/gu, "")}-${drawn.length}${options.join("")}`);
    const args = [join(folder, prediction), "--observers", ...drawn, ...options, "--out", out];
    const { stdout } = await softdice("evaluate", ...args, "--json", "--quiet");
    return JSON.parse(stdout) as { cases: Record<string, unknown>[]; all: { sentence: string } };
  };

  /** The same figures of the app, as JSON has them. */
  const figures = ({ structures }: ModelReport): Record<string, unknown>[] =>
    structures.map(({ row }) => {
      const { reliability: _, ...map } = row.evaluation.map ?? { reliability: [] };
      const all = { ...row.evaluation, map: row.evaluation.map === null ? null : map };
      return JSON.parse(JSON.stringify(all)) as Record<string, unknown>;
    });

  const without = (names: readonly string[], one: Record<string, unknown>): unknown =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)));
  const withoutNames = (one: Record<string, unknown>): unknown => without(["case", "structure"], one);

  it("has the figures of softdice evaluate for a map, wherever it is cut", async () => {
    for (const [cut, option] of [
      ["own", "own"],
      [0.3, "0.3"],
    ] as const) {
      const source = { files: [file(join(folder, "map.nii.gz"))], drop: 1 };
      const { cases } = await commandLine("map.nii.gz", observers, "--cut", option);
      const found = figures(await evaluate(source, study, { cut }));
      expect(found).toEqual(cases.map(withoutNames));
      expect(found[0]["map"]).not.toBeNull();
    }
  });

  it("has them for nnU-Net's map with the mask beside it, by the class's name", async () => {
    const files = ["case_1.npz", "case_1.nii.gz", "dataset.json"].map((name) =>
      file(join(folder, "pred", name)),
    );
    const { cases } = await commandLine("pred", observers);
    const report = await evaluate({ files, drop: 1 }, study, { cut: "own" }, ["Organ"]);
    expect(figures(report)).toEqual(cases.map(withoutNames));
    expect(report.structures.map(({ structure }) => structure)).toEqual(["Organ"]);
    const nameless = await evaluate({ files, drop: 1 }, study, { cut: "own" }, ["bladder"]);
    expect(nameless.failures).toEqual([
      { structure: "organ", reason: expect.stringContaining("is drawn by nobody") as string },
    ]);
  });

  it("has them for an observer marked as the model, and for a map that was opened with the masks", async () => {
    const { cases } = await commandLine("drawn/Ana.nii.gz", observers.slice(1));
    expect(figures(await evaluate({ observer: "Ana" }, study))).toEqual(cases.map(withoutNames));
    const together = await openDropped([...observers, join(folder, "map.nii.gz")].map(file));
    const structure = together.structures.findIndex(({ kind }) => kind === "map");
    const { cases: ofMap } = await commandLine("map.nii.gz", observers);
    expect(figures(await evaluate({ structure }, together))).toEqual(ofMap.map(withoutNames));
  });

  it("asks where a map without geometry lies, and takes the observers' voxels when it is told", async () => {
    const files = [file(join(folder, "pred/case_1.npz"))];
    const refused = await evaluate({ files, drop: 1 }, study);
    expect(refused.failures[0].reason).toMatch(/case_1: holds no geometry.*expected the \.nii\.gz/u);
    const placed = await evaluate({ files, drop: 1 }, study, { cut: "own", like: true });
    expect(placed.structures[0].row.evaluation.volumeMl).toBeGreaterThan(0);
  });

  it("refuses observers on other voxels until it is told how to interpolate, then has the command line's figures", async () => {
    const moved = { ...grid, originMm: [0.4, 0.2, -0.5] } as const;
    writeImage(join(folder, "moved.nii.gz"), probabilities, grid.shape, moved);
    const source = { files: [file(join(folder, "moved.nii.gz"))], drop: 1 };
    const refused = await evaluate(source, study);
    expect(refused.failures[0].reason).toMatch(/is drawn on another grid/u);
    for (const resample of ["nearest", "linear"] as const) {
      const { cases } = await commandLine("moved.nii.gz", observers, "--resample", resample);
      const found = figures(await evaluate(source, study, { cut: "own", resample }));
      const ofCommandLine = cases.map((one) => without(["case", "structure", "warnings"], one));
      expect(found.map((one) => without(["warnings"], one))).toEqual(ofCommandLine);
    }
  });

  it("names the files where there are none or several", async () => {
    const two = observers.slice(0, 2).map(file);
    await expect(evaluate({ files: two, drop: 1 }, study)).rejects.toThrow(/prediction: is one of/u);
    const text = { path: "notes.txt", file: new Blob(["x"]) };
    await expect(evaluate({ files: [text], drop: 1 }, study)).rejects.toThrow(/is none of the files/u);
  });
});
