import { spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { bootKey, hostKey } from "../../src/cli/leftovers.ts";
import { Journal } from "../../src/cli/runs/journal.ts";
import { readJournal } from "../../src/cli/runs/journalFile.ts";
import { sealLine, unsealLine } from "../../src/cli/runs/journalLine.ts";
import { takeLock } from "../../src/cli/runs/lock.ts";
import { softdice, softdiceProcess, start, temporaryFolder, until } from "../support/cli.ts";
import { ball, writeImage } from "../support/files.ts";

const identity = { version: "1", command: "x", parameters: { seed: 1 } };
/** Runs for minutes if it is left alone. */
const long = ["reproduce", "synthetic", "--samples", "4000", "--rho", "0.05"];
const open = (path: string): Journal => new Journal(path, identity, readJournal(path));

describe("a journal's line", () => {
  it("is known from any line in which one byte is another", () => {
    const line = sealLine({ task: 3, result: { volume: 0.25 } }).trimEnd();
    expect(unsealLine(line)).toMatchObject({ task: 3, result: { volume: 0.25 } });
    for (let at = 0; at < line.length; at++) {
      for (const other of "0a} ") {
        if (line[at] !== other)
          expect(unsealLine(line.slice(0, at) + other + line.slice(at + 1))).toBeUndefined();
      }
      expect(unsealLine(line.slice(0, at))).toBeUndefined();
    }
  });
});

describe("a journal", () => {
  it("takes no line from the journal of another run, however whole, and names it", () => {
    const [path, other] = [1, 2].map((seed) => {
      const file = join(temporaryFolder(), "journal.jsonl");
      const journal = new Journal(file, { ...identity, parameters: { seed } }, undefined);
      for (let task = 0; task < 3; task++) journal.add({ task, result: [seed, task] });
      journal.finish([{ task: 7, reason: `of run ${seed}` }]);
      return file;
    });
    appendFileSync(path, readFileSync(other));
    const { entries, damaged, failures } = readJournal(path)!;
    expect([...entries.read()].map(({ result }) => result)).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(damaged).toEqual([6, 7, 8, 9, 10]);
    expect(failures).toEqual([]);
    // The first line of one run over the others of another run.
    const lines = readFileSync(other, "utf8").split("\n");
    writeFileSync(path, [readFileSync(path, "utf8").split("\n")[0], ...lines.slice(1)].join("\n"));
    expect(readJournal(path)).toMatchObject({ damaged: [2, 3, 4, 5], entries: { size: 0 } });
  });

  it("whose first line is damaged keeps its results for its own run alone", () => {
    const path = join(temporaryFolder(), "journal.jsonl");
    open(path).add({ task: 0, result: "a" });
    writeFileSync(path, `\uFEFF${readFileSync(path, "utf8")}`);
    expect(readJournal(path, identity)).toMatchObject({ damaged: [1], entries: { size: 1 } });
    const another = { ...identity, parameters: { seed: 2 } };
    expect(readJournal(path, another)).toMatchObject({ damaged: [1, 2], entries: { size: 0 } });
  });

  it("cut off after any byte keeps every result before, and names the line that is torn", () => {
    const path = join(temporaryFolder(), "journal.jsonl");
    const journal = open(path);
    for (let task = 0; task < 4; task++) journal.add({ task, result: task * 1.5 });
    const bytes = readFileSync(path);
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at);
    for (let length = 1; length <= bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const { entries, damaged } = readJournal(path)!;
      // A line without its break is whole all the same.
      const whole = ends.filter((end) => end <= length).length;
      expect([...entries.read()].map(({ result }) => result)).toEqual(
        [0, 1.5, 3, 4.5].slice(0, Math.max(0, whole - 1)),
      );
      expect(damaged.length).toBe(ends.some((end) => end === length || end === length - 1) ? 0 : 1);
    }
  });

  it("goes on after a torn line, without joining it with the next", () => {
    const path = join(temporaryFolder(), "journal.jsonl");
    open(path).add({ task: 0, result: "a" });
    appendFileSync(path, '{"task":1,"res');
    const journal = open(path);
    journal.add({ task: 1, result: "b" });
    expect([...readJournal(path)!.entries.read()].map(({ result }) => result)).toEqual(["a", "b"]);
    expect(readJournal(path)!.damaged).toEqual([]);
  });

  it("ends with the same bytes in whatever order tasks were done", () => {
    const paths = [
      [0, 1, 2],
      [2, 0, 1],
    ].map((order) => {
      const path = join(temporaryFolder(), "journal.jsonl");
      const journal = open(path);
      for (const task of order) journal.add({ task, result: task });
      journal.finish([{ task: 3, reason: "r" }]);
      return path;
    });
    expect(readFileSync(paths[1], "utf8")).toBe(readFileSync(paths[0], "utf8"));
    expect(readJournal(paths[0])!.failures).toEqual([{ task: 3, reason: "r" }]);
  });

  it("that is taken away while it is written is written anew", () => {
    const path = join(temporaryFolder(), "deep", "journal.jsonl");
    let ms = 0;
    const journal = new Journal(path, identity, undefined, () => (ms += 2000));
    journal.add({ task: 0, result: "a" });
    rmSync(join(path, ".."), { recursive: true });
    journal.add({ task: 1, result: "b" });
    expect([...readJournal(path)!.entries.read()].map(({ result }) => result)).toEqual(["a", "b"]);
  });
});

