import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { bundlers, programs } from "./bundlers.ts";
import { install, pack, type Packed } from "./install.ts";
import { openBrowser, printed, printedInPage, runtime } from "./runtimes.ts";

const folder = mkdtempSync(join(tmpdir(), "softdice-package-"));
const project = join(folder, "project");
let packed: Packed;
let missing: string | undefined;
beforeAll(() => {
  packed = pack(folder);
  missing = install(packed.tarball, project);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the programs print, from closed forms: 4/5.2, 5/13, and what a NIfTI holds. */
const expected = {
  mathematics: {
    dice: expect.closeTo(10 / 13, 12) as number,
    threshold: expect.closeTo(5 / 13, 7) as number, // of float32
    consensus: [0, 1, 1, 1],
    meanRaterDice: expect.closeTo((4 / 5 + 1) / 2, 12) as number,
    iteration: 3,
  },
  formats: { data: [0, 1, 1, 0, 1, 0], spacingMm: [1, 1, 3] },
  study: { names: ["anna", "ben"], optimal: [0, 1, 1, 1] },
};

/** Lossless images have the pixels of the uncompressed one; JPEG and near-lossless JPEG-LS have nearly those. */
function expectSums(sums: Record<string, number>) {
  const reference = (name: string): number =>
    sums[`${name.replace(/-.*/, "")}${name.startsWith("8bit") ? "" : "-explicit"}.dcm`];
  const compressed = Object.keys(sums).filter((path) => /-(?:rle|jpeg)/.test(path));
  expect(compressed.length).toBeGreaterThan(12);
  for (const path of compressed) {
    const isLossy = /baseline|near/.test(path);
    const name = path.replace(".dcm", "");
    if (isLossy) expect(sums[path] / reference(name)).toBeCloseTo(1, 1);
    else expect([path, sums[path]]).toEqual([path, reference(name)]);
  }
}

function expectPrinted(print: (program: string) => unknown) {
  const { dicom, ...others } = Object.fromEntries(programs.map((name) => [name, print(name)]));
  expect(others).toEqual(expected);
  expectSums(dicom as Record<string, number>);
}

describe("the packed package", () => {
  it("weighs less than 2.5 MB and holds what it says, without leftovers of the build", () => {
    const { bytes, files } = packed;
    expect(bytes).toBeLessThan(2_500_000);
    expect(files).toEqual(
      expect.arrayContaining([
        ...["NOTICE", "LICENSE", "dist/codecs/notices.txt", "dist/web/notices.txt", "dist/web/index.html"],
        ...["dist/index.js", "dist/index.d.ts", "dist/entries/study.js", "dist/cli/softdice.js"],
      ]),
    );
    expect(files.filter((path) => /tsbuildinfo|\.map$|^dist\/bench|^(?:src|test)\//.test(path))).toEqual([]);
  });

  it("holds every module that an entry imports, be it for its code or its types", () => {
    const names = ["index", "entries/study", "entries/formats", "entries/dicom"];
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      const ending = file.endsWith(".d.ts") ? ".d.ts" : ".js";
      for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g))
        follow(join(dirname(file), path.replace(/(?:\.d)?\.[jt]s$/, ending)));
    };
    for (const name of names) for (const ending of [".js", ".d.ts"]) follow(`dist/${name}${ending}`);
    expect(reached.size).toBeGreaterThan(300);
    expect([...reached].filter((file) => !packed.files.includes(file))).toEqual([]);
  });

  it("names the licence of every decoder that it holds", () => {
    const notices = readFileSync("dist/codecs/notices.txt", "utf8");
    for (const name of ["codec-openjpeg", "codec-libjpeg-turbo-8bit", "jpeg-lossless-decoder-js"])
      expect(notices).toContain(name);
  });

  it("has nothing that publint finds wrong", async () => {
    const tarball = new Uint8Array(readFileSync(packed.tarball)).buffer;
    const { messages, pkg } = await publint({ pack: { tarball } });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that every module resolver of ES modules finds as they are", async () => {
    const analysis = await checkPackage(
      createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))),
    );
    if (analysis.types === false) throw new Error("no types");
    // It has ES modules only: `require` and resolution by folders, as before Node 12, are not for it.
    const modern = analysis.problems.filter(
      (problem) =>
        !("resolutionKind" in problem) || ["node16-esm", "bundler"].includes(problem.resolutionKind),
    );
    expect(modern.filter(({ kind }) => kind !== "CJSResolvesToESM")).toEqual([]);
  });
});

describe("a project that installs the package", () => {
  it("runs in Node", (context) => {
    if (missing !== undefined) return context.skip(missing);
    expectPrinted((name) => printed([process.execPath, `programs/${name}.js`], project));
  });

  for (const name of ["bun", "deno"] as const) {
    it(`runs in ${name}`, (context) => {
      const program = runtime(name);
      const why = missing ?? (program === undefined ? `${name} is not installed` : undefined);
      if (why !== undefined || program === undefined) return context.skip(why);
      const args = name === "deno" ? ["run", "--allow-read", "--allow-env"] : [];
      expectPrinted((each) => printed([program, ...args, `programs/${each}.js`], project));
    });
  }

  it.each(Object.keys(bundlers))("bundles for a browser with %s, and runs", async (name) => {
    if (missing !== undefined) return; // said as skipped above
    const out = join(folder, name);
    await bundlers[name](project, out);
    writeFileSync(join(out, "package.json"), '{ "type": "module" }');
    if (name === "vite") {
      const browser = await openBrowser();
      try {
        const all = new Map<string, unknown>();
        for (const program of programs) all.set(program, await printedInPage(browser, out, program));
        expectPrinted((program) => all.get(program));
      } finally {
        await browser.close();
      }
    } else {
      const ending = name === "webpack" || name === "rspack" ? "mjs" : "js";
      expectPrinted((program) => printed([process.execPath, `${program}.${ending}`], out));
    }
  });

  it("says which optional packages a PNG takes, after the numbers are written", (context) => {
    if (missing !== undefined) return context.skip(missing);
    const mask = (...values: number[]) =>
      encodeNifti({ name: "mask", grid: unitGrid([2, 2, 1]), data: Uint8Array.from(values) });
    writeFileSync(join(project, "anna.nii"), mask(0, 1, 1, 0));
    writeFileSync(join(project, "ben.nii"), mask(0, 1, 1, 1));
    const command = ["node_modules/softdice/dist/cli/softdice.js", "consensus", "anna.nii", "ben.nii"];
    const { status, stderr } = spawnSync(process.execPath, [...command, "--out", "out"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain("npm install @resvg/resvg-js dejavu-fonts-ttf");
    const summary = JSON.parse(readFileSync(join(project, "out/summary.json"), "utf8")) as {
      marginal: { supDice: number };
    };
    expect(summary.marginal.supDice).toBeCloseTo(10 / 11, 12);
  });
});
