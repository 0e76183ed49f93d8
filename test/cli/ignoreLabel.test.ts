import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { evaluate } from "../../src/evaluation/evaluate.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { writeNnunetCase } from "../support/nnunet.ts";
import { count, meanOf, plainDice, plainMeanDice } from "../support/raters.ts";

type Row = ReturnType<typeof evaluate> & { readonly case: string; readonly structure: string };

const IGNORE = 3;
const [{ name, probabilities, raters, grid }] = generatedStudy({ cases: 1, observers: 3 });
const [width, height] = grid.shape;
const labels = { background: 0, liver: 1, tumour: 2, ignore: IGNORE };

/** A label map of a liver with a tumour in the lower half. */
const labelled = (mask: Uint8Array): Uint8Array =>
  mask.map((value, i) => (value === 1 && i % 16 < 7 ? 2 : value));
/** Ana did not judge a slab, Bo single voxels, Cem all but nothing. */
const unjudged = [
  (i: number) => Math.floor(i / width) % height === 8,
  (i: number) => i % 11 === 4,
  () => false,
];
const drawn = raters.map((mask, k) => labelled(mask).map((value, i) => (unjudged[k](i) ? IGNORE : value)));
const isKept = (_: unknown, i: number): boolean => unjudged.every((is) => !is(i));
const OBSERVERS = ["Ana", "Bo", "Cem"];

function write(
  folder: string,
  predicted = labelled(Uint8Array.from(probabilities, (p) => Number(p > 0.5))),
): void {
  const half = probabilities.map((p, i) => (i % 16 < 7 ? p : 0));
  const classes = [probabilities.map((p) => 1 - p), probabilities.map((p, i) => p - half[i]), half];
  writeNnunetCase(join(folder, "pred"), name, { classes, labels: predicted, grid });
  writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels }));
  drawn.forEach((data, k) =>
    writeImage(join(folder, OBSERVERS[k], `${name}.nii.gz`), data, grid.shape, grid),
  );
}

async function evaluated(folder: string, ...args: string[]) {
  const observers = OBSERVERS.map((observer) => join(folder, observer));
  const { status, stderr, stdout } = await softdice(
    "evaluate",
    join(folder, "pred"),
    ...["--observers", ...observers, "--out", join(folder, "out"), "--json", "--quiet", "--force"],
    ...args,
  );
  return { status, stderr, cases: (JSON.parse(stdout) as { readonly cases: readonly Row[] }).cases };
}

