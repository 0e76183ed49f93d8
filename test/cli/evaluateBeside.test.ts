import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../src/formats/npy/write.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { generatedStudy } from "../support/generatedStudy.ts";
import { plainDice } from "../support/raters.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

interface Row {
  readonly structure: string;
  readonly voxels: number;
  readonly volumeMl: number;
  readonly meanRaterDice: number;
  readonly warnings: readonly string[];
}

const [{ name, probabilities, raters, grid }] = generatedStudy({ cases: 1 });
const [model, observer] = raters;
const classes = [probabilities.map((p) => 1 - p), probabilities];

async function evaluated(folder: string, prediction: string, ...args: string[]) {
  const { status, stderr, stdout } = await softdice(
    "evaluate",
    join(folder, prediction),
    ...["--observers", join(folder, "obs"), "--out", join(folder, "out")],
    ...["--force", "--json", "--quiet", "--no-surfaces"],
    ...args,
  );
  const { cases } = (stdout === "" ? { cases: [] } : JSON.parse(stdout)) as { readonly cases: Row[] };
  return { status, stderr, cases };
}

function writeObserver(): string {
  const folder = temporaryFolder();
  writeImage(join(folder, "obs", `${name}.nii.gz`), observer, grid.shape, grid);
  return folder;
}

describe("a prediction named as a file", () => {
  it("has the classes and the mask that its folder gives it", async () => {
    const folder = writeObserver();
    writeNnunetCase(join(folder, "pred"), name, { classes, labels: model, grid });
    writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels: { background: 0, liver: 1 } }));
    const expected = { structure: "liver", meanRaterDice: plainDice(model, observer) };
    for (const prediction of ["pred", `pred/${name}.npz`]) {
      const { status, stderr, cases } = await evaluated(folder, prediction);
      expect([status, stderr]).toEqual([0, ""]);
      expect(cases).toEqual([expect.objectContaining(expected)]);
    }
  });

  it("of a .npz has its classes in threshold too", async () => {
    const folder = writeObserver();
    writeNnunetCase(join(folder, "pred"), name, {
      classes: [probabilities, probabilities],
      labels: model,
      grid,
    });
    const labels = { background: 0, whole: [1, 2], core: [2] };
    writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels }));
    const file = join(folder, "pred", `${name}.npz`);
    const { stdout } = await softdice("threshold", file, "--out", join(folder, "out"), "--json", "--quiet");
    const { maps } = JSON.parse(stdout) as { readonly maps: readonly { readonly structure: string }[] };
    expect(maps.map(({ structure }) => structure)).toEqual(["whole", "core"]);
  });
});

describe("a file that is no prediction", () => {
  it.each([
    [
      "NaN",
      (p: number, i: number) => (i === 3 ? Number.NaN : p),
      /holds NaN in 1 places.*where the prediction is made/u,
    ],
    ["percentages", (p: number) => 100 * p, /holds values of an image.*divide percentages by 100/u],
  ])("is refused for %s, with a remedy", async (_, change, message) => {
    const folder = writeObserver();
    writeImage(join(folder, "pred", `${name}.nii.gz`), probabilities.map(change), grid.shape, grid);
    const { status, stderr } = await evaluated(folder, "pred");
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});

describe("a folder of an observer", () => {
  it("that holds no predicted case is named, and the exit status says so", async () => {
    const folder = writeObserver();
    writeImage(join(folder, "pred", `${name}.nii.gz`), model, grid.shape, grid);
    const other = writeImage(join(folder, "Bo", `${name.toUpperCase()}.nii.gz`), observer, grid.shape, grid);
    const given = ["evaluate", join(folder, "pred"), "--observers", join(folder, "obs"), join(other, "..")];
    for (const last of [["--dry-run"], ["--out", join(folder, "out"), "--no-surfaces"]]) {
      const { status, stderr } = await softdice(...given, ...last, "--quiet");
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/^softdice: Bo: holds no file .* predicted case/u),
      ]);
    }
  });
});