describe("the lock of a run", () => {
  const holder = (more: object): string =>
    JSON.stringify({ host: hostname(), bootKey: "0", hostKey: "0", pid: 1, started: "", ...more });
  const silentFor = (path: string, ms: number): void => {
    const past = new Date(Date.now() - ms);
    utimesSync(path, past, past);
  };

  it("of a process that was killed is taken over, and of one that runs is not", async () => {
    const path = join(temporaryFolder(), "run.lock");
    const out = temporaryFolder();
    const first = start(...long, "--out", out, "--quiet");
    await until(first, () => existsSync(join(out, "manifest.json")));
    const lock = readFileSync(join(out, "run.lock"), "utf8");
    writeFileSync(path, lock);
    expect(() => takeLock(path)).toThrow(`run.lock: is held by process ${first.child.pid} on ${hostname()}`);
    const second = await softdiceProcess(...long, "--out", out);
    expect([second.status, second.stderr]).toEqual([
      2,
      expect.stringContaining("run.lock: is held by process"),
    ]);
    first.child.kill("SIGKILL");
    await first.finished;
    takeLock(path)();
    expect(existsSync(path)).toBe(false);
  });

  it("of a machine that was started again since is taken over", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, holder({ pid: process.ppid }));
    silentFor(path, Math.max(uptime() * 1000, 60_000) + 5000);
    takeLock(path)();
  });

  it("of another machine of the same name, which says that it is there, is not taken over", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, holder({ pid: 1 }));
    silentFor(path, 40_000);
    expect(() => takeLock(path)).toThrow(`is held by process 1 on ${hostname()}`);
  });

  it("of another container on this machine is not taken over, whatever runs here under its number", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, holder({ bootKey, hostKey: "another", pid: 999_999_999 }));
    expect(() => takeLock(path)).toThrow(`is held by process 999999999 on ${hostname()}`);
    silentFor(path, 11 * 60_000);
    takeLock(path)();
  });

  it("is kept from other machines by the file system's clock, however far a machine's own is set back", () => {
    const path = join(temporaryFolder(), "run.lock");
    vi.useFakeTimers({ now: new Date("2001-01-01"), toFake: ["Date", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const release = takeLock(path);
    silentFor(path, 0);
    vi.advanceTimersByTime(31_000);
    vi.useRealTimers();
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(60_000);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid, hostKey });
    release();
  });

  it("that names no process is taken for one that holds nothing", () => {
    for (const text of [
      "{}",
      "null",
      '{"pid":-1}',
      holder({ pid: 0 }),
      holder({ pid: 1.5 }),
      holder({ host: 3 }),
    ]) {
      const path = join(temporaryFolder(), "run.lock");
      writeFileSync(path, text);
      silentFor(path, 1900);
      takeLock(path)();
      expect(existsSync(path)).toBe(false);
    }
  });

  it("that another process has just made is waited for until it says whose it is", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, "");
    writeFileSync(`${path}.text`, holder({ host: "elsewhere", hostKey: "another" }));
    const other = spawn("/bin/sh", ["-c", 'sleep 0.2; cat "$0.text" > "$0"', path]);
    onTestFinished(() => void other.kill());
    expect(() => takeLock(path)).toThrow("is held by process 1 on elsewhere");
  });

  it("of another machine is taken over after ten minutes of silence", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, holder({ host: "elsewhere", hostKey: "another" }));
    expect(() => takeLock(path)).toThrow("is held by process 1 on elsewhere");
    silentFor(path, 11 * 60_000);
    takeLock(path)();
  });

  it("that holds nothing, as a full disk leaves it, is taken over", () => {
    const path = join(temporaryFolder(), "run.lock");
    writeFileSync(path, "");
    silentFor(path, 3000);
    takeLock(path)();
  });
});

/** A study of three patients with two observers each. */
function study(): string {
  const folder = temporaryFolder();
  for (const patient of ["p1", "p2", "p3"]) {
    for (const [observer, radius] of [
      ["A", 2.5],
      ["B", 3.2],
    ] as const)
      writeImage(join(folder, patient, `${observer}.nii.gz`), ball([9, 9, 5], [4, 4, 4], radius), [9, 9, 5]);
  }
  return folder;
}

// The patients are alike, so that nothing but a pattern tells them from observers.
const layout = ["--pattern", "{patient}/{observer}"];

const run = (folder: string, out: string) =>
  softdice(
    "consensus",
    "--study",
    folder,
    ...layout,
    "--out",
    out,
    "--workers",
    "1",
    "--no-surfaces",
    "--quiet",
  );

