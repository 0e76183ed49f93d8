import { SoftdiceError } from "../../core/errors.ts";
import { readTextIfThere, writeFile } from "../files.ts";

/** What the results in a journal belong to; results of different identities never mix. */
export interface RunIdentity {
  /** The version of softdice that computed them. */
  readonly version: string;
  /** The command, say `reproduce synthetic`. */
  readonly command: string;
  /** Everything that the results depend on, the seed among it. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A task that could not be done, with the reason. */
export interface TaskFailure {
  readonly task: number;
  readonly reason: string;
}

/** The result of a task, and what its input is recognised by. */
export interface JournalEntry {
  readonly result: unknown;
  readonly input: string | undefined;
}

/** What a journal holds. */
export interface JournalContents {
  readonly identity: RunIdentity;
  /** Results of finished tasks, by task. */
  readonly results: ReadonlyMap<number, unknown>;
  /** What their inputs were recognised by, where the batch says that. */
  readonly inputs: ReadonlyMap<number, string>;
  readonly failures: readonly TaskFailure[];
}

/** At least this long between two writes, and twenty times what the last one took. */
const FLUSH_INTERVAL_MS = 1000;

/**
 * The finished tasks of a run, kept in one file so that a run that was stopped goes on where it was.
 *
 * The file holds JSON lines: the {@link RunIdentity}, then `{"task": k, "input": …, "result": …}` by rising k, then
 * `{"end": n, "failed": […]}` with the number of results, which tells a whole file from one that was cut. It is replaced
 * as a whole, now and then and at the end.
 */
export class Journal {
  readonly path: string;
  readonly #identity: RunIdentity;
  readonly #now: () => number;
  readonly #results = new Map<number, unknown>();
  readonly #inputs = new Map<number, string>();
  readonly #lines = new Map<number, string>();
  #nextFlush = 0;

  /**
   * Opens the journal at `path`, with what an earlier run of the same identity left there.
   * @throws SoftdiceError when the file is damaged or belongs to another identity
   */
  constructor(path: string, identity: RunIdentity, now: () => number) {
    this.path = path;
    this.#identity = identity;
    this.#now = now;
    const earlier = readJournal(path);
    if (earlier === undefined) return;
    if (JSON.stringify(earlier.identity) !== JSON.stringify(identity)) {
      throw new SoftdiceError({
        subject: path,
        problem: "belongs to a run of other parameters or another version",
        expected: "results of this command",
        remedy: "choose another --out, or pass --force to discard them",
      });
    }
    for (const [task, result] of earlier.results) this.#set(task, result, earlier.inputs.get(task));
  }

  /** Results by task. */
  get results(): ReadonlyMap<number, unknown> {
    return this.#results;
  }

  /** What the input of a task's result was recognised by. */
  inputOf(task: number): string | undefined {
    return this.#inputs.get(task);
  }

  /**
   * Takes the result of one task and writes the file when it is time.
   *
   * @param input what its input is recognised by
   */
  add(task: number, result: unknown, input?: string): void {
    this.#set(task, result, input);
    if (this.#now() >= this.#nextFlush) this.flush();
  }

  /** Drops the result of a task. */
  remove(task: number): void {
    for (const map of [this.#results, this.#inputs, this.#lines]) map.delete(task);
  }

  /** Writes the file. */
  flush(failures: readonly TaskFailure[] = []): void {
    const started = this.#now();
    const tasks = [...this.#lines].sort(([a], [b]) => a - b).map(([, line]) => line);
    const end = JSON.stringify({ end: tasks.length, failed: failures });
    writeFile(this.path, [JSON.stringify(this.#identity), ...tasks, end, ""].join("\n"));
    const took = this.#now() - started;
    this.#nextFlush = this.#now() + Math.max(FLUSH_INTERVAL_MS, 20 * took);
  }

  #set(task: number, result: unknown, input: string | undefined): void {
    this.#results.set(task, result);
    if (input !== undefined) this.#inputs.set(task, input);
    this.#lines.set(task, JSON.stringify({ task, input, result }));
  }
}

/**
 * Reads a journal; undefined where there is none.
 * @throws SoftdiceError naming the file when it is damaged
 */
export function readJournal(path: string): JournalContents | undefined {
  const text = readTextIfThere(path);
  if (text === undefined) return undefined;
  const [head, ...tasks] = text
    .trimEnd()
    .split("\n")
    .map((line) => parseLine(path, line));
  const end = tasks.pop() as { readonly end?: number; readonly failed?: readonly TaskFailure[] } | undefined;
  if (end?.end !== tasks.length) throw damaged(path, `ends after ${tasks.length} results`);
  const entries = tasks as readonly {
    readonly task: number;
    readonly input?: string;
    readonly result: unknown;
  }[];
  return {
    identity: head as RunIdentity,
    results: new Map(entries.map(({ task, result }) => [task, result])),
    inputs: new Map(
      entries.flatMap(({ task, input }): [number, string][] => (input === undefined ? [] : [[task, input]])),
    ),
    failures: end.failed ?? [],
  };
}

function parseLine(path: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw damaged(path, "has a line that is no JSON", cause);
  }
}

function damaged(path: string, problem: string, cause?: unknown): SoftdiceError {
  return new SoftdiceError({
    subject: path,
    problem,
    expected: "the whole file that a run left",
    remedy: "compute its results anew: run its command with --force",
    cause,
  });
}
