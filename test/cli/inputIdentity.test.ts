import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { inputIdentity } from "../../src/cli/fingerprint.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

const shape = [9, 9, 5] as const;

/** A folder with masks of two observers and a map. */
function inputs(): string {
  const folder = join(temporaryFolder(), "case");
  for (const [name, radius] of [
    ["A", 2.5],
    ["B", 3.2],
  ] as const)
    writeImage(join(folder, `${name}.nii.gz`), ball(shape, [4, 4, 4], radius), shape);
  writeMap(folder, 2);
  return folder;
}

function writeMap(folder: string, centre: number): void {
  const values = Float32Array.from({ length: 9 * 9 * 5 }, (_, at) => 1 / (1 + Math.abs((at % 9) - centre)));
  writeImage(join(folder, "map.nii.gz"), values, shape);
}

const masks = (folder: string): string[] => [join(folder, "A.nii.gz"), join(folder, "B.nii.gz")];
const map = (folder: string): string[] => [join(folder, "map.nii.gz")];

describe("inputs are recognised", () => {
  it("however their paths are written, and after they moved", async () => {
    const folder = inputs();
    const moved = join(temporaryFolder(), "case");
    const before = await inputIdentity([folder, ...masks(folder)], "");
    const fromHere = [folder, ...masks(folder)].map((path) => relative(process.cwd(), path));
    expect(await inputIdentity(fromHere, "")).toEqual(before);
    cpSync(folder, moved, { recursive: true });
    expect(await inputIdentity([moved, ...masks(moved)], "")).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(basename(dirname(folder)));
  });

  it("as others after any of their bytes has changed", async () => {
    const folder = inputs();
    const before = await inputIdentity([folder], "");
    writeMap(folder, 3);
    expect(await inputIdentity([folder], "")).not.toEqual(before);
  });
});

describe.each([
  ["consensus", masks, ["--no-surfaces"]],
  ["threshold", map, []],
  ["descend", map, ["--iterations", "2"]],
  ["losses", map, ["--loss", "dice"]],
] as const)("the results of %s", (command, of, options) => {
  it("are renewed from another folder, and kept from other inputs of the same name", async () => {
    const [folder, elsewhere, out] = [inputs(), join(temporaryFolder(), "case"), temporaryFolder()];
    const run = (paths: readonly string[]) =>
      softdice(command, ...paths, ...options, "--out", out, "--quiet");
    expect((await run(of(folder))).status).toBe(0);
    const manifest = readFileSync(join(out, "manifest.json"), "utf8");
    expect(manifest).not.toContain(basename(dirname(folder)));

    mkdirSync(elsewhere);
    cpSync(folder, elsewhere, { recursive: true });
    rmSync(folder, { recursive: true });
    const paths = of(elsewhere).map((path) => relative(process.cwd(), path));
    expect(await run(paths)).toMatchObject({ status: 0, stderr: "" });

    writeMap(elsewhere, 3);
    writeImage(join(elsewhere, "A.nii.gz"), ball(shape, [4, 4, 4], 1.5), shape);
    const refused = await run(paths);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/holds a run with --inputs? .*another --out/u);
  });
});
