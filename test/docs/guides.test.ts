import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { unitGrid } from "../../src/image/grid.ts";
import { temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";
import { writeNnunetCase } from "../support/nnunet.ts";

/*
 * The guides, done as they say: their commands run in order in one folder, and their programs in Python, R and TypeScript after
 * them, in what of these languages this machine has.
 */

const root = resolve(import.meta.dirname, "../..");
const guides = readdirSync(join(root, "docs/guides")).map((name) => join("docs/guides", name));

/** The code blocks of a page in one language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(
    ([, code = ""]) => code,
  );
}

/** A folder for programs that stand before all others: softdice is the one that was built here. */
function pathWithSoftdice(): string {
  const folder = temporaryFolder();
  const program = `#!/bin/sh\nexec '${process.execPath}' '${join(root, "dist/cli/softdice.js")}' "$@"\n`;
  writeFileSync(join(folder, "softdice"), program, { mode: 0o755 });
  return `${folder}${delimiter}${process.env["PATH"]}`;
}

/** What a reader of the guide for nnU-Net has: two predicted cases of a blurred ball, and references. */
function writePredictions(folder: string): void {
  const shape = [16, 16, 6] as const;
  const grid = { ...unitGrid(shape), spacingMm: [1, 1, 2] as const };
  for (const [name, shift] of [
    ["case_1", 0],
    ["case_2", 1],
  ] as const) {
    const map = new Float32Array(16 * 16 * 6);
    for (let r = 3; r < 7; r++) {
      ball(shape, [8, 8, 6], r).forEach((inside, voxel) => (map[voxel] += inside / 4));
    }
    const classes = [map.map((p) => 1 - p), map];
    const labels = Uint8Array.from(map, (p) => Number(p > 0.5));
    writeNnunetCase(join(folder, "nnUNet_predictions"), name, { classes, labels, grid });
    writeImage(join(folder, `labelsTr/${name}.nii.gz`), ball(shape, [8 + shift, 8, 6], 6), shape, grid);
  }
  const dataset = { labels: { background: 0, lesion: 1 }, file_ending: ".nii.gz" };
  writeFileSync(join(folder, "nnUNet_predictions/dataset.json"), JSON.stringify(dataset));
}

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

/** Languages of the guides, and whether this machine can run a program in them. */
const interpreters: Readonly<
  Record<string, (code: string) => readonly [string, string, string] | undefined>
> = {
  python(code) {
    const [, modules = ""] = /^import (.+)/.exec(code) ?? [];
    const python = ["python3", "/usr/bin/python3"].find((each) => has(each, "-c", `import ${modules}`));
    return python === undefined ? undefined : [python, "-c", code];
  },
  r: (code) => (has("Rscript", "-e", "library(jsonlite)") ? ["Rscript", "-e", code] : undefined),
};

describe.each(guides)("%s", (page) => {
  it("does what it says", () => {
    const cwd = temporaryFolder();
    const env = { ...process.env, PATH: pathWithSoftdice() };
    writePredictions(cwd);
    const failures: string[] = [];
    const run = (program: string, ...args: readonly string[]): void => {
      const { status, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
      if (status !== 0) failures.push(`${args.join(" ")}\n${stderr}`);
    };
    for (const code of blocks(page, "sh")) run("bash", "-euc", code);
    for (const [language, command] of Object.entries(interpreters)) {
      for (const code of blocks(page, language)) {
        const found = command(code);
        if (found !== undefined) run(...found);
      }
    }
    expect(failures).toEqual([]);
  });
});

it("the guides' programs in TypeScript compile, strictly, against the library as it was built", () => {
  const folder = temporaryFolder();
  // Of OHIF there are no types to install beside the project.
  const programs = guides
    .flatMap((page) => blocks(page, "ts"))
    .filter((code) => !code.includes("@cornerstonejs/"));
  expect(programs.length).toBeGreaterThan(2);
  mkdirSync(join(folder, "guides"));
  programs.forEach((code, n) => writeFileSync(join(folder, `guides/${n}.ts`), code));
  const compilerOptions = {
    ...{
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      lib: ["es2023", "dom"],
      target: "es2023",
    },
    ...{ module: "esnext", moduleResolution: "bundler" },
    paths: { softdice: [join(root, "dist/index.d.ts")], "*": [join(root, "node_modules/*")] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["guides"] }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  expect(spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout).toBe("");
});
