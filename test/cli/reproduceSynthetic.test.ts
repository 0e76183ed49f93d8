import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/core/random.ts";
import {
  type Outcome,
  sharedFolder,
  softdice,
  softdiceProcess,
  start,
  temporaryFolder,
  until,
} from "../support/cli.ts";

const small = ["reproduce", "synthetic", "--samples", "12", "--rho", "0.02,0.07", "--quiet"];
const results = (out: string) =>
  ["samples.csv", "table.csv"].map((name) => readFileSync(join(out, name), "utf8"));

/** Lines of a file, 0 where there is none. */
function linesOf(path: string): number {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
}

/** Lines of a CSV as objects. */
function parseCsv(text: string): Array<Record<string, string>> {
  const [head, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
}

/** One run with two workers, which other runs must equal. */
const whole = sharedFolder();
let outcome: Outcome;
beforeAll(async () => {
  outcome = await softdiceProcess(...small, "--out", whole, "--workers", "2");
});

describe("softdice reproduce synthetic", () => {
  it("writes samples, their means with standard errors, a manifest, a report and figures", () => {
    const out = whole;
    const { status, stdout, stderr } = outcome;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Table 1 (S): mean errors of 12 samples a row");
    const [samples, table] = results(out).map(parseCsv);
    expect(samples).toHaveLength(24);
    for (const row of table) {
      const values = samples
        .filter((sample) => sample["row"] === row["row"])
        .map((sample) => Number(sample["e0_10"]));
      const mean = values.reduce((a, b) => a + b, 0) / 12;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / 11;
      expect(Number(row["e0_10"])).toBeCloseTo(mean, 6);
      expect(Number(row["se_e0_10"])).toBeCloseTo(Math.sqrt(variance / 12), 6);
    }
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ command: "reproduce synthetic", status: "done", failed: [] });
    expect(manifest["parameters"]).toMatchObject({ seed: 1, samples: 12, rho: [0.02, 0.07] });
  });

  it("gives the same bytes for 1 and 2 workers, and others for another seed", async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    await Promise.all([
      softdice(...small, "--out", one, "--workers", "1"),
      softdice(...small, "--out", other, "--seed", "2"),
    ]);
    expect(results(whole)).toEqual(results(one));
    expect(results(other)).not.toEqual(results(one));
  });

  it("follows every voxel by itself with --exact, within 1e-5 of the compressed descent", async () => {
    const [compressed, exact] = [whole, temporaryFolder()];
    await softdice(...small, "--out", exact, "--exact");
    const methods = [compressed, exact].map(
      (out) =>
        (JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { methods: Record<string, number> })
          .methods,
    );
    expect(methods[0]["level-compressed"]).toBeGreaterThan(0);
    expect(methods[1]).toEqual({ "voxel-exact": 24 });
    const [a, b] = [compressed, exact].map((out) => parseCsv(results(out)[0]));
    for (const [k, sample] of a.entries()) {
      for (const name of ["e0_1", "e0_10", "e1_20", "e0_200"]) {
        expect(Math.abs(Number(sample[name]) - Number(b[k][name]))).toBeLessThan(1.1e-5);
      }
    }
  });

  it("says what one sample a row can tell, and what was fitted to the table", async () => {
    const out = temporaryFolder();
    const args = ["--samples", "1", "--rho", "0.05", "--iterations", "1", "--out", out];
    const { stdout } = await softdice("reproduce", "synthetic", "--quiet", ...args);
    expect(stdout).toContain("mean errors of 1 sample a row");
    expect(stdout).toMatch(/^As far as 1 sample a row can tell, our table agrees.* all 2 figures/m);
    for (const text of [stdout, readFileSync(join(out, "report.html"), "utf8")])
      expect(text).toContain("Three parameters that the paper leaves open were fitted to this table");
  });

  it("repeats a row's samples when fewer rows are asked for", async () => {
    const one = temporaryFolder();
    await softdice("reproduce", "synthetic", "--samples", "12", "--rho", "0.07", "--quiet", "--out", one);
    const row = (text: string) => text.split("\n").filter((line) => line.startsWith("S,0.07"));
    expect(row(results(one)[0])).toEqual(row(results(whole)[0]));
  });

  it("ends with the same bytes after kills at random moments", async () => {
    const [uninterrupted, killed] = [temporaryFolder(), temporaryFolder()];
    const args = ["reproduce", "synthetic", "--samples", "60", "--rho", "0.03,0.09", "--quiet"];
    await softdice(...args, "--out", uninterrupted);
    const random = new Random(8);
    for (let kills = 0; kills < 8; kills++) {
      // A while after so many more of the 120 samples are in the journal, or none.
      const journal = join(killed, "journal.jsonl");
      const lines = Math.min(110, linesOf(journal) + Math.floor(24 * random.uniform()));
      const run = start(...args, "--out", killed);
      await until(run, () => linesOf(journal) >= lines);
      await sleep(50 * random.uniform());
      run.child.kill("SIGKILL");
      await run.finished;
    }
    expect((await softdice(...args, "--out", killed)).status).toBe(0);
    expect(results(killed)).toEqual(results(uninterrupted));
  });

  it("stops at Ctrl-C with status 130, keeps what is finished and goes on from there", async () => {
    const out = temporaryFolder();
    const args = ["reproduce", "synthetic", "--samples", "4000", "--rho", "0.05", "--out", out, "--quiet"];
    const run = start(...args);
    await until(run, () => linesOf(join(out, "journal.jsonl")) > 20);
    run.child.kill("SIGINT");
    const { status, stdout, stderr } = await run.finished;
    expect(status).toBe(130);
    expect(stdout).toBe("");
    const count = Number(/stopped; (\d+) of 4000 samples/.exec(stderr)?.[1]);
    expect(count).toBeGreaterThan(0);
    const journal = readFileSync(join(out, "journal.jsonl"), "utf8").trim().split("\n");
    expect(JSON.parse(journal.at(-1)!)).toMatchObject({ end: count, failed: [] });
  });

  it("ends with one line when the journal can no longer be written", async () => {
    const out = temporaryFolder();
    const journal = join(out, "journal.jsonl");
    const run = start("reproduce", "synthetic", "--samples", "4000", "--rho", "0.05", "--out", out);
    await until(run, () => existsSync(journal));
    // The run may write it once more between the two.
    while (!statSync(journal, { throwIfNoEntry: false })?.isDirectory()) {
      rmSync(journal, { force: true });
      try {
        mkdirSync(journal);
      } catch {
        continue;
      }
    }
    const { status, stderr } = await run.finished;
    expect(status).toBe(2);
    expect(stderr).toContain(`softdice: ${journal}: cannot be written (it is a folder)`);
  });

  it("prints one JSON document when asked", async () => {
    const { stdout, stderr } = await softdice(...small, "--out", temporaryFolder(), "--json");
    expect(stderr).toBe("");
    const { rows } = JSON.parse(stdout) as { rows: Array<Record<string, unknown>> };
    expect(rows.map((row) => row["row"])).toEqual(["0.02", "0.07"]);
    expect(rows[0]).toMatchObject({ samples: 12, paper: { e0_10: 0.026, e1_200: 0 } });
  });

  it("compares with the paper only where the paper has figures", async () => {
    const { stdout } = await softdice(
      ...["reproduce", "synthetic", "--samples", "2", "--rho", "0.025", "--iterations", "1,5", "--quiet"],
      ...["--out", temporaryFolder()],
    );
    expect(stdout).toContain("The paper has no figures for these rows and iterations.");
    expect(stdout).toContain("e0,5");
  });
});

