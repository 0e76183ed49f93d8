import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readVolumes } from "../../src/formats/read.ts";
import { dice } from "../../src/core/dice.ts";
import { softdice, softdiceProcess, start, temporaryFolder, until } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";
import { count } from "../support/raters.ts";
import type { ConsensusSummary } from "../../src/raters/consensusSummary.ts";

const shape = [24, 24, 12] as const;
const balls = [
  ball(shape, [12, 12, 12], 7),
  ball(shape, [13, 12, 12], 8),
  ball(shape, [11, 13, 12], 6),
  ball(shape, [12, 11, 14], 7.5),
];

/** Four observers of one structure in a new folder: a.nii.gz … d.nii.gz. */
function observers(masks = balls): { folder: string; files: string[]; out: string } {
  const folder = temporaryFolder();
  const files = masks.map((mask, k) => writeImage(join(folder, `${"abcdefgh"[k]}.nii.gz`), mask, shape));
  return { folder, files, out: join(folder, "out") };
}

const summaryIn = (out: string): ConsensusSummary =>
  JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as ConsensusSummary;

async function maskIn(out: string, name: string): Promise<ArrayLike<number>> {
  const bytes = readFileSync(join(out, `${name}.nii.gz`));
  const [{ data }] = await readVolumes({ name, bytes });
  return data;
}

