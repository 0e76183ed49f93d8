import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { softdiceProcess, temporaryFolder } from "../support/cli.ts";

describe("softdice submit", () => {
  it("refuses a command whose tasks could only fail", async () => {
    const submit = (...words: string[]) => softdiceProcess("submit", ...words, "--array", "2", "--dry-run");
    const single = await submit("consensus", "a.nii", "b.nii");
    expect([single.status, single.stderr]).toEqual([2, expect.stringContaining("is no study")]);
    const sharded = await submit("reproduce", "synthetic", "--shard", "0/2");
    expect([sharded.status, sharded.stderr]).toEqual([2, expect.stringContaining("a --shard of its own")]);
  });

  it("prints both scripts and writes nothing with --dry-run", async () => {
    const out = join(temporaryFolder(), "it's a run");
    const { status, stdout } = await softdiceProcess(
      ...[
        "submit",
        "reproduce",
        "synthetic",
        "--samples",
        "50",
        "--out",
        out,
        "--workers",
        "3",
        "--array",
        "8",
      ],
      ...["--dry-run", "--partition", "long", "--time", "1:00:00", "--mem", "4G", "--account", "physics"],
    );
    expect(status).toBe(0);
    expect(existsSync(out)).toBe(false);
    const [array, merge] = stdout.split("merge.sbatch");
    for (const line of ['array="0-7"', 'cpus-per-task="3"', "requeue", `output="${out}/slurm/%a.log"`]) {
      expect(array).toContain(`#SBATCH --${line}\n`);
    }
    for (const line of ['partition="long"', 'time="1:00:00"', 'mem="4G"', 'account="physics"']) {
      expect(array).toContain(`#SBATCH --${line}\n`);
      expect(merge).toContain(`#SBATCH --${line}\n`);
    }
    const quoted = `'${out.replace("'", String.raw`'\''`)}'`;
    expect(array).toContain(
      `synthetic --samples 50 --out ${quoted} --workers 3 --shard auto --quiet --workers "`,
    );
    expect(merge).toMatch(/\nexec \S+node \S+softdice\.js merge '/);
  });

  it.each([
    [["reproduce", "synthetic"], "--array", "required option '--array <n>' not specified"],
    [["reproduce", "synthetic", "--array", "0"], "--array", 'is "0", expected an integer of at least 1'],
    [["reproduce", "synthetic", "--array", "2", "--sample", "3"], "--sample", "is no option here"],
    [["reproduce", "synthetic", "--array", "2", "--samples", "x"], "--samples", 'is "x"'],
    [["reproduce", "theorems", "--array", "2"], "reproduce theorems", "does not run in shards"],
    [["nonsense", "--array", "2"], "nonsense", "is no command"],
    [["--array", "2"], "command", "is missing"],
  ])("refuses %j", async (args, subject, problem) => {
    const { status, stdout, stderr } = await softdiceProcess("submit", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^softdice: [^\n]+\n$/);
    expect(stderr).toContain(subject);
    expect(stderr).toContain(problem);
  });
});
