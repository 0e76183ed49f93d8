import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { Grid } from "../../src/image/grid.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

interface Document {
  readonly cases: readonly {
    readonly case: string;
    readonly structure: string;
    readonly voxels: number;
    readonly meanRaterDice: number | null;
    readonly map: { readonly halfDice: number } | null;
  }[];
  readonly structures: readonly { readonly structure: string; readonly sentence: string }[];
}

const study = generatedStudy({ cases: 3 });
const [{ grid }] = study;

async function run(folder: string, ...args: string[]) {
  const { status, stderr, stdout } = await softdice(
    "evaluate",
    join(folder, "pred"),
    ...args,
    ...["--out", join(folder, "out"), "--force", "--json", "--quiet", "--no-surfaces"],
  );
  return { status, stderr, document: (stdout === "" ? { cases: [] } : JSON.parse(stdout)) as Document };
}

/** nnU-Net's predictions of all cases, each changed by `map`, and one observer. */
function writePredictions(map: (probabilities: Float32Array, n: number) => Float32Array): string {
  const folder = temporaryFolder();
  study.forEach(({ name, probabilities, raters }, n) => {
    const changed = map(probabilities, n);
    const classes = [changed.map((p) => 1 - p), changed];
    writeNnunetCase(join(folder, "pred"), name, { classes, labels: raters[0], grid });
    writeImage(join(folder, "obs", `${name}.nii.gz`), raters[1], grid.shape, grid);
  });
  writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels: { background: 0, liver: 1 } }));
  return folder;
}

describe("a folder of nnU-Net's predictions", () => {
  it("with what it hands to the next stage of a cascade is that of the predictions beside it", async () => {
    const folder = writePredictions((map) => map);
    const next = join(folder, "pred/predicted_next_stage/3d_cascade_fullres");
    mkdirSync(next, { recursive: true });
    for (const { name } of study) {
      writeFileSync(join(next, `${name}.npz`), "PK");
      writeFileSync(join(folder, "pred", `${name}_segFromPrevStage.npz`), "PK");
    }
    const found = await run(folder, "--observers", join(folder, "obs"));
    expect([found.status, found.stderr]).toEqual([0, ""]);
    expect(found.document.cases.map((one) => one.map?.halfDice)).toEqual(
      study.map(({ probabilities, raters }) => evaluate(probabilities, [raters[1]], { grid }).map?.halfDice),
    );
    // One observer differs from nobody.
    expect(found.document.structures[0].sentence).toMatch(
      /^No case has two observers .* Its mean Dice with the observers is 0\.\d+\.$/u,
    );
  });

  it("with NaN in a map, and with a mask of other voxels than its map, loses these cases by name", async () => {
    const folder = writePredictions((map, n) => (n === 1 ? map.with(17, Number.NaN) : map));
    const cropped: Grid["shape"] = [16, 14, 5];
    const mask = new Uint8Array(16 * 14 * 5);
    writeImage(join(folder, "pred", `${study[2].name}.nii.gz`), mask, cropped, { ...grid, shape: cropped });
    const { status, stderr, document } = await run(folder, "--observers", join(folder, "obs"));
    expect(status).toBe(1);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/case_2: case_2\.npz: holds NaN at value 17, expected probabilities/u),
      expect.stringMatching(
        /case_3: case_3\.npz: has 16×14×7 voxels against 16×14×5 of case_3\.nii\.gz, expected the same voxels/u,
      ),
    ]);
    expect(document.cases.map((one) => one.case)).toEqual(["case_1"]);
  });

  it("with observers of another spacing loses these cases by name, and has them where they may be resampled", async () => {
    const folder = writePredictions((map) => map);
    const coarse = { ...grid, spacingMm: [1.125, 1.25, 5] as const };
    const [{ name, raters }] = study;
    writeImage(join(folder, "obs", `${name}.nii.gz`), raters[1], grid.shape, coarse);
    const args = ["--observers", join(folder, "obs")];
    const refused = await run(folder, ...args);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /^softdice: case_1, liver: .*another grid.* spacing \(1\.125, 1\.25, 5\) mm/u,
    );
    expect(refused.document.cases.map((one) => one.case)).toEqual(["case_2", "case_3"]);
    const resampled = await run(folder, ...args, "--resample", "nearest");
    expect([resampled.status, resampled.document.cases.length]).toEqual([0, 3]);
  });
});