describe("channels that do not add up to 1", () => {
  const sigmoids = [probabilities, probabilities.map((p) => p ** 2)];
  function writeSigmoids(): string {
    const folder = temporaryFolder();
    writeNnunetCase(join(folder, "pred"), name, { classes: sigmoids, labels: model, grid });
    return folder;
  }

  it("hold no background, and are all cut and compared, with a word on it", async () => {
    const folder = writeSigmoids();
    const file = join(folder, "pred", `${name}.npz`);
    for (const command of ["threshold", "losses"]) {
      const { status, stdout } = await softdice(
        command,
        file,
        "--out",
        join(folder, command),
        "--json",
        "--quiet",
      );
      const { maps } = JSON.parse(stdout) as {
        readonly maps: readonly { readonly l1: number; warnings: string[] }[];
      };
      expect(status).toBe(0);
      expect(maps.map(({ l1 }) => l1)).toEqual(
        sigmoids.map((map) => expect.closeTo(map.reduce((a, b) => a + b) / map.length, 6) as number),
      );
      expect(maps[0].warnings.join()).toMatch(
        /2 channels do not add up to 1, so that none is taken for the background/u,
      );
    }
  });

  it("are refused where dataset.json names others", async () => {
    const folder = writeSigmoids();
    const labels = { background: 0, liver: 1, spleen: 2 };
    writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels }));
    const file = join(folder, "pred", `${name}.npz`);
    const { status, stderr } = await softdice("threshold", file, "--out", join(folder, "named"), "--quiet");
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/holds 2 maps, expected the background and the 2 classes/u),
    ]);
  });
});

describe("a prediction without geometry", () => {
  const like = join("obs", `${name}.nii.gz`);

  it("lies where --like says, be it a mask or a map", async () => {
    const folder = writeObserver();
    mkdirSync(join(folder, "pred"));
    for (const [data, mask] of [
      [model, model],
      [probabilities, probabilities.map((p) => Number(p >= 0.5))],
    ] as const) {
      writeFileSync(join(folder, "pred", `${name}.npy`), encodeNpy({ name, grid, data }));
      const args = ["--like", join(folder, like), "--cut", "half"];
      const { status, stderr, cases } = await evaluated(folder, "pred", ...args);
      expect([status, stderr]).toEqual([0, ""]);
      expect(cases[0].meanRaterDice).toBeCloseTo(plainDice(mask, observer), 12);
      const voxelMl = grid.spacingMm.reduce((a, b) => a * b) / 1000;
      expect(cases[0].volumeMl).toBeCloseTo(cases[0].voxels * voxelMl, 6);
    }
  });

  it("is refused beside observers who have one, even where made-up voxels would fit theirs", async () => {
    const folder = temporaryFolder();
    const unit = { ...grid, spacingMm: [1, 1, 1] as const };
    writeImage(join(folder, "obs", `${name}.nii.gz`), observer, grid.shape, unit);
    mkdirSync(join(folder, "pred"));
    writeFileSync(join(folder, "pred", `${name}.npy`), encodeNpy({ name, grid, data: model }));
    const { status, stderr, cases } = await evaluated(folder, "pred");
    expect([status, cases]).toEqual([1, []]);
    expect(stderr).toMatch(
      /the prediction: says nothing of where it lies, and .*nii\.gz does.* with --like/u,
    );
  });

  it("does not borrow another's where it has its own", async () => {
    const folder = writeObserver();
    writeImage(join(folder, "map.nii.gz"), probabilities, grid.shape, grid);
    writeImage(join(folder, "other.nii.gz"), model, grid.shape, { ...grid, spacingMm: [2, 2, 2] });
    const args = [join(folder, "map.nii.gz"), "--like", join(folder, "other.nii.gz")];
    await softdice("threshold", ...args, "--out", join(folder, "out"), "--json", "--quiet");
    const { spacingMm } = JSON.parse(readFileSync(join(folder, "out/summary.json"), "utf8")) as {
      readonly spacingMm: readonly number[];
    };
    expect(spacingMm).toEqual(grid.spacingMm);
  });

  it("of another shape is refused, with a word on the order of NumPy's axes", async () => {
    const folder = writeObserver();
    mkdirSync(join(folder, "pred"));
    const [x, y, z] = grid.shape;
    const transposed = { ...grid, shape: [z, y, x] as const };
    writeFileSync(join(folder, "pred", `${name}.npy`), encodeNpy({ name, grid: transposed, data: model }));
    const { stderr } = await evaluated(folder, "pred", "--like", join(folder, like));
    expect(stderr).toMatch(/NumPy arrays are read as \(z, y, x\): save its transpose/u);
  });

  it("lies with observers who have none where --like says, and with those who have one", async () => {
    const folder = temporaryFolder();
    const array = (path: string, data: Uint8Array): void => {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), encodeNpy({ name, grid, data }));
    };
    array(`pred/${name}.npy`, model);
    array(`obs/Ana/${name}.npy`, observer);
    writeImage(join(folder, "obs/Bo", `${name}.nii.gz`), raters[2], grid.shape, grid);
    writeImage(join(folder, "image.nii.gz"), probabilities, grid.shape, grid);
    const image = ["--like", join(folder, "image.nii.gz")];
    const { status, stderr, cases } = await evaluated(folder, "pred", ...image);
    expect([status, stderr, cases[0].warnings]).toEqual([0, "", []]);
    expect(cases[0].meanRaterDice).toBeCloseTo(
      (plainDice(model, observer) + plainDice(model, raters[2])) / 2,
      12,
    );
    const voxelMl = grid.spacingMm.reduce((a, b) => a * b) / 1000;
    expect(cases[0].volumeMl).toBeCloseTo(cases[0].voxels * voxelMl, 9);
    const [x, y, z] = grid.shape;
    writeFileSync(
      join(folder, `obs/Ana/${name}.npy`),
      encodeNpy({ name, grid: { ...grid, shape: [x, y, z - 1] }, data: observer.slice(0, -x * y) }),
    );
    const short = await evaluated(folder, "pred", ...image);
    expect([short.status, short.stderr]).toEqual([
      1,
      expect.stringMatching(
        /case_1\.npy: has 16×14×6 voxels against 16×14×7 of image\.nii\.gz, expected the same voxels/u,
      ),
    ]);
    const nowhere = await evaluated(folder, "pred", "--like", join(folder, `pred/${name}.npy`));
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/holds no geometry that it could lend/u),
    ]);
  });
});

