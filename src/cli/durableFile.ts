import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { partName, sweepBeside } from "./leftovers.ts";
import { isRecording, recordOutput } from "./outputs.ts";
import { systemCode } from "./systemCode.ts";

/**
 * A file that is there whole or not at all, whatever happens: its bytes are written beside its name and synced to disk,
 * then it takes its name, and its folder is synced. Errors are those of the file system.
 */
export class DurableFile {
  readonly #path: string;
  readonly #beside: string;
  readonly #hash = isRecording() ? createHash("sha256") : undefined;
  #descriptor: number | undefined;
  #bytes = 0;
  #isSynced = false;

  /** Makes the file's folder where needed. */
  constructor(path: string) {
    this.#path = path;
    this.#beside = partName(path);
    makeFolder(dirname(path));
    sweepBeside(path);
    this.#descriptor = openSync(this.#beside, "w+");
  }

  /** Bytes that were written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it has neither got its name nor been given up. */
  get isOpen(): boolean {
    return this.#descriptor !== undefined;
  }

  /** Adds bytes at the end. */
  write(bytes: Uint8Array): void {
    writeWhole(this.#open(), bytes);
    this.#hash?.update(bytes);
    this.#bytes += bytes.length;
    this.#isSynced = false;
  }

  /** Resolves when what was written is on disk; the wait is a thread's of Node's pool, so that several files share it. */
  async sync(): Promise<void> {
    await syncFileAside(this.#open());
    this.#isSynced = true;
  }

  /**
   * Gives the file its name; its size and digest are recorded as an output of the task under way.
   *
   * @param names whether the file's name is synced, or left to a later {@link syncFolder}
   */
  commit(names: "synced" | "later" = "synced"): void {
    const descriptor = this.#open();
    if (!this.#isSynced) syncFile(descriptor);
    this.#descriptor = undefined;
    closeSync(descriptor);
    this.#take(names);
  }

  /**
   * {@link write} and {@link commit} with the wait for the disk on threads of Node's pool, so that several files are
   * written and synced at a time.
   */
  async finish(bytes: Uint8Array, names: "synced" | "later" = "synced"): Promise<void> {
    await writeWholeAside(this.#open(), bytes);
    this.#hash?.update(bytes);
    this.#bytes += bytes.length;
    await this.sync();
    this.commit(names);
  }

  /**
   * Gives the file its name as {@link commit} does, and leaves it open at its end: whatever becomes of the name, what is
   * added goes to this file.
   *
   * @returns its descriptor, for reading and writing, which the caller closes
   */
  commitOpen(): number {
    const descriptor = this.#open();
    syncFile(descriptor);
    this.#take("synced");
    this.#descriptor = undefined;
    return descriptor;
  }

  /** Takes what was written away; for after an error, so it throws none. */
  abandon(): void {
    try {
      if (this.#descriptor !== undefined) closeSync(this.#descriptor);
      this.#descriptor = undefined;
      rmSync(this.#beside, { force: true });
    } catch {
      // A later run takes it away.
    }
  }

  /** Puts the file in the place of whatever has its name. */
  #take(names: "synced" | "later"): void {
    renameSync(this.#beside, this.#path);
    if (names === "synced") syncFolder(dirname(this.#path));
    if (this.#hash !== undefined) recordOutput(this.#path, this.#bytes, this.#hash.digest("hex"));
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error(`${this.#path} is not open`);
    return this.#descriptor;
  }
}

/** Writes all of the bytes, however few the system takes at a time. */
export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, bytes.length - done);
  }
}

/** {@link writeWhole} on a thread of Node's pool. */
async function writeWholeAside(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await new Promise<number>((resolve, reject) => {
      write(descriptor, bytes, done, bytes.length - done, null, (error, count) =>
        error === null ? resolve(count) : reject(error),
      );
    });
  }
}

/** Codes of systems and file systems that cannot sync such a thing. */
const cannotSync: ReadonlySet<string | undefined> = new Set([
  "EINVAL",
  "ENOTSUP",
  "ENOSYS",
  "EPERM",
  "EISDIR",
]);

/** Returns when a file's bytes are on disk, as far as the file system has such a promise. */
export function syncFile(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!cannotSync.has(systemCode(error))) throw error;
  }
}

/** {@link syncFile} on a thread of Node's pool. */
async function syncFileAside(descriptor: number): Promise<void> {
  try {
    await promisify(fsync)(descriptor);
  } catch (error) {
    if (!cannotSync.has(systemCode(error))) throw error;
  }
}

/** Returns when the names in a folder are on disk, as far as the system can say: Windows opens no folder. */
export function syncFolder(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    if (cannotSync.has(systemCode(error)) || systemCode(error) === "EACCES") return;
    throw error;
  }
  try {
    syncFile(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a folder and those above it, and syncs their names; Node's own recursive one never returns where a parent answers
 * ENOENT, as /proc does.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    if (systemCode(error) !== "EEXIST" || !statSync(path).isDirectory()) throw error;
    return;
  }
  syncFolder(above);
}
