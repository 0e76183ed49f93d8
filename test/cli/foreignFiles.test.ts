import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

const shape = [9, 9, 5] as const;

/** A folder with the masks of observers, by the names of their files. */
function masks(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const [n, name] of names.entries())
    writeImage(join(folder, name), ball([...shape], [4, 4, 2], 2.4 + 0.5 * n), [...shape]);
  return folder;
}

/** Runs a command twice and with --force; the first two leave a file as it is. */
async function expectKept(file: string, args: readonly string[]): Promise<void> {
  const before = readFileSync(file);
  for (let k = 0; k < 2; k++) {
    const { status, stderr } = await softdice(...args, "--quiet");
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^softdice: [^\n]+: is there already, and nothing says that it is of this run, [^\n]+\n$/,
      ),
    ]);
    expect(readFileSync(file)).toEqual(before);
  }
  expect((await softdice(...args, "--quiet", "--force")).status).toBe(0);
  expect(readFileSync(file)).not.toEqual(before);
}

describe("a file of others where results are to be written", () => {
  it("is kept by a consensus, also where it is an input", async () => {
    const folder = masks("majority.nii.gz", "other.nii.gz");
    const inputs = ["majority.nii.gz", "other.nii.gz"].map((name) => join(folder, name));
    await expectKept(inputs[0], ["consensus", ...inputs, "--no-surfaces", "--out", folder]);
  });

  it("is kept by threshold", async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "table.csv"), "mine\n");
    const map = join(temporaryFolder(), "map.nii");
    const data = Float32Array.of(0, 0.25, 0.75, 1);
    writeFileSync(map, encodeNifti({ name: "m", grid: unitGrid([4, 1, 1]), data }));
    await expectKept(join(out, "table.csv"), ["threshold", map, "--out", out]);
  });

  it("is kept by made-up patients, who have the names of real ones", async () => {
    const out = temporaryFolder();
    writeFileSync(join(out, "1_02_P.zip"), "a real one");
    await expectKept(join(out, "1_02_P.zip"), [
      ...["phantom", "--cases", "2", "--size", "16", "--slices", "2", "--out", out],
    ]);
  });

  it("is kept by a study, before any work", async () => {
    const folder = temporaryFolder();
    for (const patient of ["p1", "p2"])
      for (const [observer, radius] of [
        ["A", 2.4],
        ["B", 2.9],
      ] as const)
        writeImage(join(folder, patient, `${observer}.nii.gz`), ball([...shape], [4, 4, 2], radius), [
          ...shape,
        ]);
    const out = temporaryFolder();
    mkdirSync(join(out, "p2"));
    writeFileSync(join(out, "p2", "majority.nii.gz"), "mine");
    await expectKept(join(out, "p2", "majority.nii.gz"), [
      ...["consensus", "--study", folder, "--pattern", "{patient}/{observer}"],
      ...["--no-surfaces", "--workers", "1", "--out", out],
    ]);
  });

  it("is kept by convert", async () => {
    const [patients, out] = [temporaryFolder(), temporaryFolder()];
    await softdice("phantom", "--cases", "1", "--size", "64", "--slices", "20", "--out", patients, "--quiet");
    const args = ["convert", join(patients, "1_01_P.zip"), "--out", out, "--quiet"];
    writeFileSync(join(out, "image.nii.gz"), "mine");
    for (let k = 0; k < 2; k++) {
      const { status, stderr } = await softdice(...args);
      expect([status, stderr]).toEqual([2, expect.stringContaining("is there already, and nothing says")]);
      expect(readFileSync(join(out, "image.nii.gz"), "utf8")).toBe("mine");
    }
  });

  it("does not hinder a run that goes on without its manifest", async () => {
    const out = temporaryFolder();
    const args = ["reproduce", "synthetic", "--samples", "1", "--rho", "0.05", "--out", out, "--quiet"];
    expect((await softdice(...args)).status).toBe(0);
    rmSync(join(out, "manifest.json"));
    expect((await softdice(...args)).status).toBe(0);
  });
});
