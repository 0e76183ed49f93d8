/*
 * A disk that fails: put before a program with `node --import`, in its workers too. It stands in for the functions of
 * node:fs that change something below one folder, counts their calls, and fails the one that it is told to.
 *
 * SOFTDICE_FAULT holds {"root", "thread": "main" | "worker", "at": number of the call from 1, "kind", "log"}: kind is the
 * code of an error; "short" (half of the bytes are written); or "power": that call and all after it do nothing and fail.
 * The log gets a line for each call, from which the test undoes what was not synced.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, resolve } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";

const original = { ...fs };
/** Paths of open files. */
const open = new Map();
const state = { fault: undefined, calls: 0, isDead: false };

/** Arms the disk of this thread, or with nothing makes it whole again. */
globalThis.armDisk = (fault) => {
  state.fault = fault;
  state.calls = 0;
  state.isDead = false;
  return state;
};
if (!isMainThread && process.env["SOFTDICE_FAULT"]) armDisk(JSON.parse(process.env["SOFTDICE_FAULT"]));

function log(entry) {
  if (state.fault?.log)
    original.appendFileSync(`${state.fault.log}.${threadId}`, `${JSON.stringify(entry)}\n`);
}

/** Counts a call; throws where it is to fail. */
function count() {
  if (state.fault === undefined) return "whole";
  const { thread, at, kind } = state.fault;
  if (state.isDead) throw failure("EIO");
  if (thread !== (isMainThread ? "main" : "worker")) return "whole";
  state.calls += 1;
  if (state.calls !== at) return "whole";
  if (kind === "short") return "short";
  if (kind === "power") state.isDead = true;
  throw failure(kind === "power" ? "EIO" : kind);
}

function failure(code) {
  return Object.assign(new Error(`${code}: made to fail`), { code });
}

const isInside = (path) => state.fault !== undefined && resolve(String(path)).startsWith(state.fault.root);
/** A copy of a file that is about to go, so that its going can be undone. */
function keep(path) {
  if (!state.fault.log || !original.existsSync(path)) return null;
  const copy = `${state.fault.log}.${threadId}.${Math.random().toString(36).slice(2)}`;
  original.copyFileSync(path, copy);
  return copy;
}

fs.openSync = (path, flags = "r", ...more) => {
  const writes = flags !== "r" && isInside(path);
  if (writes) count();
  const isNew = writes && !original.existsSync(path);
  const descriptor = original.openSync(path, flags, ...more);
  open.set(descriptor, resolve(String(path)));
  if (isNew) log({ op: "create", path: resolve(path) });
  return descriptor;
};
fs.closeSync = (descriptor) => {
  open.delete(descriptor);
  return original.closeSync(descriptor);
};
fs.writeSync = (descriptor, data, start, length) => {
  const path = open.get(descriptor);
  if (path === undefined || !isInside(path)) return original.writeSync(descriptor, data, start, length);
  const isShort = count() === "short";
  log({ op: "write", path, size: original.fstatSync(descriptor).size });
  if (typeof data === "string") return original.writeSync(descriptor, data);
  return original.writeSync(descriptor, data, start, isShort ? Math.ceil(length / 2) : length);
};
fs.fsyncSync = (descriptor) => {
  const path = open.get(descriptor);
  if (path === undefined || !isInside(path)) return original.fsyncSync(descriptor);
  count();
  log({ op: original.fstatSync(descriptor).isDirectory() ? "sync folder" : "sync", path });
  return undefined;
};
fs.renameSync = (from, to) => {
  if (!isInside(to)) return original.renameSync(from, to);
  count();
  const old = keep(to);
  original.renameSync(from, to);
  log({ op: "rename", from: resolve(from), path: resolve(to), old });
  return undefined;
};
fs.mkdirSync = (path, options) => {
  if (!isInside(path)) return original.mkdirSync(path, options);
  count();
  original.mkdirSync(path, options);
  log({ op: "mkdir", path: resolve(path) });
  return undefined;
};
fs.rmSync = (path, options) => {
  if (!isInside(path) || !original.existsSync(path)) return original.rmSync(path, options);
  count();
  const old = keep(path);
  original.rmSync(path, options);
  log({ op: "remove", path: resolve(path), old });
  return undefined;
};
syncBuiltinESMExports();

/**
 * Undoes what calls in these logs did and no sync made safe. With `names` new names and their files are lost; else names
 * are kept and what was written to their files since their last sync is lost.
 */
globalThis.losePower = (logs, names) => {
  const { readFileSync, existsSync, rmSync, rmdirSync, copyFileSync, renameSync, truncateSync } = original;
  const entries = logs.flatMap((path) =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  /** Length on disk of files with bytes that are not. */
  const lengths = new Map();
  const isSafe = (path, from) =>
    entries.slice(from).some((entry) => entry.op === "sync folder" && entry.path === dirname(path));
  for (const { op, path, size, from } of entries) {
    if (op === "write" && !lengths.has(path)) lengths.set(path, size);
    if (op === "sync") lengths.delete(path);
    if (op === "rename" && lengths.has(from)) {
      lengths.set(path, lengths.get(from));
      lengths.delete(from);
    } else if (op === "rename" || op === "remove") lengths.delete(path);
  }
  for (const [path, length] of lengths) if (existsSync(path)) truncateSync(path, length);
  if (!names) return;
  for (const [n, { op, path, from, old }] of [...entries.entries()].reverse()) {
    if (!["create", "rename", "mkdir", "remove"].includes(op) || isSafe(path, n)) continue;
    if (op === "rename" && existsSync(path)) renameSync(path, from);
    if (op === "create" && existsSync(path)) rmSync(path);
    if (op === "mkdir" && existsSync(path)) {
      try {
        rmdirSync(path);
      } catch {
        // Something safe is in it.
      }
    }
    if (old) copyFileSync(old, path);
  }
};
