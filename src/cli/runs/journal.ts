import { closeSync, fstatSync, statSync } from "node:fs";
import { DurableFile, syncFile, writeWhole } from "../durableFile.ts";
import { writeError } from "../files.ts";
import {
  EntriesOnDisk,
  type JournalContents,
  type JournalEntry,
  type RunIdentity,
  type TaskFailure,
} from "./journalFile.ts";
import { checksumOf, sealLine } from "./journalLine.ts";

/** At most this long between a result and its being on disk for good. */
const syncIntervalMs = 1000;

/**
 * The finished tasks of a run, kept in one file so that a run that was stopped goes on where it was.
 *
 * The file holds sealed lines (journalLine.ts): the {@link RunIdentity}, then a {@link JournalEntry} for each finished
 * task, added as soon as it is finished and synced within a second. At the end, and when the run is stopped, the file is
 * replaced by one with the entries by rising task and `{"end": n, "failed": […]}` as its last line. Results are in
 * the file alone, so that memory does not grow with them.
 */
export class Journal {
  readonly path: string;
  readonly #identity: RunIdentity;
  /** The checksum of the first line. */
  readonly #first: number;
  readonly #monotonicMs: () => number;
  readonly #inputs = new Map<number, string>();
  #entries: EntriesOnDisk;
  #descriptor: number | undefined;
  #end = 0;
  #nextSync = 0;

  /**
   * @param earlier what an earlier run left in the file, of the same identity
   * @param monotonicMs a clock that nobody sets
   */
  constructor(
    path: string,
    identity: RunIdentity,
    earlier: JournalContents | undefined,
    monotonicMs: () => number = () => performance.now(),
  ) {
    this.path = path;
    this.#identity = identity;
    this.#first = checksumOf(identity);
    this.#monotonicMs = monotonicMs;
    this.#entries = earlier?.entries ?? new EntriesOnDisk(path, this.#first);
    for (const { task, input } of this.#entries.read())
      if (input !== undefined) this.#inputs.set(task, input);
  }

  /** Results by task, ascending; read from the file when they are asked for. */
  get results(): ReadonlyMap<number, unknown> {
    return new Results(this.#entries);
  }

  /** Entries by rising task, one at a time. */
  entries(): Iterable<JournalEntry> {
    return this.#entries.read();
  }

  /** What the input of a task's result was recognised by. */
  inputOf(task: number): string | undefined {
    return this.#inputs.get(task);
  }

  /**
   * Takes the result of one task.
   * @throws SoftdiceError naming the file when it cannot be written
   */
  add(entry: JournalEntry): void {
    const { task, input, outputs, result } = entry;
    const line = Buffer.from(sealLine({ task, input, outputs, result }, this.#first));
    this.#attempt(() => {
      const descriptor = this.#open();
      writeWhole(descriptor, line);
      this.#entries.set(task, { at: this.#end, bytes: line.length - 1 });
      this.#end += line.length;
      if (this.#monotonicMs() >= this.#nextSync) this.#sync(descriptor);
    });
    if (input === undefined) this.#inputs.delete(task);
    else this.#inputs.set(task, input);
  }

  /** Drops the result of a task. */
  remove(task: number): void {
    this.#entries.delete(task);
    this.#inputs.delete(task);
  }

  /** Puts other entries in place of all, at once: before, the file holds those, and after these. */
  replace(entries: Iterable<JournalEntry>): void {
    this.#rewrite(entries, undefined);
    this.#close();
  }

  /** Puts the file in its final order. */
  finish(failures: readonly TaskFailure[] = []): void {
    this.#rewrite(this.#entries.read(), failures);
    this.#close();
  }

  /** The file, open at its end. */
  #open(): number {
    return this.#descriptor ?? this.#rewrite(this.#entries.read(), undefined);
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#entries.descriptor = undefined;
  }

  /** Syncs the file, and writes it anew if somebody has taken it away. */
  #sync(descriptor: number): void {
    syncFile(descriptor);
    this.#nextSync = this.#monotonicMs() + syncIntervalMs;
    if (!isAt(descriptor, this.path)) this.#rewrite(this.#entries.read(), undefined);
  }

  /** Puts a new file in the journal's place, which is open at its end from then on. */
  #rewrite(entries: Iterable<JournalEntry>, failures: readonly TaskFailure[] | undefined): number {
    return this.#attempt(() => {
      const file = new DurableFile(this.path);
      const places = new EntriesOnDisk(this.path, this.#first);
      const inputs = new Map<number, string>();
      let descriptor: number;
      try {
        file.write(Buffer.from(sealLine(this.#identity)));
        for (const { task, input, outputs, result } of entries) {
          const line = Buffer.from(sealLine({ task, input, outputs, result }, this.#first));
          places.set(task, { at: file.bytes, bytes: line.length - 1 });
          if (input !== undefined) inputs.set(task, input);
          file.write(line);
        }
        if (failures !== undefined)
          file.write(Buffer.from(sealLine({ end: places.size, failed: failures }, this.#first)));
        descriptor = file.commitOpen();
      } catch (error) {
        file.abandon();
        throw error;
      }
      this.#close();
      this.#descriptor = places.descriptor = descriptor;
      this.#entries = places;
      this.#end = file.bytes;
      this.#nextSync = this.#monotonicMs() + syncIntervalMs;
      this.#inputs.clear();
      for (const [task, input] of inputs) this.#inputs.set(task, input);
      return descriptor;
    });
  }

  #attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw writeError(this.path, cause);
    }
  }
}

/** Whether a path still leads to an open file. */
function isAt(descriptor: number, path: string): boolean {
  const { dev, ino } = fstatSync(descriptor);
  try {
    const there = statSync(path);
    return there.dev === dev && there.ino === ino;
  } catch {
    return false;
  }
}

/** Results of entries that stay on disk. */
class Results implements ReadonlyMap<number, unknown> {
  readonly #entries: EntriesOnDisk;

  constructor(entries: EntriesOnDisk) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(task: number): boolean {
    return this.#entries.has(task);
  }

  get(task: number): unknown {
    return this.#entries.get(task)?.result;
  }

  keys(): MapIterator<number> {
    return this.#entries.tasks().values();
  }

  *values(): MapIterator<unknown> {
    for (const { result } of this.#entries.read()) yield result;
  }

  *entries(): MapIterator<[number, unknown]> {
    for (const { task, result } of this.#entries.read()) yield [task, result];
  }

  [Symbol.iterator](): MapIterator<[number, unknown]> {
    return this.entries();
  }

  forEach(act: (result: unknown, task: number, map: ReadonlyMap<number, unknown>) => void): void {
    for (const [task, result] of this) act(result, task, this);
  }
}