describe("voxels that an observer gave nnU-Net's ignore label", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  let result: Awaited<ReturnType<typeof evaluated>>;

  beforeAll(async () => {
    write(folder);
    result = await evaluated(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are left out of every figure of voxels, for all observers and the model", () => {
    const { status, stderr, cases } = result;
    expect([status, stderr]).toEqual([0, ""]);
    expect(cases.map(({ structure }) => structure)).toEqual(["liver", "tumour"]);
    const voxelMl = grid.spacingMm.reduce((a, b) => a * b) / 1000;
    cases.forEach((found, n) => {
      const of = (values: Uint8Array): number[] =>
        Array.from(values, (v) => Number(v === n + 1)).filter(isKept);
      const masks = drawn.map(of);
      const model = of(labelled(Uint8Array.from(probabilities, (p) => Number(p > 0.5))));
      const map = Array.from(probabilities, (p, i) => (i % 16 < 7 === (n === 1) ? p : 0)).filter(isKept);
      const at = (a: number): number =>
        plainMeanDice(
          map.map((p) => Number(p > a)),
          masks,
        );
      expect([found.voxels, found.observers.map(({ voxels }) => voxels)]).toEqual([
        count(model),
        masks.map(count),
      ]);
      expect(found.volumeMl).toBeCloseTo(count(model) * voxelMl, 10);
      masks.forEach((mask, k) => expect(found.observers[k].dice).toBeCloseTo(plainDice(model, mask), 13));
      expect(found.meanRaterDice).toBeCloseTo(plainMeanDice(model, masks), 13);
      expect(found.marginalDice).toBeCloseTo(plainDice(model, meanOf(masks)), 13);
      const votes = [0, 1, 2].map((v) => meanOf(masks).map((m) => Number(3 * m > v + 0.5)));
      expect(found.ceiling.marginalDice).toBeCloseTo(
        Math.max(...votes.map((one) => plainDice(one, meanOf(masks)))),
        13,
      );
      expect(found.observersAmongThemselves.mean).toBeCloseTo(
        (
          [
            [0, 1],
            [0, 2],
            [1, 2],
          ] as const
        ).reduce((sum, [j, k]) => sum + plainDice(masks[j], masks[k]), 0) / 3,
        13,
      );
      expect(found.map?.bestDice).toBeCloseTo(Math.max(...[0, ...map].map(at)), 12);
      expect(found.map?.halfDice).toBeCloseTo(at(0.5 - 1e-9), 12);
      expect(found.map?.volumeMl).toBeCloseTo(map.reduce((a, b) => a + b) * voxelMl, 6);
    });
  });

  it("are counted in a note, and there are no distances across them in any file", () => {
    const { cases } = result;
    const left = probabilities.length - probabilities.filter(isKept).length;
    for (const { warnings, hausdorff95Mm, meanDistanceMm, surfaceDice, observers, ...found } of cases) {
      expect(warnings).toEqual([
        expect.stringMatching(
          `^${left} of ${probabilities.length} voxels are left out of every figure.* no distances`,
        ),
        "Voxels that an observer gave the ignore label, 3, are left out.",
      ]);
      expect([hausdorff95Mm, meanDistanceMm, surfaceDice]).toEqual([null, null, null]);
      expect(observers.map((one) => one.hausdorff95Mm)).toEqual([null, null, null]);
      expect(found.observersAmongThemselves.surfaces).toBeNull();
    }
    const table = readFileSync(join(folder, "out/cases.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    const column = table[0].indexOf("hausdorff95Mm");
    expect(table.slice(1).map((row) => row.slice(column, column + 3))).toEqual([
      ["", "", ""],
      ["", "", ""],
    ]);
    expect(readFileSync(join(folder, "out/report.html"), "utf8")).toContain("are left out of every figure");
  });

  it("stay where they are when an observer's axes run another way, and on a grid that is resampled", async () => {
    const { cases } = result;
    const other = temporaryFolder();
    write(other);
    const flipped = drawn[0].map((_, i) => drawn[0][i - (i % width) + (width - 1 - (i % width))]);
    const { originMm, directions, spacingMm } = grid;
    writeImage(join(other, "Ana", `${name}.nii.gz`), flipped, grid.shape, {
      ...grid,
      originMm: [originMm[0] + (width - 1) * spacingMm[0], originMm[1], originMm[2]],
      directions: [[-1, 0, 0], directions[1], directions[2]],
    });
    const moved = { ...grid, originMm: [originMm[0] + 0.3, originMm[1], originMm[2]] as const };
    writeImage(join(other, "Bo", `${name}.nii.gz`), drawn[1], grid.shape, moved);
    const again = await evaluated(other, "--resample", "nearest");
    expect(again.cases.map((one) => one.observers.map(({ dice }) => dice))).toEqual(
      cases.map((one) => one.observers.map(({ dice }) => dice)),
    );
  });
});

describe("a study in which one case has such voxels", () => {
  it("has distances of the others, and says over how many", async () => {
    const folder = temporaryFolder();
    write(folder);
    raters.forEach((mask, k) =>
      writeImage(join(folder, OBSERVERS[k], "case_2.nii.gz"), labelled(mask), grid.shape, grid),
    );
    writeImage(join(folder, "pred/case_2.nii.gz"), labelled(raters[1]), grid.shape, grid);
    const { status, cases } = await evaluated(folder, "--structures", "liver");
    expect([status, cases.map((one) => one.hausdorff95Mm === null)]).toEqual([0, [true, false]]);
    const report = readFileSync(join(folder, "out/report.html"), "utf8");
    expect(report).toContain("95 % Hausdorff distance (mm), over 1 case");
    expect(report).not.toContain("mean Dice with the observers, over");
  });
});

describe("the ignore label where it cannot be right", () => {
  it("is named in a prediction, and where it leaves no voxel to compare", async () => {
    const folder = temporaryFolder();
    write(folder, drawn[0]);
    const predicted = await evaluated(folder);
    expect([predicted.status, predicted.cases]).toEqual([1, []]);
    expect(predicted.stderr).toMatch(
      /case_1\.nii\.gz: holds the ignore label, 3, which a model never predicts/u,
    );
    write(folder);
    const rest = drawn[0].map((value) => (value === IGNORE ? 0 : IGNORE));
    writeImage(join(folder, "Bo", `${name}.nii.gz`), rest, grid.shape, grid);
    const nothing = await evaluated(folder);
    expect([nothing.status, nothing.cases]).toEqual([1, []]);
    expect(nothing.stderr).toMatch(
      /liver: .*every voxel, expected at least one voxel that all observers judged/u,
    );
  });

  it("and other labels that are no class are said, or fail where there is no other", async () => {
    const folder = temporaryFolder();
    write(
      folder,
      drawn[2].map((value, i) => (value === 0 && i < 9 ? 7 : value)),
    );
    writeImage(
      join(folder, "Cem", `${name}.nii.gz`),
      drawn[2].map((v, i) => (i < 5 ? 9 : v)),
      grid.shape,
      grid,
    );
    const { status, cases } = await evaluated(folder, "--no-surfaces");
    expect(status).toBe(0);
    expect(cases[0].warnings.join("\n")).toMatch(
      /dataset\.json does not name it: label 7.*\n.*does not predict it: label 9/su,
    );
    writeImage(
      join(folder, "Cem", `${name}.nii.gz`),
      raters[2].map((v) => 255 * v),
      grid.shape,
      grid,
    );
    const mask = await evaluated(folder, "--no-surfaces");
    expect([mask.status, mask.cases]).toEqual([1, []]);
    expect(mask.stderr).toMatch(/Cem\/case_1\.nii\.gz: holds the label 255, expected some of the labels/u);
    write(
      folder,
      raters[0].map((v) => 255 * v),
    );
    const prediction = await evaluated(folder, "--no-surfaces");
    expect(prediction.stderr).toMatch(
      /pred\/case_1\.nii\.gz|case_1\.nii\.gz: holds label 255, which dataset\.json does not name/u,
    );
  });
});