describe("softdice consensus", () => {
  it("writes what the contract lists, and the masks have the figures of the summary", async () => {
    const { files, out } = observers();
    const { status, stdout, stderr } = await softdiceProcess("consensus", ...files, "--out", out, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual(summaryIn(out));
    const names = [
      "marginal",
      "dice-optimal",
      "majority",
      "mean-rater-optimal",
      "staple",
      "staple-probability",
    ];
    for (const name of [
      ...names.map((one) => `${one}.nii.gz`),
      "summary.csv",
      "report.html",
      "manifest.json",
    ]) {
      expect(existsSync(join(out, name)), name).toBe(true);
    }
    expect(readdirSync(join(out, "figures")).sort()).toEqual(
      ["agreement", "disagreement", "montage", "observers", "planes", "threshold-curve", "volumes"].flatMap(
        (name) => [`${name}.png`, `${name}.svg`],
      ),
    );
    const summary = summaryIn(out);
    const marginal = await maskIn(out, "marginal");
    expect(summary.raters.map(({ name, voxels }) => [name, voxels])).toEqual(
      balls.map((mask, k) => ["abcd"[k], count(mask)]),
    );
    for (const [file, method] of [
      ["dice-optimal", "diceOptimal"],
      ["majority", "majority"],
      ["mean-rater-optimal", "meanRaterOptimal"],
      ["staple", "staple"],
    ] as const) {
      const mask = await maskIn(out, file);
      const found = summary.methods[method];
      expect(count(mask)).toBe(found.voxels);
      expect(found.volumeMl).toBeCloseTo(found.voxels * 0.002, 9);
      expect(dice(mask, marginal)).toBeCloseTo(found.marginalDice, 9);
    }
    expect(summary.methods.diceOptimal.marginalDice).toBeCloseTo(summary.marginal.supDice, 12);
    expect(count(balls[0].map((_, i) => Number(balls.filter((mask) => mask[i] === 1).length > 2)))).toBe(
      summary.methods.majority.voxels,
    );
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("Methods side by side");
    expect(report).not.toMatch(/(?:src|href)="(?!#|data:)/u);
  });

  it("counts weights, ties, empty masks and the tolerance as asked", async () => {
    const { files, out } = observers();
    const run = async (...options: string[]): Promise<ConsensusSummary> => {
      const { stdout } = await softdice(
        "consensus",
        ...files,
        "--out",
        out,
        "--json",
        "--summary-only",
        "--force",
        ...options,
      );
      return JSON.parse(stdout) as ConsensusSummary;
    };
    const plain = await run();
    expect(readdirSync(out).sort()).toEqual([
      "agreement.csv",
      "manifest.json",
      "summary.csv",
      "summary.json",
    ]);
    const byOrder = await run("--weights", "1,3,1,1");
    expect(byOrder.marginal.volumeMl).toBeGreaterThan(plain.marginal.volumeMl);
    expect((await run("--weights", "b=3")).marginal).toEqual(byOrder.marginal);
    const [narrow, wide] = [await run("--tolerance", "0.5"), await run("--tolerance", "5")];
    expect(narrow.agreement.surface!.mean.surfaceDice).toBeLessThan(wide.agreement.surface!.mean.surfaceDice);
    expect((await run("--no-surfaces")).agreement.surface).toBeNull();
    expect((await run("--observers", "a,c")).raters).toHaveLength(2);
    expect((await run("--seed", "2")).bootstrap).not.toEqual(plain.bootstrap);
  });

  it("settles ties and empty masks by --ties and --empty", async () => {
    // Theorem 2's tie: a quarter of the image is marked by all three, the rest by one of them.
    const all = new Uint8Array(64).fill(1);
    const quarter = Uint8Array.from({ length: 64 }, (_, i) => Number(i < 16));
    const folder = temporaryFolder();
    const save = (name: string, mask: Uint8Array) =>
      writeImage(join(folder, `${name}.nii.gz`), mask, [4, 4, 4]);
    const tied = [save("a", all), save("b", quarter), save("c", quarter)];
    const run = async (files: string[], ...options: string[]): Promise<ConsensusSummary> => {
      const out = join(folder, "out");
      const { stdout } = await softdice(
        "consensus",
        ...files,
        "--out",
        out,
        "--json",
        "--force",
        "--summary-only",
        ...options,
      );
      return JSON.parse(stdout) as ConsensusSummary;
    };
    expect((await run(tied)).methods.diceOptimal.voxels).toBe(16);
    const included = await run(tied, "--ties", "include");
    expect(included.methods.diceOptimal.voxels).toBe(64);
    expect(included.warnings.join(" ")).toContain("48 voxels tie with the threshold");
    const empty = [save("d", new Uint8Array(64)), save("e", new Uint8Array(64)), save("f", quarter)];
    expect((await run(empty)).agreement.pairwiseDice[0][1]).toBeNull();
    expect((await run(empty, "--empty", "one")).agreement.pairwiseDice[0][1]).toBe(1);
    expect((await run(empty, "--empty", "zero")).agreement.pairwiseDice[0][1]).toBe(0);
    expect((await run(empty, "--empty", "one")).methods.meanRaterOptimal.voxels).toBe(0);
  });

  it("makes a folder for each of several structures", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    // Label maps of two observers: labels 1 and 4.
    const files = [0, 1].map((k) =>
      writeImage(
        join(folder, `observer${k}.nii.gz`),
        balls[k].map((one, i) => (one === 1 ? 4 : balls[k + 2][i])),
        shape,
      ),
    );
    const { status } = await softdice("consensus", ...files, "--labels", "1,4", "--out", out);
    expect(status).toBe(0);
    const document = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as {
      structures: (ConsensusSummary & { structure: string })[];
    };
    expect(document.structures.map(({ structure }) => structure)).toEqual(["label 1", "label 4"]);
    expect(document.structures[1].raters.map(({ voxels }) => voxels)).toEqual([
      count(balls[0]),
      count(balls[1]),
    ]);
    expect(existsSync(join(out, "label 4", "report.html"))).toBe(true);
    // A file that cannot be read could have held any of them.
    writeFileSync(join(folder, "broken.nii.gz"), "no image");
    const broken = [...files, join(folder, "broken.nii.gz"), "--labels", "1,4"];
    const ended = await softdice("consensus", ...broken, "--out", join(folder, "none"));
    expect([ended.status, ended.stderr]).toEqual([2, expect.stringContaining("broken.nii.gz: ")]);
    // Without a list every label is a structure.
    const all = await softdice(
      "consensus",
      ...files,
      "--out",
      join(folder, "other"),
      "--json",
      "--summary-only",
    );
    expect((JSON.parse(all.stdout) as typeof document).structures).toMatchObject(
      document.structures.map(({ structure, raters, marginal }) => ({ structure, raters, marginal })),
    );
  });

  it("refuses other grids by name unless --resample says how", async () => {
    const { folder, files, out } = observers();
    const shifted = writeImage(join(folder, "z.nii.gz"), balls[0], shape, { originMm: [0, 0, 0.7] });
    const refused = await softdice("consensus", files[0], shifted, "--out", out);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(
      /^softdice: .*(?:z|a)\.nii\.gz: lies on another grid than (?:z|a)\.nii\.gz: origin .*, expected one grid .*--resample nearest or --resample linear\n$/u,
    );
    expect(existsSync(join(out, "manifest.json"))).toBe(false);
    for (const how of ["nearest", "linear"]) {
      const { status, stdout } = await softdice(
        "consensus",
        files[0],
        shifted,
        "--out",
        out,
        "--resample",
        how,
        "--json",
        "--force",
        "--summary-only",
      );
      expect(status).toBe(0);
      const { warnings } = JSON.parse(stdout) as ConsensusSummary;
      expect(warnings.join(" ")).toContain(`resampled (${how}) onto a grid that covers all observers`);
    }
  });

  it("refuses a folder with another run, unless forced", async () => {
    const { files, out } = observers();
    const once = (...options: string[]) =>
      softdice("consensus", ...files, "--out", out, "--summary-only", ...options);
    expect((await once()).status).toBe(0);
    expect((await once()).status).toBe(0);
    const other = await once("--empty", "zero");
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('holds a run with --empty "nan", expected --empty "zero"');
    expect((await once("--empty", "zero", "--force")).status).toBe(0);
  });

  it("refuses a name, a label, a file or an empty path that was asked for and is not there", async () => {
    const { folder, files, out } = observers();
    const text = join(folder, "notes.txt");
    writeFileSync(text, "no mask");
    const refusal = async (...args: string[]): Promise<string> => {
      const { status, stderr } = await softdice("consensus", ...args);
      expect(status).toBe(2);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      return stderr;
    };
    expect(await refusal(...files, "--out", out, "--observers", "a,zoe")).toContain(
      "--observers: asks for zoe, which nothing there is called",
    );
    expect(await refusal(...files, "--out", out, "--labels", "1,7")).toContain("--labels: asks for 7");
    expect(await refusal(...files, text, "--out", out)).toContain("notes.txt: is of no known image format");
    expect(await refusal(...files, "--out", "")).toContain("--out");
    expect(await refusal(...files, "--out", out, "--weights", "1")).toMatch(
      /--weights: has 1 values, expected one for each of the \d observers/u,
    );
  });

  it("never takes its own results for input", async () => {
    const folder = temporaryFolder();
    for (const k of [0, 1, 2]) writeImage(join(folder, `user${k}.nii.gz`), balls[k], shape);
    const run = async () => {
      const out = join(folder, "consensus");
      return JSON.parse(
        (await softdice("consensus", folder, "--out", out, "--json")).stdout,
      ) as ConsensusSummary;
    };
    const first = await run();
    expect(first.raters.map(({ name }) => name)).toEqual(["user0", "user1", "user2"]);
    expect(await run()).toEqual(first);
  });

  it("takes folders of observers with a file a structure, and gives up only what cannot be read", async () => {
    const folder = temporaryFolder();
    for (const [k, user] of ["u1", "u2"].entries()) {
      writeImage(join(folder, "in", user, "Prostate.nii.gz"), balls[k], shape);
      writeImage(join(folder, "in", user, "Rectum.nii.gz"), balls[k + 1], shape);
    }
    const out = join(folder, "out");
    writeFileSync(join(folder, "in", "u2", "Rectum.nii.gz"), "no image");
    const { status, stderr } = await softdice(
      "consensus",
      join(folder, "in"),
      "--out",
      out,
      "--summary-only",
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^softdice: Rectum: .*u2\/Rectum\.nii\.gz: /u),
    ]);
    const { raters } = JSON.parse(
      readFileSync(join(out, "Prostate", "summary.json"), "utf8"),
    ) as ConsensusSummary;
    expect(raters.map(({ name }) => name)).toEqual(["u1", "u2"]);
  });

  it("warns where no two masks overlap", async () => {
    const folder = temporaryFolder();
    const left = writeImage(join(folder, "ann.nii.gz"), ball(shape, [5, 5, 10], 3), shape);
    const right = writeImage(join(folder, "bea.nii.gz"), ball(shape, [18, 18, 10], 3), shape);
    const { stdout } = await softdice(
      "consensus",
      left,
      right,
      "--out",
      join(folder, "out"),
      "--no-surfaces",
      "--summary-only",
    );
    expect(stdout).toContain("note: No two observers' masks overlap");
  });

  it.skipIf(process.platform !== "linux")("says where a folder cannot be made", async () => {
    const folder = temporaryFolder();
    const file = writeImage(join(folder, "a.nii.gz"), balls[0], shape);
    const { status, stderr } = await softdice("consensus", file, "--out", "/proc/softdice/out");
    expect([status, stderr]).toEqual([2, expect.stringContaining("/proc/softdice/out: cannot be written")]);
  });

  it("refuses to write among its input", async () => {
    const above = temporaryFolder();
    const folder = join(above, "data");
    for (const k of [0, 1]) writeImage(join(folder, "p", `user${k}.nii.gz`), balls[k], shape);
    for (const inputs of [[join(folder, "p")], ["--study", join(folder, "p")]]) {
      const { status, stderr } = await softdice("consensus", ...inputs, "--out", join(folder, "p", "."));
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/^softdice: --out: is .*, the folder of the input/u),
      ]);
    }
    expect(readdirSync(join(folder, "p"))).toHaveLength(2);
    // Above the input is no place that is read.
    const ended = await softdice("consensus", "--study", folder, "--out", above, "--summary-only");
    expect(ended.status).toBe(0);
  });

  it("stops at Ctrl-C with status 130", async () => {
    const folder = temporaryFolder();
    const large = [160, 160, 80] as const;
    const files = [0, 1, 2].map((k) =>
      writeImage(join(folder, `user${k}.nii.gz`), ball(large, [80, 80, 80], 60 + k), large),
    );
    const out = join(folder, "out");
    const run = start("consensus", ...files, "--out", out);
    await until(run, () => existsSync(join(out, "manifest.json")));
    run.child.kill("SIGINT");
    expect(await run.finished).toEqual({
      status: 130,
      stdout: "",
      stderr: "softdice: stopped; the same command starts anew\n",
    });
    expect(existsSync(join(out, "report.html"))).toBe(false);
  });

  it("says in one line what is wrong with the input", async () => {
    const { folder, files, out } = observers();
    const probability = writeImage(
      join(folder, "p.nii.gz"),
      Float32Array.from(balls[0], (x) => x / 2 + 0.1),
      shape,
    );
    const text = join(folder, "broken.nii.gz");
    writeFileSync(text, "no image");
    const cases: readonly (readonly [arguments_: readonly string[], message: RegExp])[] = [
      [[], /^softdice: command line: has no masks, expected masks, contours, or --study/u],
      [[files[0], join(folder, "none.nii.gz")], /none\.nii\.gz: cannot be read \(there is no such file\)/u],
      [
        [files[0], probability],
        /p\.nii\.gz: holds 0\.\d+, expected a mask of 0 and one other value; threshold it first/u,
      ],
      [[files[0], text], /broken\.nii\.gz: /u],
      [[...files, "--weights", "1,2"], /--weights: has 2 values, expected one for each of the 4 observers/u],
      [[...files, "--weights", "q=2"], /--weights: names 'q', expected one of the observers a, b, c, d/u],
      [[...files, "--weights", "1,x"], /--weights: is "1,x", expected numbers from 0/u],
      [[...files, "--empty", "two"], /--empty: is "two", expected one of nan, one, zero/u],
      [[...files, "--tolerance", "0"], /--tolerance: is "0", expected a number above 0/u],
      [
        [...files, "--observers", "nobody"],
        /--observers: asks for nobody, which nothing there is called, expected some of/u,
      ],
      [[...files, "--study", folder], /stands beside --study/u],
      [[...files, "--pattern", "{patient}"], /--pattern: says \{patient\} without --study/u],
      [["--study", folder, "--pattern", "{case}"], /--pattern: is "\{case\}", expected \{patient\}/u],
      [["--study", folder, "--pattern", "x/{patient}/{observer}"], /fits nothing in/u],
      [["--study", join(folder, "none")], /none: cannot be read/u],
    ];
    for (const [arguments_, message] of cases) {
      const { status, stdout, stderr } = await softdice("consensus", ...arguments_, "--out", out);
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      expect([status, stdout]).toEqual([2, ""]);
    }
  });
});

