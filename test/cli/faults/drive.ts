import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Context } from "../../../src/cli/context.ts";
import type { Fault, FaultyDisk } from "./disk.ts";

/*
 * Runs one command over and over on a disk that fails (disk.ts), once for the n-th call that changes something, then again
 * on a whole disk, and compares what is there with a run that never failed. Takes a Drive as JSON, prints a DriveReport.
 */

/** A way to fail; of power the names or the bytes that were not synced are lost. */
export type FaultKind = Exclude<Fault["kind"], "power"> | "power-names" | "power-data";

export interface Drive {
  /** The folder of the program, file by file. */
  readonly program: string;
  /** A module of the commands, whose function of the same name is called. */
  readonly command: string;
  /** What stands before the options. */
  readonly inputs: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  /** A folder whose copy the command is run in. */
  readonly start?: string;
  readonly threads: readonly Fault["thread"][];
  /** All of them at each call, or one of them in turn. */
  readonly kinds: readonly FaultKind[];
  readonly inTurn: boolean;
  /** The first call to fail, and from there every so many. */
  readonly first: number;
  readonly step: number;
}

export interface DriveReport {
  /** How many faults were tried. */
  readonly cases: number;
  /** Calls of a whole run in each thread, as far as they were counted. */
  readonly calls: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

type Command = (...args: readonly unknown[]) => Promise<number>;

const drive = JSON.parse(process.argv[2]) as Drive;
const disk = (globalThis as unknown as { readonly faultyDisk: FaultyDisk }).faultyDisk;
const load = (file: string): Promise<unknown> => import(pathToFileURL(join(drive.program, file)).href);
const { SoftdiceError } = (await load("core/errors.js")) as { readonly SoftdiceError: new () => Error };
const commands = (await load(`cli/commands/${drive.command}.js`)) as Readonly<Record<string, Command>>;
const folder = mkdtempSync(join(tmpdir(), "softdice-faults-"));
const faults: string[] = [];
const calls: Record<string, number> = {};
let cases = 0;

/** Exit status, what was said, and whether it was an error of ours. */
async function run(out: string): Promise<{ readonly status: number; readonly said: string }> {
  const said: string[] = [];
  const context: Context = {
    out: () => undefined,
    err: (text) => void said.push(text),
    isTerminal: false,
    now: () => Date.now(),
    signal: new AbortController().signal,
    env: {},
  };
  const common = { out, seed: 1, json: false, quiet: true, force: false, workers: 1, ...drive.options };
  const inputs = drive.command === "merge" ? [out] : drive.inputs;
  let status = 2;
  try {
    status = await commands[drive.command](...inputs, common, context);
  } catch (error) {
    said.push(error instanceof SoftdiceError ? error.message : `internal error: ${String(error)}`);
  }
  return { status, said: said.join("") };
}

/** Everything that a run leaves but its manifests, which tell times, and its shards. */
function contents(out: string): string {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const compared = paths.filter((path) => !/manifest\.json$|[\\/]shards[\\/]/.test(path));
  return JSON.stringify(compared.map((path) => [path.slice(out.length), readFileSync(path, "base64")]));
}

function prepare(name: string): string {
  const out = join(folder, name);
  if (drive.start !== undefined) cpSync(drive.start, out, { recursive: true });
  return out;
}

const whole = prepare("whole");
const first = await run(whole);
if (first.status !== 0) faults.push(`without a fault: ${first.status} ${first.said}`);
const expected = contents(whole);

/** Fails one call; whether the run got as far as that. */
async function tryFault(thread: Fault["thread"], at: number, kind: FaultKind): Promise<boolean> {
  cases += 1;
  const name = `${thread}-${at}-${kind}`;
  const out = prepare(name);
  const isPower = kind === "power-names" || kind === "power-data";
  const log = join(folder, `log-${name}`);
  const fault: Fault = { root: out, thread, at, kind: isPower ? "power" : kind, ...(isPower ? { log } : {}) };
  process.env["SOFTDICE_FAULT"] = JSON.stringify(fault);
  const counter = disk.arm(fault);
  const { status, said } = await run(out);
  const reached = thread === "main" ? counter.calls >= at : status !== 0;
  calls[thread] = Math.max(calls[thread] ?? 0, thread === "main" ? counter.calls : reached ? at : 0);
  disk.arm(undefined);
  delete process.env["SOFTDICE_FAULT"];
  if (said.includes("internal error")) faults.push(`${name}: ${said}`);
  if (isPower) {
    const logs = readdirSync(folder).filter((file) => file.startsWith(`log-${name}.`) && /\.\d+$/.test(file));
    const paths = logs.map((file) => join(folder, file));
    disk.losePower(paths, kind === "power-names");
    // A machine needs longer than this to start again.
    const lock = join(out, "run.lock");
    if (existsSync(lock)) utimesSync(lock, 0, 0);
  }
  const again = await run(out);
  if (again.status !== 0) faults.push(`${name}: again: ${again.status} ${again.said}`);
  else if (contents(out) !== expected) faults.push(`${name}: other bytes`);
  rmSync(out, { recursive: true, force: true });
  return reached;
}

/** More calls than any of the small runs makes. */
const most = 400;
for (const thread of drive.threads) {
  let reached = true;
  for (let at = drive.first, turn = 0; reached && at < most; at += drive.step, turn++) {
    const kinds = drive.inTurn ? [drive.kinds[turn % drive.kinds.length]] : drive.kinds;
    reached = false;
    // A worker does not tell how far it got: half a write, which is no failure, says nothing of whether others follow.
    const isMute = drive.inTurn && thread === "worker" && kinds[0] === "short";
    for (const kind of kinds) if ((await tryFault(thread, at, kind)) || isMute) reached = true;
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ cases, calls, faults } satisfies DriveReport));
process.exit(0);
