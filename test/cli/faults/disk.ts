import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, resolve } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";

/*
 * A disk that fails: put before a program with `node --import`, in its workers too. It stands in for the functions of
 * node:fs that change something below one folder, counts their calls, and fails the one that it is told to.
 */

/** What is to fail; for workers the JSON in SOFTDICE_FAULT. */
export interface Fault {
  /** The folder whose disk it is. */
  readonly root: string;
  readonly thread: "main" | "worker";
  /** Number of the call, from 1. */
  readonly at: number;
  /** The code of an error; or half of the bytes are written; or that call and all after it do nothing and fail. */
  readonly kind: "ENOSPC" | "EIO" | "EACCES" | "short" | "power";
  /** Gets a line for each call, from which what was not synced can be undone. */
  readonly log?: string;
}

/** What the program that drives the disk finds on the global object. */
export interface FaultyDisk {
  /** Arms the disk of this thread, or makes it whole again. */
  readonly arm: (fault: Fault | undefined) => { readonly calls: number };
  /**
   * Undoes what calls in these logs did and no sync made safe: bytes written to files since their last sync, and with
   * `names` new names of files and folders too.
   */
  readonly losePower: (logs: readonly string[], names: boolean) => void;
}

interface Call {
  readonly op: "create" | "write" | "sync" | "sync folder" | "rename" | "mkdir" | "remove";
  readonly path: string;
  /** Of a write: length of the file before it. */
  readonly size?: number;
  readonly from?: string;
  /** A copy of what was under the name before. */
  readonly old?: string | null;
}

const original = { ...fs };
/** Paths of open files. */
const open = new Map<number, string>();
const state: { fault: Fault | undefined; calls: number; isDead: boolean } = {
  fault: undefined,
  calls: 0,
  isDead: false,
};

function arm(fault: Fault | undefined): { readonly calls: number } {
  return Object.assign(state, { fault, calls: 0, isDead: false });
}

function log(call: Call): void {
  if (state.fault?.log !== undefined)
    original.appendFileSync(`${state.fault.log}.${threadId}`, `${JSON.stringify(call)}\n`);
}