describe("a map and a mask of one name", () => {
  it("that are both maps are named, as nothing says which counts", async () => {
    const folder = writeObserver();
    writeNnunetCase(join(folder, "pred"), name, { classes, labels: model, grid });
    writeImage(join(folder, "pred", `${name}.nii.gz`), probabilities, grid.shape, grid);
    const { status, stderr } = await evaluated(folder, "pred");
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/case_1\.nii\.gz: holds probabilities, as the \.npz of the same name does/u),
    ]);
  });

  it("that are of different images, or a map whose channels do not add up to 1 or hold NaN, are said or refused", async () => {
    const folder = writeObserver();
    const turned = classes.map((map) => map.toReversed());
    writeNnunetCase(join(folder, "pred"), name, { classes: turned, labels: shifted(model), grid });
    writeFileSync(join(folder, "pred/dataset.json"), JSON.stringify({ labels: { background: 0, liver: 1 } }));
    const apart = await evaluated(folder, "pred");
    expect(apart.cases[0].warnings.join()).toMatch(/The map's mean is 0\.[0-3]\d only on the mask/u);
    const scaled = classes.map((map) => map.map((p) => 0.97 * p));
    writeNnunetCase(join(folder, "pred"), name, { classes: scaled, labels: model, grid });
    const sums = await evaluated(folder, "pred");
    expect(sums.cases[0].warnings.join()).toMatch(/The channels do not add up to 1 at every voxel/u);
    expect(sums.cases[0].warnings.join()).not.toMatch(/of one image/u);
    classes[0].forEach((p, i) => (scaled[0][i] = i === 9 ? Number.NaN : p));
    scaled[1].set(classes[1]);
    writeNnunetCase(join(folder, "pred"), name, { classes: scaled, labels: model, grid });
    const broken = await evaluated(folder, "pred");
    expect([broken.status, broken.stderr]).toEqual([
      1,
      expect.stringMatching(/case_1\.npz: holds NaN at value 9/u),
    ]);
  });
});

/** A mask moved by a third of the image. */
function shifted(mask: Uint8Array): Uint8Array {
  const by = Math.round(mask.length / 3);
  return mask.map((_, i) => mask[(i + by) % mask.length]);
}
