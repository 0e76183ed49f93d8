import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { SlurmCluster, whyNoSlurm } from "../support/slurm.ts";

const reason = whyNoSlurm();
if (reason !== undefined) console.warn(`The Slurm tests are skipped: ${reason}.`);

/** Patients with three observers each, who mark boxes of different sizes. */
function writeStudy(folder: string, patients: number): void {
  const shape = [12, 10, 6] as const;
  for (let patient = 0; patient < patients; patient++) {
    const place = join(folder, `patient${patient}`);
    mkdirSync(place);
    for (let observer = 0; observer < 3; observer++) {
      const data = Uint8Array.from({ length: 720 }, (_, i) =>
        i % 12 < 4 + patient && i / 120 < 3 + observer ? 1 : 0,
      );
      const bytes = encodeNifti({ name: "mask", grid: unitGrid(shape), data });
      writeFileSync(join(place, `observer${observer}.nii`), bytes);
    }
  }
}

const binary = resolve(import.meta.dirname, "../../dist/cli/softdice.js");

describe.skipIf(reason !== undefined)("a Slurm cluster of two nodes", { timeout: 900_000 }, () => {
  let cluster: SlurmCluster;

  beforeAll(async () => {
    cluster = new SlurmCluster();
    await cluster.start();
  });

  afterAll(() => cluster.stop());

  /** Submits a command and returns the numbers of the array and of the merge job. */
  function submit(...words: readonly string[]): { array: string; merge: string } {
    const args = [binary, "submit", ...words];
    const text = execFileSync(process.execPath, args, { env: cluster.environment, encoding: "utf8" });
    const [, array, merge] = /job array (\d+) with \d+ tasks, and job (\d+)/.exec(text) ?? [];
    return { array, merge };
  }

  it("runs experiment (S) as an array, with a task killed and requeued, to the bytes of one machine", async () => {
    const [whole, out] = [temporaryFolder(), temporaryFolder()];
    const command = ["reproduce", "synthetic", "--samples", "120", "--rho", "0.03,0.08"];
    const { array, merge } = submit(...command, "--out", out, "--array", "4", "--mem", "500");
    await cluster.waitFor(`${array}_1`, ["RUNNING", "COMPLETED"], 120);
    await cluster.until(() => existsSync(join(out, "shards/1-of-4.jsonl")), "the shard is begun", 120);
    cluster.run("scontrol", "requeue", `${array}_1`);
    await cluster.waitFor(`${array}_1`, ["PENDING"], 60);
    // Slurm would let two minutes pass before it starts a job again.
    cluster.run("scontrol", "update", `JobId=${array}_1`, "StartTime=now");
    const ended = await cluster.waitFor(merge, ["COMPLETED", "FAILED"], 300);
    expect(ended["JobState"]).toBe("COMPLETED");
    expect(Number(cluster.job(`${array}_1`)["Restarts"])).toBe(1);
    const nodes = [0, 1, 2, 3].map((task) => cluster.job(`${array}_${task}`)["BatchHost"]);
    expect(new Set(nodes).size).toBe(2);

    await softdice(...command, "--out", whole, "--quiet");
    for (const name of ["samples.csv", "table.csv", "report.html", "figures/table1-errors.svg"]) {
      expect(readFileSync(join(out, name), "utf8")).toBe(readFileSync(join(whole, name), "utf8"));
    }
    expect(readFileSync(join(out, "slurm/merge.log"), "utf8")).toContain(
      "Table 1 (S): mean errors of 120 samples",
    );
  });

  it("runs a study of several patients as an array, to the bytes of one machine", async () => {
    const [study, whole, out] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    writeStudy(study, 5);
    const command = ["consensus", "--study", study, "--no-surfaces"];
    const { merge } = submit(...command, "--out", out, "--array", "3", "--mem", "500");
    const ended = await cluster.waitFor(merge, ["COMPLETED", "FAILED"], 200);
    expect(readFileSync(join(out, "slurm/merge.log"), "utf8")).toContain("Dice-optimal");
    expect(ended["JobState"]).toBe("COMPLETED");

    await softdice(...command, "--out", whole, "--quiet");
    for (const name of ["summary.csv", "summary.json", "report.html", "patient2/summary.json"]) {
      expect(readFileSync(join(out, name), "utf8")).toBe(readFileSync(join(whole, name), "utf8"));
    }
  });

  it("tells in the merge job's log which part is missing when a task fails", async () => {
    const out = temporaryFolder();
    const command = ["reproduce", "synthetic", "--samples", "400", "--rho", "0.05", "--iterations", "1,2"];
    // No task begins before one of them is cancelled.
    cluster.run("scontrol", "update", "NodeName=n1,n2", "State=DRAIN", "Reason=test");
    const { array, merge } = submit(...command, "--out", out, "--array", "2", "--mem", "500");
    cluster.run("scancel", `${array}_1`);
    cluster.run("scontrol", "update", "NodeName=n1,n2", "State=RESUME");
    const ended = await cluster.waitFor(merge, ["COMPLETED", "FAILED"], 200);
    expect(ended["JobState"]).toBe("FAILED");
    expect(readFileSync(join(out, "slurm/merge.log"), "utf8")).toMatch(
      /lacks 1 shard: 1\/2|unfinished shard: 1\/2/,
    );
  });
});