/** Counts a call; throws where it is to fail. */
function count(): "whole" | "short" {
  if (state.fault === undefined) return "whole";
  const { thread, at, kind } = state.fault;
  if (state.isDead) throw failure("EIO");
  if (thread !== (isMainThread ? "main" : "worker")) return "whole";
  state.calls += 1;
  if (state.calls !== at) return "whole";
  if (kind === "short") return "short";
  state.isDead = kind === "power";
  throw failure(kind === "power" ? "EIO" : kind);
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made to fail`), { code });
}

function isInside(path: fs.PathLike): boolean {
  return state.fault !== undefined && resolve(path.toString()).startsWith(state.fault.root);
}

/** A copy of a file that is about to go, so that its going can be undone. */
function keep(path: fs.PathLike): string | null {
  if (state.fault?.log === undefined || !original.existsSync(path)) return null;
  const copy = `${state.fault.log}.${threadId}.${Math.random().toString(36).slice(2)}`;
  original.copyFileSync(path, copy);
  return copy;
}

/** A function of this disk in place of one that takes a path first. */
function changing<Rest extends readonly unknown[], Result>(
  act: (path: fs.PathLike, ...rest: Rest) => Result,
  note: (path: string, act: () => Result, ...rest: Rest) => Result,
): (path: fs.PathLike, ...rest: Rest) => Result {
  return (path, ...rest) => {
    if (!isInside(path)) return act(path, ...rest);
    count();
    return note(resolve(path.toString()), () => act(path, ...rest), ...rest);
  };
}

/** Does as Node's functions with a callback do. */
function later<Result>(act: () => Result, done: (error: Error | null, result: Result) => void): void {
  setImmediate(() => {
    let result: Result;
    try {
      result = act();
    } catch (error) {
      return done(error as Error, undefined as Result);
    }
    done(null, result);
  });
}

Object.assign(fs, {
  openSync(path: fs.PathLike, flags: fs.OpenMode = "r", mode?: fs.Mode): number {
    const writes = flags !== "r" && isInside(path);
    if (writes) count();
    const isNew = writes && !original.existsSync(path);
    const descriptor = original.openSync(path, flags, mode);
    open.set(descriptor, resolve(path.toString()));
    if (isNew) log({ op: "create", path: resolve(path.toString()) });
    return descriptor;
  },
  closeSync(descriptor: number): void {
    open.delete(descriptor);
    original.closeSync(descriptor);
  },
  writeSync(descriptor: number, data: Uint8Array, start: number, length: number): number {
    const path = open.get(descriptor);
    if (path === undefined || !isInside(path)) return original.writeSync(descriptor, data, start, length);
    const isShort = count() === "short";
    log({ op: "write", path, size: original.fstatSync(descriptor).size });
    return original.writeSync(descriptor, data, start, isShort ? Math.ceil(length / 2) : length);
  },
  write(
    descriptor: number,
    data: Uint8Array,
    start: number,
    length: number,
    _position: null,
    done: (error: Error | null, count: number) => void,
  ): void {
    later(() => fs.writeSync(descriptor, data, start, length), done);
  },
  fsync(descriptor: number, done: (error: Error | null) => void): void {
    later(() => fs.fsyncSync(descriptor), done);
  },
  fsyncSync(descriptor: number): void {
    const path = open.get(descriptor);
    if (path === undefined || !isInside(path)) return original.fsyncSync(descriptor);
    count();
    log({ op: original.fstatSync(descriptor).isDirectory() ? "sync folder" : "sync", path });
  },
  renameSync(from: fs.PathLike, to: fs.PathLike): void {
    if (!isInside(to)) return original.renameSync(from, to);
    count();
    const old = keep(to);
    original.renameSync(from, to);
    for (const [descriptor, path] of open)
      if (path === resolve(from.toString())) open.set(descriptor, resolve(to.toString()));
    log({ op: "rename", from: resolve(from.toString()), path: resolve(to.toString()), old });
  },
  mkdirSync: changing(
    (path) => original.mkdirSync(path),
    (path, act) => {
      act();
      log({ op: "mkdir", path });
    },
  ),
  rmSync: changing(
    (path, options?: fs.RmOptions) => original.rmSync(path, options),
    (path, act) => {
      const old = keep(path);
      act();
      if (old !== null) log({ op: "remove", path, old });
    },
  ),
});
syncBuiltinESMExports();

function losePower(logs: readonly string[], names: boolean): void {
  const calls = logs.flatMap((path) => {
    const lines = original.readFileSync(path, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Call);
  });
  for (const [path, length] of unsynced(calls))
    if (original.existsSync(path)) original.truncateSync(path, length);
  if (names) for (const call of calls.filter(isLost).toReversed()) undo(call);
}

/** Length on disk of files with bytes that are not there yet. */
function unsynced(calls: readonly Call[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const { op, path, size = 0, from } of calls) {
    const moved = from === undefined ? undefined : lengths.get(from);
    if (op === "write" && !lengths.has(path)) lengths.set(path, size);
    if (op === "sync" || op === "rename" || op === "remove") lengths.delete(path);
    if (op === "rename" && from !== undefined && moved !== undefined) {
      lengths.delete(from);
      lengths.set(path, moved);
    }
  }
  return lengths;
}

/** Whether a call changed a name, and its folder was not synced after it. */
function isLost({ op, path }: Call, n: number, calls: readonly Call[]): boolean {
  const names = ["create", "rename", "mkdir", "remove"].includes(op);
  return names && !calls.slice(n).some((call) => call.op === "sync folder" && call.path === dirname(path));
}

function undo({ op, path, from, old }: Call): void {
  if (original.existsSync(path)) {
    if (op === "rename" && from !== undefined) original.renameSync(path, from);
    if (op === "create") original.rmSync(path);
    if (op === "mkdir" && original.readdirSync(path).length === 0) original.rmdirSync(path);
  }
  if (typeof old === "string") original.copyFileSync(old, path);
}

const ordered = process.env["SOFTDICE_FAULT"];
if (!isMainThread && ordered !== undefined) arm(JSON.parse(ordered) as Fault);
Object.assign(globalThis, { faultyDisk: { arm, losePower } satisfies FaultyDisk });