describe("label maps without dataset.json", () => {
  /** Label maps with these labels a case, voxel by voxel in turn, by a model and two observers. */
  function writeLabelMaps(labels: readonly (readonly number[])[]): string {
    const folder = temporaryFolder();
    study.forEach(({ name, raters }, n) =>
      ["pred", "A", "B"].forEach((who, k) => {
        const own = Uint8Array.from(raters[k], (v, i) => (v === 0 ? 0 : labels[n][i % labels[n].length]));
        writeImage(join(folder, who, `${name}.nii.gz`), own, grid.shape, grid);
      }),
    );
    return folder;
  }
  const observers = (folder: string): string[] => ["--observers", join(folder, "A"), join(folder, "B")];

  it("lose by name a case of one label where others hold several, unless the labels are listed", async () => {
    const folder = writeLabelMaps([[1], [1, 2], [1, 2]]);
    const { status, stderr, document } = await run(folder, ...observers(folder));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^softdice: case_1: holds one label, where other cases hold several.*--labels/u);
    expect(document.structures.map(({ structure }) => structure)).toEqual(["label 1", "label 2"]);
    expect(document.cases.map((one) => one.case)).toEqual(["case_2", "case_2", "case_3", "case_3"]);
    const listed = await run(folder, ...observers(folder), "--labels", "1,2");
    expect([listed.status, listed.stderr]).toEqual([0, ""]);
    const [first, second] = listed.document.cases;
    expect([first.case, first.structure, first.voxels]).toEqual([
      "case_1",
      "label 1",
      study[0].raters[0].reduce((a, b) => a + b),
    ]);
    expect([second.structure, second.voxels, second.meanRaterDice]).toEqual(["label 2", 0, null]);
  });

  it("name the cases that lack a label of others, and count it as predicted empty where labels are listed", async () => {
    const folder = writeLabelMaps([
      [1, 2],
      [1, 2],
      [1, 3],
    ]);
    const { status, stderr } = await run(folder, ...observers(folder));
    expect(status).toBe(1);
    for (const lost of ["case_1, label 3", "case_2, label 3", "case_3, label 2"])
      expect(stderr).toContain(`softdice: ${lost}: is not in the prediction, as it is in other cases`);
    const listed = await run(folder, ...observers(folder), "--labels", "1,2");
    expect([listed.status, listed.document.cases.length]).toEqual([0, 6]);
  });

  it("of one label in every case are masks of one structure", async () => {
    const folder = writeLabelMaps([[1], [1], [2]]);
    const { status, document } = await run(folder, ...observers(folder));
    expect([status, document.structures.map(({ structure }) => structure)]).toEqual([0, [""]]);
  });
});

it("models without any reference are each other's observers, in a consensus and each against the rest", async () => {
  const folder = temporaryFolder();
  const models = ["A", "B", "C"];
  for (const { name, raters } of study)
    models.forEach((model, k) =>
      writeImage(join(folder, "models", model, `${name}.nii.gz`), raters[k], grid.shape, grid),
    );
  const all = ["--study", join(folder, "models"), "--pattern", "{observer}/{patient}"];
  const consensus = await softdice("consensus", ...all, "--out", join(folder, "consensus"), "--no-surfaces");
  expect(consensus.stdout).toMatch(/^3 patients, /mu);
  for (const [k, model] of models.entries()) {
    const others = [0, 1, 2].filter((other) => other !== k);
    const { status, stdout } = await softdice(
      "evaluate",
      join(folder, "models", model),
      ...["--observers", ...others.map((other) => join(folder, "models", models[other]))],
      ...["--out", join(folder, "out", model), "--json", "--quiet", "--no-surfaces"],
    );
    const { cases } = JSON.parse(stdout) as Document;
    expect([status, cases.length]).toEqual([0, 3]);
    cases.forEach((one, n) => {
      const { raters } = study[n];
      const rest = others.map((other) => raters[other]);
      expect(one.meanRaterDice).toBeCloseTo(evaluate(raters[k], rest).meanRaterDice, 12);
    });
  }
});
