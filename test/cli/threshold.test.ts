import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dice } from "../../src/core/dice.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { expectedDice } from "../../src/losses/expectedDice.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { gridFromSteps } from "../../src/image/grid.ts";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";
import { parseCsv } from "../support/csv.ts";
import { archiveFiles } from "../support/dicom.ts";
import { fixture } from "../support/fixtures.ts";
import { ball, writeImage } from "../support/files.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

const shape = [20, 20, 8] as const;
/** A blurred ball: the mean of balls of many sizes. */
const map = new Float32Array(3200);
for (let r = 2; r < 10; r++) ball(shape, [10, 10, 8], r).forEach((inside, i) => (map[i] += inside / 8));

describe("softdice threshold", () => {
  it("takes the segmentations of a folder of DICOM, and refuses one without any", async () => {
    const folder = temporaryFolder();
    const { bytes } = await fixture("dicom-seg-fractional.dcm");
    for await (const { path, read } of archiveFiles("dicom-study.zip")) {
      if (path.includes("/IM")) writeFileSync(join(folder, path.split("/").at(-1) ?? ""), await read());
    }
    const none = await softdice("threshold", folder, "--out", join(temporaryFolder(), "out"));
    expect([none.status, none.stderr]).toEqual([
      2,
      `softdice: ${folder}: holds DICOM files without segments, expected segmentations (SEG), or probability maps of any image format; convert them first, for instance with softdice convert\n`,
    ]);
    writeFileSync(join(folder, "model.dcm"), bytes);
    const out = join(temporaryFolder(), "out");
    const { status } = await softdiceProcess("threshold", folder, "--out", out, "--quiet");
    expect(status).toBe(0);
    const rows = parseCsv(readFileSync(join(out, "table.csv"), "utf8"));
    expect(rows.map((row) => row.case)).toEqual(["model", "model"]);
    const file = join(folder, "model.dcm");
    const { stdout } = await softdice("threshold", file, "--out", join(temporaryFolder(), "out"), "--json");
    const { maps } = JSON.parse(stdout) as { maps: { minVoxels: number; structure: string }[] };
    expect(maps.map(({ structure, minVoxels }) => [structure, String(minVoxels)])).toEqual(
      rows.map((row) => [row.structure, row.minVoxels]),
    );
  });

  it("prints the JSON of the contract and writes the Dice-optimal segmentation", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const file = writeImage(join(folder, "map.nii.gz"), map, shape);
    const { status, stdout, stderr } = await softdice("threshold", file, "--out", out, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    const optimum = diceOptimum(map);
    const expected = expectedDice(map);
    const half = map.filter((m) => m >= 0.5).length;
    expect(JSON.parse(stdout)).toEqual({
      shape: [20, 20, 8],
      spacingMm: [1, 1, 2],
      ...optimum,
      volumeMl: {
        marginal: optimum.l1 * 3200 * 0.002,
        min: optimum.minVoxels * 0.002,
        max: optimum.maxVoxels * 0.002,
        half: half * 0.002,
        majority: map.filter((m) => m > 0.5).length * 0.002,
      },
      tiedAtHalf: map.filter((m) => m === 0.5).length,
      volumeBounds: [optimum.l1 ** 2, 1],
      expectedDice: {
        best: expected.best,
        voxels: expected.bestSize,
        ofMarginalOptimum: expect.closeTo(expected.bySize(optimum.minVoxels), 12) as number,
        ...expected.rankSeg,
      },
      warnings: [expect.stringContaining(`"at least half" takes them in (${half} voxels)`)],
    });
    const [mask] = await readVolumes({ name: "m", bytes: readFileSync(join(out, "dice-optimal.nii.gz")) });
    expect(dice(mask.data, map)).toBeCloseTo(optimum.supDice, 12);
    for (const name of ["report.html", "curve.csv", "figures/threshold-curve.svg", "figures/montage.png"]) {
      expect(existsSync(join(out, name)), name).toBe(true);
    }
    const curve = readFileSync(join(out, "curve.csv"), "utf8").trimEnd().split("\n").slice(1);
    const best = Math.max(...curve.map((row) => Number(row.split(",")[1])));
    expect(best).toBeCloseTo(optimum.supDice, 8);
  });

  it("keeps ties only when asked", async () => {
    const folder = temporaryFolder();
    const tied = Float64Array.of(1, 1 / 3, 1 / 3, 1 / 3);
    const file = writeImage(join(folder, "map.nii.gz"), tied, [4, 1, 1]);
    const voxels = async (...options: string[]): Promise<number[]> => {
      const out = join(folder, "out");
      await softdice("threshold", file, "--out", out, "--force", ...options);
      const [mask] = await readVolumes({ name: "m", bytes: readFileSync(join(out, "dice-optimal.nii.gz")) });
      return Array.from(mask.data);
    };
    expect(await voxels()).toEqual([1, 0, 0, 0]);
    expect(await voxels("--ties", "include")).toEqual([1, 1, 1, 1]);
  });

  it("prints both readings of one half where voxels are exactly 1/2", async () => {
    const folder = temporaryFolder();
    const file = writeImage(join(folder, "half.nii.gz"), Float32Array.of(1, 0.5, 0.5, 0.25), [4, 1, 1]);
    const { stdout } = await softdice("threshold", file, "--out", join(folder, "out"));
    expect(stdout).toContain("at 1/2 0.006000 mL (≥; 0.002000 mL above, 2 voxels tie)");
    expect(stdout).toContain("note: 2 voxels are exactly 1/2");
  });

  it("takes several classes one against the rest, without the background", async () => {
    const folder = temporaryFolder();
    const classes = Float32Array.of(0.2, 0.6, 0.8, 0.1, 0.3, 0, 0.7, 0.1, 0.2);
    const file = join(folder, "case.nii.gz");
    // Three classes of three voxels: a fourth axis of the image.
    const { gzipSync } = await import("node:zlib");
    const { encodeNifti } = await import("../../src/formats/nifti/write.ts");
    const { unitGrid } = await import("../../src/image/grid.ts");
    const bytes = encodeNifti({ name: "case", data: classes, grid: unitGrid([3, 1, 3]) });
    const header = new DataView(bytes.buffer);
    [4, 3, 1, 1, 3].forEach((value, n) => header.setInt16(40 + 2 * n, value, true));
    writeFileSync(file, gzipSync(bytes));
    const run = async (...options: string[]) => {
      const { stdout } = await softdice(
        "threshold",
        file,
        "--out",
        join(folder, "out"),
        "--force",
        "--json",
        ...options,
      );
      return JSON.parse(stdout) as { maps: { name: string; supDice: number }[] } & { supDice: number };
    };
    const both = await run();
    expect(both.maps.map(({ name }) => name)).toEqual(["case[1]", "case[2]"]);
    expect(both.maps[0].supDice).toBe(diceOptimum(classes.subarray(3, 6)).supDice);
    expect((await run("--classes", "0")).supDice).toBe(diceOptimum(classes.subarray(0, 3)).supDice);
    const missing = await softdice("threshold", file, "--classes", "3", "--out", join(folder, "out"));
    expect([missing.status, missing.stderr]).toEqual([
      2,
      `softdice: --classes: asks for class 3, expected one of the 3 in case.nii.gz, from 0; correct the list\n`,
    ]);
  });

  it("adds the expected Dice of independent voxels", async () => {
    const folder = temporaryFolder();
    const p = Float64Array.of(0.9, 0.8, 0.45, 0.4, 0.3, 0.1);
    const file = writeImage(join(folder, "map.nii.gz"), p, [3, 2, 1]);
    const { stdout } = await softdice("threshold", file, "--out", join(folder, "out"), "--json");
    // 0.7173004095238096 is another program's sum over all 64 labels, at 4 voxels.
    expect((JSON.parse(stdout) as { expectedDice: object }).expectedDice).toMatchObject({
      best: expect.closeTo(0.7173004095238096, 12) as number,
      voxels: 4,
      ofMarginalOptimum: expect.closeTo(0.7173004095238096, 12) as number,
      rma: { size: 4, gap: 0 },
    });
    expect(readFileSync(join(folder, "out/report.html"), "utf8")).toContain("Expected Dice");
  });

  it("warns of maps that carry no probabilities, stay below 1/2, or overshoot a little", async () => {
    const folder = temporaryFolder();
    const warnings = async (data: Float32Array): Promise<string> => {
      const file = writeImage(join(folder, "map.nii.gz"), data, shape);
      const { stdout } = await softdice("threshold", file, "--out", join(folder, "out"), "--force", "--json");
      return (JSON.parse(stdout) as { warnings: string[] }).warnings.join(" ");
    };
    expect(await warnings(Float32Array.from(ball(shape, [10, 10, 8], 5)))).toContain("binary");
    expect(await warnings(map.map((m) => 0.4 * m))).toContain("below 1/2");
    expect(await warnings(map.map((m) => m * 1.02 - 0.01))).toMatch(
      /^\d+ values lie outside \[0, 1\] \(-0\.01 to 1\.01\); they are clipped/u,
    );
    expect(await warnings(new Float32Array(3200))).toContain("0 everywhere");
  });

  it("takes every map of a folder", async () => {
    const folder = temporaryFolder();
    for (const name of ["a", "b"]) writeImage(join(folder, "maps", `${name}.nii.gz`), map, shape);
    const { stdout } = await softdice(
      "threshold",
      join(folder, "maps"),
      "--out",
      join(folder, "out"),
      "--json",
    );
    const { maps } = JSON.parse(stdout) as { maps: { name: string }[] };
    expect(maps.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("passes over its own results in a folder", async () => {
    const folder = temporaryFolder();
    writeImage(join(folder, "map.nii.gz"), map, shape);
    const run = () => softdice("threshold", folder, "--out", join(folder, "threshold"), "--json");
    const first = await run();
    expect(first.status).toBe(0);
    expect(await run()).toEqual(first);
  });

  it("says in one line what is wrong with the input", async () => {
    const folder = temporaryFolder();
    const save = (data: Float32Array) => writeImage(join(folder, "map.nii.gz"), data, shape);
    const run = (file: string) => softdice("threshold", file, "--out", join(folder, "out"));
    const logits = await run(save(map.map((m) => 10 * m - 5)));
    expect(logits.status).toBe(2);
    expect(logits.stderr).toBe(
      `softdice: map.nii.gz: holds values from -5 to 5, expected probabilities in [0, 1]; apply the sigmoid or softmax, or divide percentages by 100\n`,
    );
    const hole = await run(save(map.map((m, i) => (i === 7 ? Number.NaN : m))));
    expect([hole.status, hole.stderr]).toEqual([
      2,
      `softdice: map.nii.gz: holds NaN at value 7, expected probabilities in [0, 1]; replace it where the map is made\n`,
    ]);
    expect((await run(join(folder, "none.nii"))).stderr).toContain(
      "none.nii: cannot be read (there is no such file)",
    );
  });
});

describe("softdice threshold on nnU-Net's predictions", () => {
  const grid = gridFromSteps(
    "grid",
    shape,
    [
      [1.5, 0, 0],
      [0, 1.5, 0],
      [0, 0, 2.5],
    ],
    [10, -20, 30],
  );
  // Three classes: a blurred ball, half of which is another structure to some degree.
  const liver = map.map((m, i) => (i % 20 < 11 ? 0.9 * m : 0.35 * m));
  const spleen = map.map((m, i) => (i % 20 < 11 ? 0.1 * m : 0.6 * m));
  const classes = [map.map((_, i) => 1 - liver[i] - spleen[i]), liver, spleen];
  const labels = Uint8Array.from(map, () => 0);

  it("cuts every class of every case on the mask's grid, never takes the mask for a map, and makes a label map and a table", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    for (const name of ["case_1", "case_2"])
      writeNnunetCase(join(folder, "in"), name, { classes, labels, grid });
    writeImage(join(folder, "in/case_3.nii.gz"), labels, shape);
    writeFileSync(
      join(folder, "in/dataset.json"),
      JSON.stringify({ labels: { background: 0, liver: 1, spleen: 2 } }),
    );
    const { status, stdout, stderr } = await softdice(
      "threshold",
      join(folder, "in"),
      "--out",
      out,
      "--json",
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^softdice: passed over: .*case_1\.pkl.*case_3\.nii\.gz\n$/u);
    const { maps, partitions } = JSON.parse(stdout) as {
      maps: { case: string; structure: string; threshold: number; spacingMm: number[]; warnings: string[] }[];
      partitions: {
        case: string;
        dice: number;
        upperBound: number;
        gap: number;
        classes: { name: string; voxels: number }[];
      }[];
    };
    expect(maps.map((one) => [one.case, one.structure])).toEqual([
      ["case_1", "liver"],
      ["case_1", "spleen"],
      ["case_2", "liver"],
      ["case_2", "spleen"],
    ]);
    expect(maps[1].threshold).toBe(diceOptimum(spleen).threshold);
    expect(maps[1].spacingMm).toEqual([1.5, 1.5, 2.5]);
    expect(maps[1].warnings).toEqual([]);
    const [mask] = await readVolumes({
      name: "m",
      bytes: readFileSync(join(out, "case_2/spleen/dice-optimal.nii.gz")),
    });
    expect(mask.grid.originMm).toEqual([10, -20, 30]);
    expect(dice(mask.data, spleen)).toBeCloseTo(diceOptimum(spleen).supDice, 12);
    const [partition] = await readVolumes({
      name: "p",
      bytes: readFileSync(join(out, "case_2/partition.nii.gz")),
    });
    const ofClass = (l: number): Uint8Array => Uint8Array.from(partition.data, (v) => Number(v === l));
    const found = (dice(ofClass(1), liver) + dice(ofClass(2), spleen)) / 2;
    expect(partitions[1].dice).toBeCloseTo(found, 12);
    expect(partitions[1].upperBound).toBeCloseTo(
      (diceOptimum(liver).supDice + diceOptimum(spleen).supDice) / 2,
      12,
    );
    expect(partitions[1].gap).toBeCloseTo(partitions[1].upperBound - found, 11);
    expect(partitions[1].classes.map(({ name }) => name)).toEqual(["liver", "spleen"]);
    const rows = readFileSync(join(out, "table.csv"), "utf8").trimEnd().split("\n");
    expect(rows.slice(1).map((row) => row.split(",").slice(0, 2).join())).toEqual([
      "case_1,liver",
      "case_1,spleen",
      "case_2,liver",
      "case_2,spleen",
    ]);
    expect(existsSync(join(out, "report.html"))).toBe(true);
  });

  it("finds the geometry of a single .npz beside it or by --like, and refuses voxels that do not fit", async () => {
    const folder = temporaryFolder();
    writeNnunetCase(join(folder, "in"), "case_1", { classes, labels, grid, version: 1 });
    const run = async (...args: string[]) => {
      const found = await softdice(
        "threshold",
        ...args,
        "--out",
        join(folder, "out"),
        "--force",
        "--json",
        "--partition",
        "none",
      );
      return {
        ...found,
        json:
          found.stdout === "" ? undefined : (JSON.parse(found.stdout) as { maps: { spacingMm: number[] }[] }),
      };
    };
    const npz = join(folder, "in/case_1.npz");
    expect((await run(npz)).json?.maps[0].spacingMm).toEqual([1.5, 1.5, 2.5]);
    const other = writeImage(join(folder, "other.nii.gz"), new Uint8Array(3200), [20, 8, 20]);
    renameSync(npz, join(folder, "alone.npz"));
    expect(
      (await run(join(folder, "alone.npz"), "--like", join(folder, "in/case_1.nii.gz"))).json?.maps[0]
        .spacingMm,
    ).toEqual([1.5, 1.5, 2.5]);
    const refused = await run(join(folder, "alone.npz"), "--like", other);
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/alone\.npz: has 20×20×8 voxels against 20×8×20 of/u),
    ]);
  });
});
