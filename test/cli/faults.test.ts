import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

// SOFTDICE_FAULTS=all fails every call in every way (some minutes); else every few calls fail, each in one of the ways.
const all = process.env["SOFTDICE_FAULTS"] === "all";
const kinds = ["ENOSPC", "power-names", "EIO", "power-data", "EACCES", "short"];

interface Report {
  readonly cases: number;
  readonly calls: Readonly<Record<"main" | "worker", number>>;
  readonly faults: readonly string[];
}

/** Fails the command at every call, or some, and runs it again each time. */
async function drive(what: object): Promise<Report> {
  const here = import.meta.dirname;
  const effort = all ? { first: 1, step: 1, kinds } : { first: 2, step: 7, kinds };
  const args = ["--import", join(here, "faults/disk.js"), join(here, "faults/drive.js")];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...args, JSON.stringify({ ...effort, ...what })],
    {
      maxBuffer: 2 ** 26,
    },
  );
  return JSON.parse(stdout) as Report;
}

const synthetic = ["--samples", "2", "--rho", "0.05", "--iterations", "1"];

describe("after any fault of the disk the same command ends with the same bytes, and no fault is an internal error:", () => {
  it("a run", { timeout: 1_200_000 }, async () => {
    const options = { samples: 2, rho: [0.05], preset: "table1", iterations: [1], exact: false };
    const { faults, calls } = await drive({ command: "reproduceSynthetic", options });
    expect(faults).toEqual([]);
    expect(calls.main).toBeGreaterThan(40);
  });

  it("a study", { timeout: 1_200_000 }, async () => {
    const study = temporaryFolder();
    for (const patient of ["p1", "p2"]) {
      for (const [observer, radius] of [
        ["A", 1.5],
        ["B", 2.2],
      ] as const)
        writeImage(join(study, patient, `${observer}.nii.gz`), ball([6, 6, 3], [3, 3, 2], radius), [6, 6, 3]);
    }
    const options = {
      study,
      empty: "nan",
      ties: "exclude",
      tolerance: 3,
      surfaces: false,
      summaryOnly: true,
      grid: "series",
      nested: "holes",
    };
    const { faults, calls } = await drive({ command: "consensus", inputs: [], options });
    expect(faults).toEqual([]);
    expect(calls.worker).toBeGreaterThan(10);
  });

  it("a merge", { timeout: 1_200_000 }, async () => {
    const start = temporaryFolder();
    for (const part of ["0/2", "1/2"])
      await softdice("reproduce", "synthetic", ...synthetic, "--out", start, "--shard", part, "--quiet");
    const { faults, calls } = await drive({ command: "merge", options: {}, start });
    expect(faults).toEqual([]);
    expect(calls.main).toBeGreaterThan(40);
  });
});