describe("softdice consensus --study", () => {
  /** Three patients of two observers; one patient has a broken file. */
  function study(): { folder: string; out: string } {
    const folder = temporaryFolder();
    for (const [p, patient] of ["p1", "p2", "p3"].entries()) {
      for (const k of [0, 1]) {
        writeImage(join(folder, "data", patient, "Prostate", `user${k}.nii.gz`), balls[(p + k) % 4], shape);
      }
    }
    writeFileSync(join(folder, "data", "p2", "Prostate", "user1.nii.gz"), "no image");
    return { folder: join(folder, "data"), out: join(folder, "out") };
  }

  it("makes a row a patient and structure, and lists what failed", async () => {
    const { folder, out } = study();
    const { status, stdout, stderr } = await softdiceProcess(
      "consensus",
      "--study",
      folder,
      "--out",
      out,
      "--workers",
      "2",
      "--json",
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^softdice: p2: .*user1\.nii\.gz: /mu);
    const { structures, failed } = JSON.parse(stdout) as {
      structures: { patients: number }[];
      failed: unknown[];
    };
    expect(structures).toMatchObject([{ structure: "Prostate", patients: 2 }]);
    expect(failed).toHaveLength(1);
    const rows = readFileSync(join(out, "summary.csv"), "utf8").trimEnd().split("\n");
    expect(rows.slice(1).map((row) => row.split(",").slice(0, 3))).toEqual([
      ["p1", "Prostate", "2"],
      ["p3", "Prostate", "2"],
    ]);
    const single = join(out, "..", "single");
    const files = [0, 1].map((k) => join(folder, "p3", "Prostate", `user${k}.nii.gz`));
    await softdice("consensus", ...files, "--out", single, "--summary-only");
    // The same numbers; only names of patient, structure and files differ.
    const numbersIn = (of: string) => ({ ...summaryIn(of), patient: "", structure: "", sources: [] });
    expect(numbersIn(join(out, "p3"))).toEqual(numbersIn(single));
  });

  it("goes on where it was stopped, with the same bytes, and computes what failed again", async () => {
    const { folder, out } = study();
    const whole = join(out, "..", "whole");
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    await softdice("consensus", "--study", folder, "--out", whole, "--workers", "1");
    let stopped: number | null = 0;
    // Where the signal comes when all is done, the run is done anew.
    for (let attempt = 0; attempt < 9 && stopped === 0; attempt++) {
      rmSync(out, { recursive: true, force: true });
      const run = start("consensus", "--study", folder, "--out", out, "--workers", "1");
      await until(run, () => existsSync(join(out, "p1", "report.html")));
      run.child.kill("SIGINT");
      ({ status: stopped } = await run.finished);
    }
    expect(stopped).toBe(130);
    const { status } = await softdice("consensus", "--study", folder, "--out", out, "--workers", "2");
    expect(status).toBe(0);
    for (const file of ["summary.csv", "summary.json", "p1/report.html", "p3/marginal.nii.gz"]) {
      expect(readFileSync(join(out, file)).equals(readFileSync(join(whole, file))), file).toBe(true);
    }
  });

  it("gives the same bytes in shards", async () => {
    const { folder, out } = study();
    const whole = join(out, "..", "whole");
    const run = (into: string, ...options: string[]) =>
      softdice("consensus", "--study", folder, "--out", into, "--workers", "1", "--no-surfaces", ...options);
    expect((await run(whole)).status).toBe(1);
    // Patient 2, whose file is broken, is the second of three: in shard 1 of 2.
    expect((await run(out, "--shard", "0/2")).status).toBe(0);
    expect((await run(out, "--shard", "1/2")).status).toBe(1);
    const merged = await softdice("merge", out);
    expect(merged.status).toBe(1);
    expect(merged.stderr).toMatch(/^softdice: p2: /u);
    for (const file of ["summary.csv", "summary.json", "p1/summary.json", "p3/report.html"]) {
      expect(readFileSync(join(out, file)).equals(readFileSync(join(whole, file))), file).toBe(true);
    }
    // What failed in the meantime is not taken from the merge before.
    writeFileSync(join(folder, "p1", "Prostate", "user0.nii.gz"), "no image");
    expect((await run(out, "--shard", "0/2")).status).toBe(1);
    expect((await softdice("merge", out)).status).toBe(1);
    expect(readFileSync(join(out, "summary.csv"), "utf8")).not.toContain("p1");
    const stray = await softdice("consensus", join(folder, "p1"), "--shard", "0/2", "--out", out);
    expect([stray.status, stray.stderr]).toEqual([
      2,
      "softdice: --shard: stands without --study, expected the folder of a study; add --study, or leave it out\n",
    ]);
  });

  it("computes a patient again of whom a structure failed", async () => {
    const { folder, out } = study();
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    for (const k of [0, 1]) writeImage(join(folder, "p1", "Rectum", `user${k}.nii.gz`), balls[k], shape);
    const other = join(folder, "p1", "Rectum", "user1.nii.gz");
    writeImage(other, new Uint8Array(8), [2, 2, 2], { originMm: [0.3, 0, 0] });
    const run = () =>
      softdice("consensus", "--study", folder, "--out", out, "--no-surfaces", "--summary-only");
    const failed = await run();
    expect([failed.status, failed.stderr]).toEqual([1, expect.stringMatching(/^softdice: p1, Rectum: /mu)]);
    writeImage(other, balls[1], shape);
    expect((await run()).status).toBe(0);
    const rows = readFileSync(join(out, "summary.csv"), "utf8").trimEnd().split("\n").slice(1);
    expect(rows.map((row) => row.split(",").slice(0, 2).join(" "))).toEqual([
      "p1 Prostate",
      "p1 Rectum",
      "p2 Prostate",
      "p3 Prostate",
    ]);
  });

  it("computes a patient again whose files have changed, and nobody else", async () => {
    const { folder, out } = study();
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    const run = () =>
      softdice("consensus", "--study", folder, "--out", out, "--no-surfaces", "--summary-only");
    const rows = () => readFileSync(join(out, "summary.csv"), "utf8").trimEnd().split("\n").slice(1);
    const written = (patient: string) => statSync(join(out, patient, "summary.json")).mtimeMs;
    await run();
    const [before, times] = [rows(), ["p1", "p2", "p3"].map(written)];
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[3], shape);
    expect((await run()).status).toBe(0);
    expect(rows()[1]).not.toBe(before[1]);
    expect([rows()[0], rows()[2]]).toEqual([before[0], before[2]]);
    expect(["p1", "p2", "p3"].map((patient, p) => written(patient) > times[p])).toEqual([false, true, false]);
    writeFileSync(join(folder, "p2", "Prostate", "user1.nii.gz"), "no image");
    const broken = await run();
    expect([broken.status, broken.stderr]).toEqual([1, expect.stringMatching(/^softdice: p2: /mu)]);
    expect(broken.stdout).toContain("note: p2/ is of an earlier run: the patient failed in this one");
    expect(rows()).toEqual([before[0], before[2]]);
  });

  it("keeps patients with one observer, or nothing marked, out of the means", async () => {
    const { folder, out } = study();
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    const nothing = new Uint8Array(balls[0].length);
    for (const k of [0, 1]) writeImage(join(folder, "p4", "Prostate", `user${k}.nii.gz`), nothing, shape);
    writeImage(join(folder, "p5", "Prostate", "user0.nii.gz"), balls[0], shape);
    const { stdout } = await softdice("consensus", "--study", folder, "--out", out, "--summary-only");
    expect(stdout).toContain("note: 1 of 5 patients had one observer and is not in the means.");
    expect(stdout).toContain("note: In 1 of 5 patients nobody marked anything; it is not in the means.");
    const { structures } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as {
      structures: { patients: number; threshold: { n: number } }[];
    };
    expect(structures[0]).toMatchObject({
      patients: 5,
      oneObserver: 1,
      nothingMarked: 1,
      threshold: { n: 3 },
    });
  });

  it("says when nobody has a name that was asked for", async () => {
    const { folder, out } = study();
    const asked = ["--observers", "user0,user9", "--summary-only"];
    const { status, stderr } = await softdice("consensus", "--study", folder, "--out", out, ...asked);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "softdice: --observers: asks for user9, which nothing there is called, expected some of user0",
    );
  });

  it("lists a patient with a link that leads nowhere, and goes on with the others", async () => {
    const { folder, out } = study();
    symlinkSync(join(folder, "nowhere"), join(folder, "p1", "Prostate", "user2.nii.gz"));
    const { status, stderr } = await softdice("consensus", "--study", folder, "--out", out, "--summary-only");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^softdice: p1: .*user2\.nii\.gz: cannot be read \(there is no such file\)/mu);
    expect(readFileSync(join(out, "summary.csv"), "utf8")).toContain("p3,Prostate");
  });

  it("takes in a patient who came later, and lets go of one who went", async () => {
    const { folder, out } = study();
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    const run = (into: string) => softdice("consensus", "--study", folder, "--out", into, "--summary-only");
    await run(out);
    const written = (patient: string) => statSync(join(out, patient, "summary.json")).mtimeMs;
    const times = ["p2", "p3"].map(written);
    rmSync(join(folder, "p1"), { recursive: true });
    for (const k of [0, 1])
      writeImage(join(folder, "p0", "Prostate", `user${k}.nii.gz`), balls[k + 1], shape);
    const grown = await run(out);
    expect([grown.status, grown.stderr.includes("softdice:")]).toEqual([0, false]);
    expect(["p2", "p3"].map(written)).toEqual(times);
    const afresh = join(out, "..", "afresh");
    await run(afresh);
    for (const file of ["summary.csv", "summary.json", "journal.jsonl"]) {
      expect(readFileSync(join(out, file), "utf8"), file).toBe(readFileSync(join(afresh, file), "utf8"));
    }
    const other = await softdice(
      "consensus",
      "--study",
      folder,
      "--out",
      out,
      "--summary-only",
      "--empty",
      "one",
    );
    expect(other.stderr).toContain('holds a run with --empty "nan", expected --empty "one"');
  });

  it("goes on in a folder that was moved, and records no path of it", async () => {
    const { folder, out } = study();
    const run = (into: string) => softdice("consensus", "--study", folder, "--out", into, "--summary-only");
    expect((await run(out)).status).toBe(1);
    const moved = join(out, "..", "moved");
    renameSync(out, moved);
    const again = await run(moved);
    expect([again.status, again.stderr]).toEqual([1, expect.stringMatching(/^softdice: p2: /mu)]);
    expect(readFileSync(join(moved, "journal.jsonl"), "utf8")).not.toContain(out);
  });

  it("may write its results into the study's folder", async () => {
    const { folder } = study();
    writeImage(join(folder, "p2", "Prostate", "user1.nii.gz"), balls[2], shape);
    const out = join(folder, "results");
    const run = () => softdice("consensus", "--study", folder, "--out", out, "--no-surfaces");
    const first = await run();
    expect(first.status).toBe(0);
    expect(await run()).toMatchObject({ status: 0, stdout: first.stdout });
  });

  it("takes a pattern of paths", async () => {
    const folder = temporaryFolder();
    for (const k of [0, 1]) writeImage(join(folder, "data", `case7_gtv_${"xy"[k]}.nii.gz`), balls[k], shape);
    const out = join(folder, "out");
    const { status } = await softdice(
      "consensus",
      "--study",
      join(folder, "data"),
      "--pattern",
      "{patient}_{structure}_{observer}",
      "--summary-only",
      "--out",
      out,
    );
    expect(status).toBe(0);
    expect(readFileSync(join(out, "summary.csv"), "utf8").split("\n")[1]).toMatch(/^case7,gtv,2,/u);
  });
});

