import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { npzOf, writeNnunetCase } from "../support/nnunet.ts";
import { plainDice } from "../support/raters.ts";

const [{ raters, grid, probabilities }] = generatedStudy({ cases: 1 });
const [model, ana, bo] = raters;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const put = (path: string, data: Uint8Array | Float32Array = ana): string =>
  writeImage(join(folder, path), data, grid.shape, grid);

async function run(...observers: string[]) {
  const { status, stderr, stdout } = await softdice(
    "evaluate",
    join(folder, "pred"),
    ...["--observers", ...observers.map((one) => join(folder, one))],
    ...["--out", join(folder, "out"), "--json", "--quiet", "--force", "--no-surfaces"],
  );
  const { cases = [] } = (stdout === "" ? {} : JSON.parse(stdout)) as {
    readonly cases?: readonly {
      readonly case: string;
      readonly meanRaterDice: number;
      readonly warnings: readonly string[];
      readonly observers: readonly { readonly name: string }[];
    }[];
  };
  return { status, stderr, cases };
}

describe("names of cases", () => {
  it("are found whatever the ending, and beside images as nnU-Net calls them, which are none", async () => {
    put("pred/case_1.nii.gz", model);
    put(
      "pred/case_1_0000.nii.gz",
      probabilities.map((p) => 1000 * p),
    );
    put("pred/case_2.nii.gz", model);
    put("obs/case_1.NII.GZ");
    put(
      "obs/case_1_0000.nii.gz",
      probabilities.map((p) => 1000 * p),
    );
    put("obs/case_2_seg.nii.gz");
    const { status, stderr, cases } = await run("obs");
    expect([status, stderr]).toEqual([0, ""]);
    expect(cases.map((one) => [one.case, one.observers.map(({ name }) => name)])).toEqual([
      ["case_1", ["obs"]],
      ["case_2", ["seg"]],
    ]);
    for (const one of cases) expect(one.meanRaterDice).toBeCloseTo(plainDice(model, ana), 12);
    const { status: cut } = await softdice(
      "threshold",
      join(folder, "pred"),
      "--out",
      join(folder, "cut"),
      "--quiet",
    );
    expect([
      cut,
      existsSync(join(folder, "cut/case_1")),
      existsSync(join(folder, "cut/case_1_0000")),
    ]).toEqual([0, true, false]);
  });

  it("that are nearly those of files are named, be it none or one of several", async () => {
    put("pred/Case_1.nii.gz", model);
    put("pred/case_2.nii.gz", model);
    put("obs/case_1.nii.gz");
    const none = await run("obs");
    expect([none.status, none.cases]).toEqual([2, []]);
    expect(none.stderr).toMatch(
      /holds no mask of Case_1, case_2; case_1\.nii\.gz is not called so, letter by letter/u,
    );
    put("obs/case_2.nii.gz");
    const one = await run("obs");
    expect([one.status, one.cases.length]).toEqual([1, 1]);
    expect(one.stderr).toBe(
      "softdice: Case_1: has no observer, and is left out; case_1.nii.gz is not called so, letter by letter\n",
    );
  });
});

