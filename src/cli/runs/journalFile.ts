import { closeSync, openSync, readSync } from "node:fs";
import { readError, requireOwnFile } from "../files.ts";
import type { Output } from "../outputs.ts";
import { systemCode } from "../systemCode.ts";
import { checksumOf, unsealLine } from "./journalLine.ts";

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

/** A finished task: its result, what its input is recognised by, and the files that it wrote. */
export interface JournalEntry {
  readonly task: number;
  readonly input?: string | undefined;
  readonly outputs?: readonly Output[] | undefined;
  readonly result: unknown;
}

/** Where the line of a task stands. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** What a journal holds. Its entries stay in the file until they are asked for. */
export interface JournalContents {
  /** Undefined where the first line, which tells it, is damaged. */
  readonly identity: RunIdentity | undefined;
  readonly entries: EntriesOnDisk;
  readonly failures: readonly TaskFailure[];
  /** Numbers of lines that are damaged or of another run, from 1. */
  readonly damaged: readonly number[];
  /** Whether there is not even a first line. */
  readonly isEmpty: boolean;
}

/** Entries of a journal by task, read from the file one at a time. */
export class EntriesOnDisk {
  /** The file, where it is open; else it is opened by its path to be read. */
  descriptor: number | undefined;
  readonly #path: string;
  readonly #first: number;
  readonly #places = new Map<number, Place>();

  /** @param first the checksum of the journal's first line */
  constructor(path: string, first: number) {
    this.#path = path;
    this.#first = first;
  }

  get size(): number {
    return this.#places.size;
  }

  has(task: number): boolean {
    return this.#places.has(task);
  }

  set(task: number, place: Place): void {
    this.#places.set(task, place);
  }

  delete(task: number): void {
    this.#places.delete(task);
  }

  /** The tasks, ascending. */
  tasks(): number[] {
    return [...this.#places.keys()].sort((a, b) => a - b);
  }

  /** The entry of a task. */
  get(task: number): JournalEntry | undefined {
    for (const entry of this.read(this.#places.has(task) ? [task] : [])) return entry;
    return undefined;
  }

  /**
   * The entries of tasks, in their order.
   * @throws SoftdiceError when the file cannot be read, or a line has changed since
   */
  *read(tasks: Iterable<number> = this.tasks()): Generator<JournalEntry> {
    let opened: number | undefined;
    try {
      for (const task of tasks) {
        const place = this.#places.get(task);
        if (place === undefined) continue;
        const descriptor = this.descriptor ?? (opened ??= this.#attempt(() => openSync(this.#path, "r")));
        const text = this.#attempt(() => readText(descriptor, place));
        const entry = unsealLine(text, this.#first);
        if (entry === undefined)
          throw readError(this.#path, new Error(`the line of task ${task} has changed since it was written`));
        yield entry as unknown as JournalEntry;
      }
    } finally {
      if (opened !== undefined) closeSync(opened);
    }
  }

  #attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw readError(this.#path, cause);
    }
  }
}

/**
 * Reads a journal from its beginning to its end; undefined where there is none. Of several lines of one task the last
 * counts.
 *
 * @param expected whose run the lines may be where the first one, which tells it, is damaged
 * @throws SoftdiceError naming the file when it is there and cannot be read
 */
export function readJournal(path: string, expected?: RunIdentity): JournalContents | undefined {
  try {
    return contentsOf(path, expected);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw readError(path, cause);
  }
}

function contentsOf(path: string, expected: RunIdentity | undefined): JournalContents {
  const damaged: number[] = [];
  let identity: RunIdentity | undefined;
  let first = expected === undefined ? 0 : checksumOf(expected);
  let entries = new EntriesOnDisk(path, first);
  let failures: readonly TaskFailure[] = [];
  let number = 0;
  for (const { text, at, bytes } of linesOf(path)) {
    number += 1;
    const line = unsealLine(text, number === 1 ? 0 : first);
    failures = [];
    if (line === undefined) damaged.push(number);
    else if (number === 1) {
      identity = line as unknown as RunIdentity;
      first = checksumOf(line);
      entries = new EntriesOnDisk(path, first);
    } else if (typeof line["task"] === "number") entries.set(line["task"], { at, bytes });
    else failures = line["failed"] as readonly TaskFailure[];
  }
  return { identity, entries, failures, damaged, isEmpty: number === 0 };
}

/** The text at a place of an open file, however few bytes the system gives at a time. */
function readText(descriptor: number, { at, bytes }: Place): string {
  const content = Buffer.alloc(bytes);
  for (let done = 0; done < bytes;) {
    const read = readSync(descriptor, content, done, bytes - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return content.toString("utf8");
}

interface Line extends Place {
  readonly text: string;
}

/** The lines of a file, read piece by piece; `bytes` is without the line break. */
function* linesOf(path: string): Generator<Line> {
  requireOwnFile(path);
  const descriptor = openSync(path, "r");
  try {
    const piece = Buffer.allocUnsafe(1 << 20);
    let rest = Buffer.alloc(0);
    let at = 0;
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) {
      rest = Buffer.concat([rest, piece.subarray(0, read)]);
      let start = 0;
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, start)) {
        yield { text: rest.toString("utf8", start, end), at: at + start, bytes: end - start };
        start = end + 1;
      }
      at += start;
      rest = rest.subarray(start);
    }
    if (rest.length > 0) yield { text: rest.toString("utf8"), at, bytes: rest.length };
  } finally {
    closeSync(descriptor);
  }
}
