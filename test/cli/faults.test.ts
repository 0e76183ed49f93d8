import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";
import { transpile, transpiledSource } from "../support/transpiled.ts";
import type { Drive, DriveReport, FaultKind } from "./faults/drive.ts";

// SOFTDICE_FAULTS=all fails every call in every way, which takes minutes; else every few calls fail, each in one way.
const all = process.env["SOFTDICE_FAULTS"] === "all";
const kinds: readonly FaultKind[] = ["ENOSPC", "power-names", "EIO", "power-data", "EACCES", "short"];
const effort = all ? { kinds, inTurn: false, first: 1, step: 1 } : { kinds, inTurn: true, first: 2, step: 7 };

const program = transpiledSource("softdice-faults");

/** A module of the tests as one that Node runs in a process of its own. */
function compiled(folder: string, name: string): string {
  const source = readFileSync(join(import.meta.dirname, "faults", `${name}.ts`), "utf8");
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, transpile(source));
  return path;
}

async function faultsOf(
  what: Pick<Drive, "command" | "inputs" | "options" | "start" | "threads">,
): Promise<DriveReport> {
  const folder = temporaryFolder();
  const drive: Drive = { program, ...effort, ...what };
  const args = ["--import", compiled(folder, "disk"), compiled(folder, "drive"), JSON.stringify(drive)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as DriveReport;
}

const synthetic = ["--samples", "2", "--rho", "0.05", "--iterations", "1"];
const timeout = 1_800_000;

describe("after any fault of the disk the same command ends with the same bytes, and none is an internal error:", () => {
  it("a run", { timeout }, async () => {
    const options = { samples: 2, rho: [0.05], preset: "table1", iterations: [1], exact: false };
    const of = { command: "reproduceSynthetic", inputs: [], options, threads: ["main"] } as const;
    const { faults, calls } = await faultsOf(of);
    expect(faults).toEqual([]);
    expect(calls["main"]).toBeGreaterThan(40);
  });

  it("a study", { timeout }, async () => {
    const study = temporaryFolder();
    const shape = [6, 6, 3] as const;
    for (const patient of ["p1", "p2"]) {
      for (const [observer, radius] of Object.entries({ A: 1.5, B: 2.2 }))
        writeImage(join(study, patient, `${observer}.nii.gz`), ball(shape, [3, 3, 2], radius), shape);
    }
    const rules = { empty: "nan", ties: "exclude", tolerance: 3, grid: "series", nested: "holes" };
    // The patients are alike, so that nothing but a pattern tells them from observers.
    const policy = { ...rules, pattern: "{patient}/{observer}" };
    const options = { study, ...policy, surfaces: false, summaryOnly: true };
    const of = { command: "consensus", inputs: [[]], options, threads: ["main", "worker"] } as const;
    const { faults, calls } = await faultsOf(of);
    expect(faults).toEqual([]);
    expect(calls["worker"]).toBeGreaterThan(10);
  });

  it("masks of contours", { timeout }, async () => {
    const inputs = [[join(import.meta.dirname, "../fixtures/formats/dicom-phantom-rs.dcm")]];
    const options = { grid: "paper", nested: "union", betweenPlanes: "none", format: "nifti" };
    const of = { command: "convert", inputs, options, threads: ["main"] } as const;
    const { faults, calls } = await faultsOf(of);
    expect(faults).toEqual([]);
    expect(calls["main"]).toBeGreaterThan(20);
  });

  it("a merge", { timeout }, async () => {
    const start = temporaryFolder();
    for (const part of ["0/2", "1/2"])
      await softdice("reproduce", "synthetic", ...synthetic, "--out", start, "--shard", part, "--quiet");
    const { faults, calls } = await faultsOf({
      command: "merge",
      inputs: [],
      options: {},
      start,
      threads: ["main"],
    });
    expect(faults).toEqual([]);
    expect(calls["main"]).toBeGreaterThan(40);
  });
});
