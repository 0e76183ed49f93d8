import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { memorySize } from "../../src/cli/memory.ts";
import { softdiceProcess, start, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

const shape = [9, 9, 5] as const;

describe("--max-memory", () => {
  it("takes sizes as people write them", () => {
    expect(["4G", "1.5g", "500M", "500MiB", "2097152", "1T"].map(memorySize)).toEqual([
      4 * 2 ** 30,
      1.5 * 2 ** 30,
      500 * 2 ** 20,
      500 * 2 ** 20,
      2097152,
      2 ** 40,
    ]);
    for (const wrong of ["", "4", "x", "-1G", "4X", "0G", "NaN"])
      expect(() => memorySize(wrong)).toThrow(/500M or 4G/);
  });

  it("refuses an image that needs more, with what it asked and what there is, before it is unpacked", async () => {
    const folder = temporaryFolder();
    const file = encodeNifti({ name: "m", grid: unitGrid([1, 1, 1]), data: new Uint8Array(1) });
    const view = new DataView(file.buffer);
    [3, 1000, 1000, 300].forEach((n, axis) => view.setInt16(40 + 2 * axis, n, true));
    const path = join(folder, "map.nii.gz");
    writeFileSync(path, gzipSync(Buffer.concat([file, Buffer.alloc(3e8 - 1)])));
    const { status, stderr } = await softdiceProcess(
      "threshold",
      path,
      "--out",
      join(folder, "out"),
      "--max-memory",
      "200M",
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/map\.nii\.gz: needs 300 MB of memory, expected at most 210 MB in all; [^\n]+\n$/);
  });

  it("holds in the workers of a study, each with its part", async () => {
    const study = temporaryFolder();
    const big = [512, 512, 20] as const;
    for (const observer of ["A", "B"])
      writeImage(join(study, "big", `${observer}.nii.gz`), new Uint8Array(512 * 512 * 20).fill(1, 0, 9), big);
    for (const observer of ["A", "B"])
      writeImage(join(study, "small", `${observer}.nii.gz`), ball(shape, [4, 4, 4], 3), shape);
    const args = [
      "consensus",
      "--study",
      study,
      "--summary-only",
      "--no-surfaces",
      "--quiet",
      "--workers",
      "2",
    ];
    const { status, stderr } = await softdiceProcess(
      ...args,
      "--out",
      temporaryFolder(),
      "--max-memory",
      "220M",
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^softdice: big: [^\n]*needs 126 MB of memory[^\n]* in all; [^\n]+\n$/);
  });
});

describe.skipIf(process.platform === "win32")("an input that is no file", () => {
  it("is refused by name where it is a device, also by way of a link", async () => {
    const folder = temporaryFolder();
    symlinkSync("/dev/zero", join(folder, "map.nii"));
    for (const path of ["/dev/zero", "/dev/null", join(folder, "map.nii")]) {
      const { status, stderr } = await softdiceProcess("threshold", path, "--out", join(folder, "out"));
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining(`${path}: is a device, expected a file or folder`),
      ]);
    }
  });

  it("is refused wherever a command reads a file: names, values to be checked, what a run is recognised by", async () => {
    const folder = temporaryFolder();
    for (const observer of ["A", "B"])
      writeImage(join(folder, `${observer}.nii.gz`), ball(shape, [4, 4, 4], 3), shape);
    const masks = ["A", "B"].map((observer) => join(folder, `${observer}.nii.gz`));
    for (const args of [
      ["consensus", ...masks, "--rois", "/dev/zero"],
      ["losses", ...masks, "--rois", "/dev/zero"],
      ["reproduce", "gold-atlas", folder, "--rois", "/dev/zero"],
      ["reference", "--check", "/dev/zero"],
      ["convert", "/dev/zero"],
    ]) {
      const { status, stderr } = await softdiceProcess(...args, "--out", join(folder, "out"));
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining("/dev/zero: is a device, expected a file"),
      ]);
    }
  });

  it("is refused where a run's own files should be", async () => {
    for (const name of ["manifest.json", "journal.jsonl", "run.lock"]) {
      for (const make of [
        (path: string) => execFileSync("mkfifo", [path]),
        (path: string) => symlinkSync("/dev/zero", path),
      ]) {
        const out = temporaryFolder();
        make(join(out, name));
        const { status, stderr } = await softdiceProcess(
          "reproduce",
          "synthetic",
          "--samples",
          "1",
          "--out",
          out,
        );
        expect([status, stderr]).toEqual([
          2,
          expect.stringContaining(`${name}: is a device or a pipe, expected a file that softdice wrote`),
        ]);
      }
    }
  });

  it("is refused where it is a pipe to which nobody writes, and read where somebody does", async () => {
    const folder = temporaryFolder();
    const pipe = join(folder, "map.nii");
    execFileSync("mkfifo", [pipe]);
    const alone = await softdiceProcess("threshold", pipe, "--out", join(folder, "out"));
    expect([alone.status, alone.stderr]).toEqual([
      2,
      expect.stringContaining("map.nii: is a pipe to which nobody writes"),
    ]);
    const data = Float32Array.of(0, 0.25, 0.75, 1);
    const { finished } = start("threshold", pipe, "--out", join(folder, "out"), "--json");
    writeFileSync(pipe, encodeNifti({ name: "m", grid: unitGrid([4, 1, 1]), data }));
    const { status, stdout } = await finished;
    expect(status).toBe(0);
    // sup Dice of (0, ¼, ¾, 1): {¾, 1} gives 2·1.75 / (2 + 2) = 0.875.
    expect(JSON.parse(stdout)).toMatchObject({ supDice: 0.875 });
  });

  it("is passed over in a folder", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "masks"));
    for (const [name, radius] of [
      ["A", 2.5],
      ["B", 3.1],
    ] as const)
      writeImage(join(folder, "masks", `${name}.nii.gz`), ball(shape, [4, 4, 4], radius), shape);
    execFileSync("mkfifo", [join(folder, "masks", "pipe.nii")]);
    const { status } = await softdiceProcess(
      "consensus",
      join(folder, "masks"),
      "--out",
      join(folder, "out"),
      "--summary-only",
    );
    expect(status).toBe(0);
  });
});
