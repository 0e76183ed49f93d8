import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sealLine } from "../../src/cli/runs/journalLine.ts";
import { resolveShard, type Shard, shardOption } from "../../src/cli/runs/shard.ts";
import { sharedFolder, softdice, start, temporaryFolder, until } from "../support/cli.ts";

const command = [
  "reproduce",
  "synthetic",
  "--samples",
  "5",
  "--rho",
  "0.02,0.05",
  "--iterations",
  "1,5",
  "--quiet",
];
const shard = (out: string, part: string, ...more: string[]) =>
  softdice(...command, "--out", out, "--shard", part, "--workers", "1", ...more);

/** All files of a folder that do not tell times, by name. */
function bytes(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.\w+$/.test(name) && name !== "manifest.json" && !name.startsWith("shards"),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "base64")]));
}

const shards = sharedFolder();
beforeAll(async () => {
  const outcomes = await Promise.all(["0/3", "1/3", "2/3"].map((part) => shard(shards, part)));
  expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
  expect(outcomes[0].stdout).toBe("shard 0/3: 4 of 4 samples done\n");
});

/** A folder with a run of three shards, which are computed once. */
function threeShards(): string {
  const out = temporaryFolder();
  cpSync(shards, out, { recursive: true });
  return out;
}

/** The checksum at the end of a journal's first line, which those of the others go on from. */
const sumOf = (line: string): number => Number.parseInt((JSON.parse(line) as { sum: string }).sum, 16);

describe("softdice merge", () => {
  it("writes the same bytes as one run on one machine, and again when repeated", async () => {
    const whole = temporaryFolder();
    await softdice(...command, "--out", whole);
    const out = threeShards();
    const { status, stdout } = await softdice("merge", out);
    expect(status).toBe(0);
    expect(stdout).toContain("mean errors of 5 samples a row");
    expect(bytes(out)).toEqual(bytes(whole));
    expect((await softdice("merge", out)).status).toBe(0);
    expect(bytes(out)).toEqual(bytes(whole));
  });

  it("goes on with a shard that was killed", async () => {
    const [whole, out] = [temporaryFolder(), temporaryFolder()];
    const args = [...command, "--samples", "150", "--out"];
    await softdice(...args, whole);
    const run = start(...args, out, "--shard", "0/2", "--workers", "1");
    await until(run, () => existsSync(join(out, "shards/0-of-2.jsonl")));
    run.child.kill("SIGKILL");
    await run.finished;
    for (const part of ["0/2", "1/2"]) await softdice(...args, out, "--shard", part);
    expect((await softdice("merge", out)).status).toBe(0);
    expect(bytes(out)).toEqual(bytes(whole));
  });

  it("names missing shards", async () => {
    const out = threeShards();
    rmSync(join(out, "shards/1-of-3.jsonl"));
    const { status, stderr } = await softdice("merge", out);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^softdice: [^\n]*shards: lacks 1 shard: 1\/3, expected all 3; [^\n]+\n$/);
  });

  it("names shards that are not finished", async () => {
    const out = threeShards();
    const path = join(out, "shards/2-of-3.jsonl");
    const lines = readFileSync(path, "utf8").trim().split("\n");
    writeFileSync(path, [...lines.slice(0, 2), sealLine({ end: 1, failed: [] }, sumOf(lines[0]))].join("\n"));
    const { status, stderr } = await softdice("merge", out);
    expect(status).toBe(2);
    expect(stderr).toContain("has 1 unfinished shard: 2/3 (2 samples left), expected every shard at its end");
  });

  it("writes the rest and lists what failed, with status 1", async () => {
    const out = threeShards();
    const path = join(out, "shards/2-of-3.jsonl");
    const lines = readFileSync(path, "utf8").trim().split("\n");
    const end = sealLine({ end: 2, failed: [{ task: 8, reason: "made to fail" }] }, sumOf(lines[0]));
    writeFileSync(path, [...lines.slice(0, 3), end].join("\n"));
    const { status, stderr } = await softdice("merge", out);
    expect(status).toBe(1);
    expect(stderr).toBe("softdice: sample 3 of ρ = 0.05: made to fail\n");
    expect(readFileSync(join(out, "samples.csv"), "utf8").trim().split("\n")).toHaveLength(1 + 9);
  });

  it("names a shard that was cut", async () => {
    const out = threeShards();
    const path = join(out, "shards/0-of-3.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").split("\n").slice(0, 3).join("\n"));
    const { status, stderr } = await softdice("merge", out);
    expect(status).toBe(2);
    expect(stderr).toContain("has 1 unfinished shard: 0/3 (2 samples left)");
  });

  it("takes no result from a line in which a digit changed", async () => {
    const out = threeShards();
    const path = join(out, "shards/0-of-3.jsonl");
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(
        /("supDice":0\.\d)(\d)/,
        (_, head: string, digit: string) => head + ((Number(digit) + 1) % 10),
      ),
    );
    expect((await softdice("merge", out)).stderr).toContain("unfinished shard: 0/3 (1 samples left)");
    const again = await shard(out, "0/3");
    expect(again.status).toBe(0);
    expect(again.stderr).toMatch(
      /0-of-3\.jsonl: line 2 is damaged or of another run; what was in there is computed again\n$/,
    );
    expect((await softdice("merge", out)).status).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("refuses two versions and mixed parameters, naming both", async () => {
    const out = threeShards();
    const path = join(out, "shards/1-of-3.jsonl");
    const text = readFileSync(path, "utf8");
    const [head, ...rest] = text.split("\n");
    const rewrite = (from: string, to: string): void => {
      const { sum: _, ...identity } = JSON.parse(head.replace(from, to)) as Record<string, unknown>;
      writeFileSync(path, sealLine(identity) + rest.join("\n"));
    };
    rewrite('"version":"0.1.0"', '"version":"0.0.9"');
    const versions = await softdice("merge", out);
    expect(versions.status).toBe(2);
    expect(versions.stderr).toContain(
      "1-of-3.jsonl: has version 0.0.9, expected version 0.1.0 as shards/0-of-3.jsonl has",
    );
    const journals = [0, 1, 2].map((index) => join(out, `shards/${index}-of-3.jsonl`));
    const whole = journals.map((journal) => readFileSync(journal));
    for (const name of ["toString", "constructor", "__proto__"]) {
      for (const journal of journals)
        writeFileSync(journal, sealLine({ ...(JSON.parse(head) as object), sum: undefined, command: name }));
      expect((await softdice("merge", out)).stderr).toContain(`holds shards of "${name}"`);
    }
    for (const [n, journal] of journals.entries()) writeFileSync(journal, whole[n]);
    rewrite('"seed":1', '"seed":2');
    const parameters = await softdice("merge", out);
    expect(parameters.status).toBe(2);
    expect(parameters.stderr).toContain("1-of-3.jsonl: has --seed 2, expected --seed 1");
  });

  it("refuses shards of two divisions, and a folder without any", async () => {
    const out = threeShards();
    renameSync(join(out, "shards/1-of-3.jsonl"), join(out, "shards/1-of-4.jsonl"));
    expect((await softdice("merge", out)).stderr).toContain(
      "holds shards of 3 and of 4, expected shards of one number",
    );
    const empty = temporaryFolder();
    mkdirSync(join(empty, "shards"));
    expect((await softdice("merge", empty)).stderr).toContain(
      "holds no shards, expected the --out of commands",
    );
  });

  it("refuses a shard of other parameters in the folder of a run", async () => {
    const out = threeShards();
    const { status, stderr } = await shard(out, "0/3", "--seed", "9");
    expect(status).toBe(2);
    expect(stderr).toContain("holds a run with --seed 1, expected --seed 9");
  });
});

