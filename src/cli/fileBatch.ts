import { dirname } from "node:path";
import { visible } from "../core/visible.ts";
import { DurableFile, syncFolder } from "./durableFile.ts";
import { writeError } from "./files.ts";

/** Writes one file of a batch, as {@link writeFile} does but for its name, which it has when the batch is done. */
export type WriteInBatch = (path: string, data: string | Uint8Array) => void;

/**
 * Does work that writes files, each path once, so that they share their waits for the disk: a file's bytes are synced on
 * threads of Node's pool while the work goes on; when all are on disk the files take their names, in their order, and each
 * folder is synced once. Where the work fails, what it had written until then is there.
 *
 * @returns what the work does, when its files are there whatever happens
 * @throws SoftdiceError naming the file when the system refuses
 */
export async function writeTogether<Result>(work: (write: WriteInBatch) => Promise<Result>): Promise<Result> {
  const batch = new FileBatch();
  try {
    const result = await work((path, data) => batch.write(path, data));
    await batch.commit();
    return result;
  } catch (error) {
    await batch.keep();
    throw error;
  }
}

interface Pending {
  readonly path: string;
  readonly file: DurableFile;
  /** What went wrong when its bytes were synced, if anything did. */
  readonly failure: Promise<unknown>;
}

class FileBatch {
  readonly #pending: Pending[] = [];

  write(path: string, data: string | Uint8Array): void {
    let file: DurableFile | undefined;
    try {
      file = new DurableFile(path);
      file.write(typeof data === "string" ? Buffer.from(visible(data)) : data);
    } catch (cause) {
      file?.abandon();
      throw writeError(path, cause);
    }
    const failure = file.sync().then(
      () => undefined,
      (cause: unknown) => cause,
    );
    this.#pending.push({ path, file, failure });
  }

  /** Gives the files their names. */
  async commit(): Promise<void> {
    for (const { path, failure } of this.#pending) {
      const cause = await failure;
      if (cause !== undefined) throw writeError(path, cause);
    }
    const unsynced = new Map<string, string>();
    for (const { path, file } of this.#pending) {
      naming(path, () => file.commit("later"));
      unsynced.set(dirname(path), path);
    }
    for (const [folder, path] of unsynced) naming(path, () => syncFolder(folder));
  }

  /** Gives their names to the files that can have them, and takes away the others; for after an error, so it throws none. */
  async keep(): Promise<void> {
    for (const { file, failure } of this.#pending) {
      try {
        if ((await failure) === undefined && file.isOpen) file.commit();
      } catch {
        // The error before it is the one to tell.
      }
      file.abandon();
    }
  }
}

/** @throws SoftdiceError naming the file for an error of the file system */
function naming(path: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    throw writeError(path, cause);
  }
}
