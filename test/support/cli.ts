import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, onTestFinished } from "vitest";

const binary = resolve(import.meta.dirname, "../../dist/cli/softdice.js");

export interface Outcome {
  /** Exit status; null when a signal ended the program. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built program; `finished` resolves when it ends. */
export function start(...args: readonly string[]): { child: ChildProcess; finished: Promise<Outcome> } {
  const child = spawn(process.execPath, [binary, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Outcome>((done) =>
    child.on("close", (status) => done({ status, stdout, stderr })),
  );
  return { child, finished };
}

/** Runs the built program to its end. */
export function softdice(...args: readonly string[]): Promise<Outcome> {
  return start(...args).finished;
}

/** A new folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new folder that goes away with the file of tests, for what several of them look at. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "softdice-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
