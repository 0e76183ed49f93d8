import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { dirname } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { makeFolder, writeWhole } from "../durableFile.ts";
import { readTextIfThere, writeError } from "../files.ts";
import { bootKey, hostKey, isRunning, partName } from "../leftovers.ts";
import { systemCode } from "../systemCode.ts";

/** How often the holder says that it is still there, and after how long without a word another machine takes over. */
const [beatMs, silenceMs] = [30_000, 10 * 60_000];

/** How long a lock may name no holder while its process writes it. */
const namelessMs = 2000;

/** Who holds a lock. */
interface Holder {
  readonly host: string;
  /** Tells one start of a machine from the next, and machines of one name. */
  readonly bootKey: string;
  /** Tells containers on one machine as well, whose processes have numbers of their own. */
  readonly hostKey: string;
  readonly pid: number;
  /** Tells a process from a later one of the same number; empty where the system does not say. */
  readonly started: string;
}

/**
 * Makes this process the only one that works on a run, until the returned function is called or the process ends. The lock
 * of a process that was killed is taken over: on its own machine at once, on others, and in other containers, after ten
 * minutes of silence.
 *
 * @param path the lock's file
 * @throws SoftdiceError naming the file when another process holds it, or it cannot be written
 */
export function takeLock(path: string): () => void {
  const self: Holder = {
    host: hostname(),
    bootKey,
    hostKey,
    pid: process.pid,
    started: startOf(process.pid),
  };
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw writeError(dirname(path), cause);
  }
  for (let attempt = 0; !tryLock(path, self); attempt++) {
    const text = readNamed(path);
    if (text === undefined) continue;
    const holder = parse(text);
    if (attempt >= 10 || (holder?.pid !== process.pid && !isOver(path, holder))) throw held(path, holder);
    takeAway(path, text);
  }
  const beat = setInterval(() => touch(path), beatMs);
  beat.unref();
  const release = (): void => {
    clearInterval(beat);
    process.off("exit", release);
    if (isOwn(path)) removeQuietly(path);
  };
  process.on("exit", release);
  return release;
}

/**
 * The text of a lock, waited for while it names no holder and is young: its process is about to write it, or was killed just
 * then. Undefined where the lock has gone.
 */
function readNamed(path: string): string | undefined {
  const until = performance.now() + 2 * namelessMs;
  for (;;) {
    const text = readTextIfThere(path);
    const isKnown = text === undefined || parse(text) !== undefined || isOver(path, undefined);
    if (isKnown || performance.now() > until) return text;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

/** Makes the file unless it is there. */
function tryLock(path: string, self: Holder): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "wx");
    writeWhole(descriptor, Buffer.from(`${JSON.stringify(self)}\n`));
    return true;
  } catch (error) {
    if (descriptor === undefined && systemCode(error) === "EEXIST") return false;
    if (descriptor !== undefined) removeQuietly(path);
    throw writeError(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** For where another error is on its way: what stays is taken over as a lock that holds nothing. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The next run finds it.
  }
}

function isOwn(path: string): boolean {
  try {
    return parse(readFileSync(path, "utf8"))?.pid === process.pid;
  } catch {
    return false;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const { host, pid = 0 } = holder ?? {};
    return typeof host === "string" && Number.isSafeInteger(pid) && pid > 0 ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a lock's holder is gone. */
function isOver(path: string, holder: Holder | undefined): boolean {
  if (holder?.hostKey === hostKey) {
    if (!isRunning(holder.pid)) return true;
    return holder.started !== "" && startOf(holder.pid) !== holder.started;
  }
  const silence = silenceOf(path);
  if (silence === undefined) return true;
  // A file that holds nothing yet was made a moment ago, or on a disk that was full.
  if (holder === undefined) return silence > namelessMs;
  const mayBeRestarted = holder.host === hostname() && holder.bootKey !== bootKey;
  return silence > (mayBeRestarted ? Math.min(silenceMs, Math.max(2 * beatMs, uptime() * 1000)) : silenceMs);
}

/**
 * Milliseconds since a lock was last touched, by the one clock that all machines share: that of its file system. Undefined
 * where the lock has gone.
 */
function silenceOf(path: string): number | undefined {
  const beside = partName(path);
  try {
    closeSync(openSync(beside, "w"));
    const now = statSync(beside).mtimeMs;
    rmSync(beside, { force: true });
    return now - statSync(path).mtimeMs;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw writeError(beside, error);
  }
}

/** Removes a lock whose text is known, and puts it back where it turns out to be another's by now. */
function takeAway(path: string, text: string): void {
  const aside = partName(path);
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") === text) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw writeError(path, error);
  }
}

function held(path: string, holder: Holder | undefined): SoftdiceError {
  const by =
    holder === undefined
      ? "another process"
      : `process ${holder.pid} on ${holder.host}, which works on this run`;
  return new SoftdiceError({
    subject: path,
    problem: `is held by ${by}`,
    expected: "one process a run",
    remedy: "wait until it has ended, stop it, or choose another --out",
  });
}

/** Writes the first byte of a lock once more: its file system says when. */
function touch(path: string): void {
  try {
    const descriptor = openSync(path, "r+");
    try {
      writeSync(descriptor, "{", 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The folder has gone; whoever writes next says so.
  }
}

/** When a process of this machine started, in ticks since the machine did (Linux: field 22 of /proc/PID/stat). */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[19] ?? "";
  } catch {
    return "";
  }
}