/** Everything in a folder that tells no times. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.endsWith("manifest.json"));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(folder.length), readFileSync(path, "base64")]),
  );
}

describe("a finished study", () => {
  it("makes a file again that was deleted, emptied, replaced or changed, and says so", async () => {
    const [folder, out] = [study(), temporaryFolder()];
    expect((await run(folder, out)).status).toBe(0);
    const before = contents(out);
    const mask = (patient: string): string => join(out, patient, "majority.nii.gz");
    rmSync(mask("p1"));
    truncateSync(mask("p2"));
    const page = join(out, "p3", "report.html");
    const text = readFileSync(page);
    const { atime, mtime } = statSync(page);
    text[100] ^= 1;
    writeFileSync(page, text);
    utimesSync(page, atime, mtime);
    const again = await run(folder, out);
    expect(again.status).toBe(0);
    expect(again.stderr.trim().split("\n")).toEqual(
      ["p1/majority.nii.gz", "p2/majority.nii.gz", "p3/report.html"].map(
        (path) => `softdice: ${path}: is not as this run wrote it; it is made again`,
      ),
    );
    expect(contents(out)).toEqual(before);
    expect((await run(folder, out)).stderr).toBe("");
  });

  it("goes on after its input moved, and computes again what changed under the same size and date", async () => {
    const [folder, out] = [study(), temporaryFolder()];
    await run(folder, out);
    const journal = join(out, "journal.jsonl");
    const before = contents(out);
    const moved = join(temporaryFolder(), "moved");
    cpSync(folder, moved, { recursive: true });
    rmSync(folder, { recursive: true });
    const made = statSync(join(out, "p1", "report.html")).mtimeMs;
    expect((await run(moved, out)).status).toBe(0);
    expect(contents(out)).toEqual(before);
    expect(statSync(join(out, "p1", "report.html")).mtimeMs).toBe(made);
    expect(readFileSync(journal, "utf8")).not.toContain(moved);

    const [a, b] = [join(moved, "p2", "A.nii.gz"), join(moved, "p2", "B.nii.gz")];
    const { atime, mtime } = statSync(a);
    writeFileSync(a, readFileSync(b));
    utimesSync(a, atime, mtime);
    expect((await run(moved, out)).status).toBe(0);
    const changed = contents(out);
    expect(changed["/p1/report.html"]).toBe(before["/p1/report.html"]);
    expect(changed["/p2/report.html"]).not.toBe(before["/p2/report.html"]);
  });

  it.each(["", "null", "[]", "{", '{"version":1}'])("with the manifest %j loses nothing", async (text) => {
    const [folder, out] = [study(), temporaryFolder()];
    await run(folder, out);
    const before = contents(out);
    const made = statSync(join(out, "p1", "report.html")).mtimeMs;
    writeFileSync(join(out, "manifest.json"), text);
    const again = await run(folder, out);
    expect(again.status).toBe(0);
    expect(again.stderr).toMatch(/manifest\.json: is damaged, and is written anew\n$/);
    rmSync(join(out, "manifest.json"));
    expect((await run(folder, out)).status).toBe(0);
    expect(contents(out)).toEqual(before);
    expect(statSync(join(out, "p1", "report.html")).mtimeMs).toBe(made);
  });

  it("takes away what a process that was killed left unfinished, and nothing else", async () => {
    const [folder, out] = [study(), temporaryFolder()];
    await run(folder, out);
    const stale = join(out, "p1", `marginal.nii.gz.${hostKey}-999999999.part`);
    const others = join(out, "p1", "notes.part");
    for (const file of [stale, others]) writeFileSync(file, "x");
    rmSync(join(out, "p1", "majority.nii.gz"));
    await run(folder, out);
    expect([existsSync(stale), existsSync(others)]).toEqual([false, true]);
  });

  it("refuses another run's folder by its journal alone, and keeps it", async () => {
    const [folder, out] = [study(), temporaryFolder()];
    await run(folder, out);
    rmSync(join(out, "manifest.json"));
    const journal = readFileSync(join(out, "journal.jsonl"), "utf8");
    const other = await softdice(
      "consensus",
      "--study",
      folder,
      ...layout,
      "--out",
      out,
      "--empty",
      "one",
      "--no-surfaces",
    );
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("holds a run with --empty")]);
    expect(readFileSync(join(out, "journal.jsonl"), "utf8")).toBe(journal);
    expect(existsSync(join(out, "run.lock"))).toBe(false);
  });
});

it.each(["SIGHUP", "SIGTERM"] as const)("%s ends a run like Ctrl-C", async (signal) => {
  const out = temporaryFolder();
  const ended = start(...long, "--out", out, "--quiet");
  await until(ended, () => existsSync(join(out, "journal.jsonl")));
  ended.child.kill(signal);
  const { status, stderr } = await ended.finished;
  expect([status, stderr]).toEqual([130, expect.stringMatching(/stopped; \d+ of 4000 samples/)]);
  expect(existsSync(join(out, "run.lock"))).toBe(false);
});