describe("a model among the observers who are given", () => {
  it("is no observer of itself in a folder, and refused as a file", async () => {
    put("models/A/case_1.nii.gz", model);
    put("models/B/case_1.nii.gz", ana);
    put("models/C/case_1.nii.gz", bo);
    mkdirSync(join(folder, "models"), { recursive: true });
    symlinkSync(join(folder, "models/A"), join(folder, "pred"));
    const args = ["--json", "--quiet", "--no-surfaces", "--out", join(folder, "out")];
    const { status, stdout } = await softdice(
      "evaluate",
      join(folder, "models/A"),
      "--observers",
      join(folder, "models"),
      ...args,
    );
    const [{ meanRaterDice, observers }] = (JSON.parse(stdout) as Awaited<ReturnType<typeof run>>).cases;
    expect([status, observers.map(({ name }) => name)]).toEqual([0, ["B", "C"]]);
    expect(meanRaterDice).toBeCloseTo((plainDice(model, ana) + plainDice(model, bo)) / 2, 12);
    const file = join(folder, "models/A/case_1.nii.gz");
    const itself = await softdice("evaluate", file, "--observers", file, ...args);
    expect([itself.status, itself.stderr]).toEqual([
      2,
      expect.stringMatching(/case_1\.nii\.gz: is a prediction and an observer's mask at once/u),
    ]);
  });
});

describe("models as observers", () => {
  const write = (name: string, mask: Uint8Array): void => {
    const map = Float32Array.from(mask, (value) => 0.1 + 0.8 * value);
    const classes = [map.map((p) => 1 - p), map];
    writeNnunetCase(join(folder, "models", name), "case_1", { classes, labels: mask, grid });
    writeFileSync(
      join(folder, "models", name, "dataset.json"),
      JSON.stringify({ labels: { background: 0, liver: 1 } }),
    );
  };

  it("are their masks, whatever nnU-Net wrote beside them", async () => {
    write("A", model);
    write("B", ana);
    write("C", bo);
    const args = ["--json", "--quiet", "--no-surfaces", "--out", join(folder, "out")];
    const models = join(folder, "models");
    const { status, stdout } = await softdice(
      "evaluate",
      join(models, "A"),
      "--observers",
      join(models, "B"),
      join(models, "C"),
      ...args,
    );
    const [{ meanRaterDice, warnings }] = (JSON.parse(stdout) as Awaited<ReturnType<typeof run>>).cases;
    expect(status).toBe(0);
    expect(meanRaterDice).toBeCloseTo((plainDice(model, ana) + plainDice(model, bo)) / 2, 12);
    expect(warnings).toEqual(["passed over, no delineations: B/case_1.npz, C/case_1.npz"]);
    const study = [
      "--study",
      models,
      "--pattern",
      "{observer}/{patient}",
      "--out",
      join(folder, "consensus"),
      "--quiet",
    ];
    expect(await softdice("consensus", ...study)).toMatchObject({ status: 0, stderr: "" });
  });

  it("are arrays of masks where only an image has their name", async () => {
    put("pred/case_1.nii.gz", model);
    put(
      "Ana/case_1.nii.gz",
      probabilities.map((p) => 1000 * p),
    );
    writeFileSync(join(folder, "Ana/case_1.npz"), npzOf("mask", [Float32Array.from(ana)], grid));
    const { stdout } = await softdice(
      "evaluate",
      join(folder, "pred"),
      ...["--observers", join(folder, "Ana"), "--like", join(folder, "pred/case_1.nii.gz")],
      ...["--json", "--quiet", "--no-surfaces", "--out", join(folder, "out")],
    );
    const [{ meanRaterDice }] = (JSON.parse(stdout) as Awaited<ReturnType<typeof run>>).cases;
    expect(meanRaterDice).toBeCloseTo(plainDice(model, ana), 12);
  });
});

describe("what is said of a case", () => {
  it("are observers who marked the very same voxels, and a mask that is not its map's", async () => {
    put("pred/case_1.nii.gz", model);
    put("Ana/case_1.nii.gz");
    put("Bo/case_1.nii.gz");
    const copied = await run("Ana", "Bo");
    expect(copied.cases[0].warnings).toEqual([
      expect.stringMatching(/^Ana and Bo are the same mask, voxel for voxel/u),
    ]);
  });

  it("names an observer's file that cannot be read as results do, without the machine's folders", async () => {
    put("pred/case_1.nii.gz", model);
    put("Ana/case_1.nii.gz");
    mkdirSync(join(folder, "Bo"));
    symlinkSync(join(folder, "elsewhere.nii.gz"), join(folder, "Bo/case_1.nii.gz"));
    const { status, stderr } = await run("Ana", "Bo");
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^softdice: case_1: Bo\/case_1\.nii\.gz: cannot be read/u),
    ]);
    expect(readFileSync(join(folder, "out/manifest.json"), "utf8")).not.toContain(folder);
  });
});

describe("dataset.json above predictions", () => {
  const names = (text: string): string[] =>
    (JSON.parse(text) as { readonly cases: readonly { readonly structure: string }[] }).cases.map(
      ({ structure }) => structure,
    );

  it("names the classes of all folds of a training, of one that is given alone, and of an archive of them", async () => {
    const files: Record<string, Uint8Array> = {};
    for (const [fold, name] of ["case_1", "case_2"].entries()) {
      const path = `trainer/fold_${fold}/validation/${name}.nii.gz`;
      files[path.slice("trainer/".length)] = readFileSync(put(path, model));
      put(`labelsTr/${name}.nii.gz`);
    }
    const dataset = JSON.stringify({ labels: { background: 0, liver: 1 } });
    writeFileSync(join(folder, "trainer/dataset.json"), dataset);
    writeFileSync(
      join(folder, "trainer.zip"),
      zipSync({ ...files, "dataset.json": new TextEncoder().encode(dataset) }),
    );
    for (const [given, expected] of [
      ["trainer", ["liver", "liver"]],
      ["trainer/fold_1/validation", ["liver"]],
      ["trainer.zip", ["liver", "liver"]],
    ] as const) {
      const args = ["--observers", join(folder, "labelsTr"), "--no-surfaces", "--json", "--quiet", "--force"];
      const { stdout, status } = await softdice(
        "evaluate",
        join(folder, given),
        ...args,
        "--out",
        join(folder, "out"),
      );
      expect([status, names(stdout)]).toEqual([0, expected]);
    }
  });
});

describe("nnU-Net's predictions, map and mask of one name", () => {
  it("are the same to threshold in an archive as in a folder, and no observers to losses", async () => {
    const pred = join(folder, "pred");
    writeNnunetCase(pred, "case_1", {
      classes: [probabilities.map((p) => 1 - p), probabilities],
      labels: model,
      grid,
    });
    const files = Object.fromEntries(readdirSync(pred).map((name) => [name, readFileSync(join(pred, name))]));
    writeFileSync(join(folder, "pred.zip"), zipSync(files));
    const cut = async (input: string): Promise<unknown> => {
      const args = ["--json", "--quiet", "--out", join(folder, `cut ${input}`)];
      return JSON.parse((await softdice("threshold", join(folder, input), ...args)).stdout);
    };
    expect(await cut("pred.zip")).toEqual(await cut("pred"));
    expect(await cut("pred")).toMatchObject({ spacingMm: grid.spacingMm });
    const { status, stderr } = await softdice("losses", pred, "--out", join(folder, "losses"), "--quiet");
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/case_1\.npz: is a map beside the mask of its name/u),
    ]);
  });
});
