import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import type * as program from "../../src/cli/program.ts";
import { visible } from "../../src/core/visible.ts";

const built = resolve(import.meta.dirname, "../../dist/cli");
const binary = join(built, "softdice.js");

export interface Outcome {
  /** Exit status; null when a signal ended the program. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs; `finished` resolves when it has ended. */
export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Outcome>;
}

/** Starts the built program, which ends with the test at the latest. */
export function start(...args: readonly string[]): Started {
  const started = launch(args);
  onTestFinished(() => void started.child.kill("SIGKILL"));
  return started;
}

function launch(args: readonly string[]): Started {
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

/** Waits until something is so; fails where the program ends and it is not. */
export async function until({ child }: Started, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded && !isSo()) throw new Error("the program has ended before");
    await sleep(5);
  }
}

/** Runs the built program to its end, as a process. */
export function softdiceProcess(...args: readonly string[]): Promise<Outcome> {
  return launch(args).finished;
}

let before: Promise<unknown> = Promise.resolve();

/**
 * Runs the built program to its end in this process, which compiles it once for all calls; one call after another. What a
 * process is needed for (signals, memory of its own, what stays when it is killed) takes {@link start} or
 * {@link softdiceProcess}.
 */
export function softdice(...args: readonly string[]): Promise<Outcome> {
  const outcome = before.then(() => runHere(args));
  before = outcome.catch(() => undefined);
  return outcome;
}

async function runHere(args: readonly string[]): Promise<Outcome> {
  const { href } = pathToFileURL(join(built, "program.js"));
  const { runProgram } = (await import(/* @vite-ignore */ href)) as typeof program;
  let stdout = "";
  let stderr = "";
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    await runProgram(args, {
      out: (text) => void (stdout += visible(text)),
      err: (text) => void (stderr += visible(text)),
      isTerminal: false,
      now: () => Date.now(),
      signal: new AbortController().signal,
      env: process.env,
    });
    return { status: statusOf(process), stdout, stderr };
  } finally {
    process.exitCode = exitCode;
  }
}

/** The exit status that a process would have if it ended now. */
function statusOf({ exitCode }: Pick<NodeJS.Process, "exitCode">): number {
  return Number(exitCode ?? 0);
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