describe("--shard", () => {
  it("takes i/n", () => {
    expect(shardOption("2/5")).toEqual({ index: 2, count: 5 });
    for (const wrong of ["5/5", "-1/5", "1", "1/0", "a/b", ""])
      expect(() => shardOption(wrong)).toThrow(/i\/n/);
  });

  it.each<[Record<string, string>, Shard]>([
    [
      { SLURM_ARRAY_TASK_ID: "7", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_COUNT: "4" },
      { index: 2, count: 4 },
    ],
    [
      {
        SLURM_ARRAY_TASK_ID: "9",
        SLURM_ARRAY_TASK_MIN: "1",
        SLURM_ARRAY_TASK_COUNT: "5",
        SLURM_ARRAY_TASK_STEP: "4",
      },
      { index: 2, count: 5 },
    ],
    [
      { JOB_COMPLETION_INDEX: "3", JOB_COMPLETIONS: "10" },
      { index: 3, count: 10 },
    ],
  ])("auto reads %j", (env, expected) => {
    expect(resolveShard("auto", env)).toEqual(expected);
  });

  it.each<[Record<string, string>, string]>([
    [{}, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set"],
    [{ JOB_COMPLETION_INDEX: "3" }, "JOB_COMPLETIONS: is not set"],
    [{ JOB_COMPLETION_INDEX: "x", JOB_COMPLETIONS: "3" }, 'JOB_COMPLETION_INDEX: is "x"'],
    [
      { SLURM_ARRAY_TASK_ID: "9", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_COUNT: "2" },
      "SLURM_ARRAY_TASK_ID: means part 8 of 2",
    ],
  ])("auto refuses %j", (env, message) => {
    expect(() => resolveShard("auto", env)).toThrow(message);
  });
});