const shared = resolve(import.meta.dirname, "../../../shared/data");

describe.skipIf(!existsSync(shared))("softdice consensus on provided data", () => {
  it("makes the study of the lung nodules in one command", async () => {
    const out = temporaryFolder();
    const study = ["--study", join(shared, "lidc"), "--out", out, "--quiet", "--summary-only"];
    const { status } = await softdice("consensus", ...study);
    expect(status).toBe(0);
    const manifest = JSON.parse(readFileSync(join(shared, "lidc/manifest.json"), "utf8")) as {
      dir: string;
      voxels: number[];
      mean_pairwise_dice: number;
    }[];
    const [header, ...rows] = readFileSync(join(out, "summary.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .map((row) => row.split(","));
    expect(rows).toHaveLength(10);
    for (const [n, { dir, voxels, mean_pairwise_dice }] of manifest.entries()) {
      expect(rows[n][0]).toBe(dir);
      expect(Number(rows[n][header.indexOf("meanPairwiseDice")])).toBeCloseTo(mean_pairwise_dice, 4);
      expect(summaryIn(join(out, dir)).raters.map((rater) => rater.voxels)).toEqual(voxels);
    }
  });

  it("makes the consensus of contours, and writes contours", async () => {
    const out = temporaryFolder();
    const zip = join(shared, "phantom-dev/1_91_P.zip");
    const { status } = await softdice(
      "consensus",
      zip,
      "--structures",
      "Prostate",
      "--nested",
      "union",
      "--out",
      out,
      "--no-surfaces",
    );
    expect(status).toBe(0);
    const masks = JSON.parse(readFileSync(join(shared, "phantom-dev/masks_ref.json"), "utf8")) as {
      masks: Record<string, { voxels: number }>;
    };
    for (const { name, voxels } of summaryIn(out).raters) {
      expect(voxels).toBe(masks.masks[`Prostate (${name})`].voxels);
    }
    const back = join(out, "back");
    const converted = await softdice(
      "convert",
      zip,
      join(out, "consensus-rtstruct.dcm"),
      // One of the patient's other structure sets is drawn on every other slice.
      "--between-planes",
      "none",
      "--out",
      back,
      "--quiet",
    );
    expect(converted.status).toBe(0);
    const folder = join(back, "consensus-rtstruct");
    const [original] = await readVolumes({
      name: "a",
      bytes: readFileSync(join(out, "dice-optimal.nii.gz")),
    });
    const [returned] = await readVolumes({
      name: "b",
      bytes: readFileSync(join(folder, "Prostate (dice-optimal).nii.gz")),
    });
    expect(Buffer.from(returned.data.buffer).equals(Buffer.from(original.data.buffer))).toBe(true);
    expect(original.grid.shape).toEqual(returned.grid.shape);
  });
});
