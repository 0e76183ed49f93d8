import { openAsBlob, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStudy } from "../../src/formats/dicom/study.ts";
import { gridOf } from "../../src/formats/dicom/series.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { softdice, softdiceProcess, start, temporaryFolder, until } from "../support/cli.ts";

const zips = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".zip"));

describe("softdice phantom", () => {
  it("writes patients in the shape of the Gold Atlas", async () => {
    const out = temporaryFolder();
    const { status, stdout } = await softdiceProcess(
      ...["phantom", "--cases", "2", "--size", "64", "--slices", "10", "--quiet", "--out", out],
    );
    expect(status).toBe(0);
    expect(stdout).toContain(`softdice reproduce gold-atlas ${out}`);
    expect(zips(out)).toEqual(["1_01_P.zip", "1_02_P.zip"]);
    const paths: string[] = [];
    const study = await readStudy(
      (async function* () {
        for await (const entry of walkArchive("1_01_P.zip", await openAsBlob(join(out, "1_01_P.zip")))) {
          paths.push(entry.path);
          yield entry;
        }
      })(),
    );
    expect(paths.every((path) => /^1_01_P\/(MR|CT|RS)[\d.]+\.dcm$/.test(path))).toBe(true);
    expect(study.problems).toEqual([]);
    expect(
      study.series.map((series) => [series.modality, series.description, ...gridOf(series).shape]),
    ).toEqual([
      ["MR", "T2 TSE tra", 64, 64, 10],
      ["MR", "T1 tra", 32, 32, 8],
      ["CT", "CT deformed", 64, 64, 10],
      ["CT", "CT pelvis", 32, 32, 13],
    ]);
    const [t2, t1, deformed, ct] = study.series.map(({ frameOfReferenceUid }) => frameOfReferenceUid);
    expect(new Set([t2, t1, deformed]).size).toBe(1);
    expect(ct).not.toBe(t2);
    expect(study.structureSets.map(({ rois }) => rois.length)).toEqual([55, 1]);
    expect(gridOf(study.series[0]).spacingMm).toEqual([7, 7, 20]);
  });

  it("leaves nothing unfinished behind once it went on", async () => {
    const out = temporaryFolder();
    const args = ["phantom", "--cases", "3", "--size", "128", "--slices", "30", "--quiet", "--out", out];
    const run = start(...args);
    await until(run, () => readdirSync(out).some((name) => /\.(?:part|zip)$/.test(name)));
    run.child.kill("SIGINT");
    expect((await run.finished).status).toBe(130);
    expect((await softdice(...args)).status).toBe(0);
    expect(readdirSync(out).filter((name) => name.includes(".part"))).toEqual([]);
  });

  it("calls one of 19 as a browser calls a second download", async () => {
    const out = temporaryFolder();
    await softdice(...["phantom", "--size", "16", "--slices", "4", "--quiet", "--out", out]);
    expect(zips(out)).toHaveLength(19);
    expect(zips(out)).toContain("3_03_P (1).zip");
    expect(zips(out)).not.toContain("3_03_P.zip");
  });

  it("writes the same bytes again, and others for another seed", async () => {
    const [one, two, other] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const args = ["phantom", "--cases", "1", "--size", "32", "--slices", "6", "--quiet"];
    await softdice(...args, "--out", one);
    await softdice(...args, "--out", two, "--workers", "1");
    await softdice(...args, "--out", other, "--seed", "2");
    const [a, b, c] = [one, two, other].map((out) => readFileSync(join(out, "1_01_P.zip")));
    expect(b.equals(a)).toBe(true);
    expect(c.equals(a)).toBe(false);
  });
});
