import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

/** Unfinished files of other machines, whose processes cannot be looked up, are taken for left over after a day. */
const longMs = 24 * 3600 * 1000;

/** This machine since it was started, as eight hexadecimal digits. */
export const bootKey: string = keyOf([hostname(), bootId()]);

/** Where processes have one numbering: this machine since it was started, or a container on it. As eight hexadecimal digits. */
export const hostKey: string = keyOf([hostname(), bootId(), pidNamespace()]);

/** The name under which a file is written before it takes its own. */
export function partName(path: string): string {
  return `${path}.${hostKey}-${process.pid}.part`;
}

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const swept = new Set<string>();

/** Removes, once in a folder, the unfinished files of processes that were killed, beside the file that is to be written. */
export function sweepBeside(path: string): void {
  const folder = dirname(path);
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of namesIn(folder)) {
    const [, host, pid] = /\.([0-9a-f]{8})-(\d+)\.part$/.exec(name) ?? [];
    if (host === undefined || pid === undefined) continue;
    const file = join(folder, name);
    const isOver = host === hostKey ? !isRunning(Number(pid)) : isOld(file);
    if (isOver) rmSync(file, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOld(file: string): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs > longMs;
  } catch {
    return false;
  }
}

function keyOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
}

/** Containers on one machine have one each (Linux: namespaces(7)); empty where there is no such thing. */
function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Changes with each start of the machine; empty where it does not say. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