describe("softdice reproduce synthetic refuses", () => {
  it.each([
    [["--samples", "0"], '--samples: is "0", expected an integer of at least 1; correct the value'],
    [["--samples", "1e9999"], '--samples: is "1e9999", expected an integer'],
    [["--rho", "0.01,x"], '--rho: is "0.01,x", expected different numbers in [0, 0.5]'],
    [["--rho", "0.01,0.01"], "--rho: is"],
    [["--preset", "other"], '--preset: is "other", expected one of table1, literal; choose one'],
    [["--iterations", "10,1"], '--iterations: is "10,1", expected increasing integers from 1'],
    [["--sample", "3"], "--sample: is no option here"],
    [["--seed"], "has no value"],
    [["more"], "expected fewer inputs"],
  ])("%s", async (args, message) => {
    const { status, stdout, stderr } = await softdice("reproduce", "synthetic", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^softdice: [^\n]+; [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it("a folder that holds another run, unless forced", async () => {
    const out = temporaryFolder();
    cpSync(whole, out, { recursive: true });
    const before = results(out);
    const other = [...small, "--out", out, "--seed", "5"];
    const { status, stderr } = await softdice(...other);
    expect(status).toBe(2);
    expect(stderr).toContain("holds a run with --seed 1, expected --seed 5; choose another --out");
    expect(results(out)).toEqual(before);
    expect((await softdice(...other, "--force")).status).toBe(0);
    expect(results(out)).not.toEqual(before);
  });

  it("a place that it cannot write to", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { status, stderr } = await softdice(...small, "--out", join(file, "run"));
    expect(status).toBe(2);
    expect(stderr).toContain("a part of its path is a file");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.skipIf(process.getuid?.() === 0)("a folder without permission", async () => {
    const folder = join(temporaryFolder(), "locked");
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    const { status, stderr } = await softdice(...small, "--out", join(folder, "run"));
    expect(status).toBe(2);
    expect(stderr).toContain("permission denied");
  });
});
