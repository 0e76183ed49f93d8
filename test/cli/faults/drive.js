/*
 * Runs one command over and over on a disk that fails (disk.js), once for the n-th call that changes something, then again
 * on a whole disk, and compares what is there with a run that never failed. Arguments as JSON: {"name", "args" (… of the
 * command, "OUT" for its folder), "start" (a folder to begin with, or null), "kinds", "step", "first"}. Prints JSON.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const { command, options, inputs, start, kinds, first, step } = JSON.parse(process.argv[2]);
const { SoftdiceError } = await import(join(root, "dist/core/errors.js"));
const module = await import(join(root, `dist/cli/commands/${command}.js`));
const folder = mkdtempSync(join(tmpdir(), "softdice-faults-"));

function contextWith(errors) {
  return {
    out: () => undefined,
    err: (text) => errors.push(text),
    isTerminal: false,
    now: () => Date.now(),
    signal: new AbortController().signal,
    env: {},
  };
}

/** Exit status, or the error that ended the command. */
async function run(out, errors) {
  const common = { ...options, out, seed: 1, json: false, quiet: true, force: false, workers: 1 };
  const context = contextWith(errors);
  try {
    if (command === "merge") return await module.merge(out, common, context);
    if (inputs) return await module[command](inputs, common, context);
    return await module[command](common, context);
  } catch (error) {
    if (error instanceof SoftdiceError) {
      errors.push(error.message);
      return 2;
    }
    return `${error?.stack ?? error}`;
  }
}

function contents(out) {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return JSON.stringify(
    paths
      .filter((path) => !/manifest\.json$|shards\//.test(path))
      .map((path) => [path.slice(out.length), readFileSync(path, "base64")]),
  );
}

function prepare(name) {
  const out = join(folder, name);
  if (start) cpSync(start, out, { recursive: true });
  return out;
}

const whole = prepare("whole");
const errors = [];
const status = await run(whole, errors);
const expected = contents(whole);
const faults = [];
let cases = 0;
if (status !== 0) faults.push(`without a fault: ${status} ${errors.join("")}`);
const calls = { main: 0, worker: 0 };

for (const thread of ["main", "worker"]) {
  if (command === "merge" && thread === "worker") continue;
  let isOver = false;
  for (let at = first; !isOver; at += step) {
    for (const kind of kinds.length > step ? kinds : [kinds[cases % kinds.length]]) {
      cases += 1;
      const name = `${thread}-${at}-${kind}`;
      const out = prepare(name);
      const log = join(folder, `log-${name}`);
      const isPower = kind.startsWith("power");
      const fault = { root: out, thread, at, kind: isPower ? "power" : kind, ...(isPower ? { log } : {}) };
      // Both threads write the log, one of them fails.
      process.env["SOFTDICE_FAULT"] = JSON.stringify(fault);
      const state = armDisk(fault);
      const errors = [];
      const outcome = await run(out, errors);
      const made = state.calls;
      armDisk(undefined);
      delete process.env["SOFTDICE_FAULT"];
      const hasFailed = thread === "main" ? made >= at : outcome !== 0;
      calls[thread] = Math.max(calls[thread], thread === "main" ? made : at);
      if (typeof outcome === "string") faults.push(`${name}: ${outcome}`);
      if (errors.some((text) => text.includes("internal error"))) faults.push(`${name}: ${errors.join("")}`);
      if (isPower) {
        const logs = readdirSync(folder).filter((file) => new RegExp(`^log-${name}\\.\\d+$`).test(file));
        losePower(
          logs.map((file) => join(folder, file)),
          kind === "power-names",
        );
        // The machine needs longer than this to start again.
        const lock = join(out, "run.lock");
        if (existsSync(lock)) utimesSync(lock, 0, 0);
      }
      const again = [];
      if (command === "merge" && !existsSync(out)) cpSync(start, out, { recursive: true });
      const second = await run(out, again);
      if (second !== 0) faults.push(`${name}: again: ${second} ${again.join("")}`);
      else if (contents(out) !== expected) faults.push(`${name}: other bytes`);
      rmSync(out, { recursive: true, force: true });
      isOver = !hasFailed && kind !== "short" ? true : at > 400;
    }
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ cases, calls, faults }));
process.exit(0);
