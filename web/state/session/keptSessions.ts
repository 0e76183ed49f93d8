import type { KeptChoices } from "./choices.ts";
import type { DroppedFile } from "../../work/study/files.ts";

/*
 * Sessions in the origin-private file system: files of this browser's own, which no other site and no other program sees.
 *
 *   sessions/<id>/session.json   {@link Session}, written last: a folder without it was never finished
 *   sessions/<id>/files/<name>   bytes of a file under a random name, written once; where it lay stands in session.json
 */

/** A study as it is kept, without the bytes. */
export interface Session {
  /** Random; says nothing of the study. */
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** Bytes of all files. */
  readonly bytes: number;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly name: string }[];
  readonly choices: KeptChoices;
}

const SESSION = "session.json";

/** How long a page that is being left may take to give its session back. */
const PATIENCE_MS = 500;

export class KeptSessions {
  readonly #folder: FileSystemDirectoryHandle;
  /** Where files are kept that this page wrote or read. */
  readonly #places = new WeakMap<Blob, { readonly id: string; readonly name: string }>();

  /** Files read from here: their bytes go with their session. */
  readonly #read = new WeakSet<Blob>();

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  /** @throws where the browser keeps no files: private windows, pages from disk, blocked storage */
  static async open(): Promise<KeptSessions> {
    const root = await navigator.storage.getDirectory();
    if (!("createWritable" in FileSystemFileHandle.prototype))
      throw new Error("this browser writes no files");
    return new KeptSessions(await root.getDirectoryHandle("sessions", { create: true }));
  }

  /** All sessions, the last changed first. What was never finished is removed, unless a page is writing it. */
  async list(): Promise<Session[]> {
    const found: Session[] = [];
    for await (const id of this.#folder.keys()) {
      const session = await this.read(id);
      if (session !== undefined) found.push(session);
      else await unlessWritten(id, () => this.remove(id));
    }
    return found.sort((a, b) => b.changedAt - a.changedAt);
  }

  /** A session; undefined where there is none that is whole. */
  async read(id: string): Promise<Session | undefined> {
    try {
      const folder = await this.#folder.getDirectoryHandle(id);
      const file = await (await folder.getFileHandle(SESSION)).getFile();
      return { ...(JSON.parse(await file.text()) as Session), id };
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps files in a session; those that it has already stay. A new session that cannot be kept whole is removed.
   *
   * @returns the session as it is kept
   * @throws DOMException QuotaExceededError where they do not fit
   */
  async keepFiles(session: Omit<Session, "files">, files: readonly DroppedFile[]): Promise<Session> {
    const { id } = session;
    return whileWriting(id, async () => {
      const had = await this.read(id);
      try {
        const folder = await this.#folder.getDirectoryHandle(id, { create: true });
        const content = await folder.getDirectoryHandle("files", { create: true });
        const kept: Session["files"][number][] = [];
        for (const { path, file } of files) {
          const place = this.#places.get(file);
          const name = place?.id === id ? place.name : await copyInto(content, file);
          this.#places.set(file, { id, name });
          kept.push({ path, bytes: file.size, name });
        }
        const whole = { ...session, files: kept };
        await this.write(whole);
        return whole;
      } catch (error) {
        // What was kept before is whole still.
        if (had === undefined) await this.remove(id);
        throw error;
      }
    });
  }

  /** Writes what is known of a session whose files are there. */
  async write(session: Session): Promise<void> {
    const folder = await this.#folder.getDirectoryHandle(session.id);
    const writable = await (await folder.getFileHandle(SESSION, { create: true })).createWritable();
    await writable.write(JSON.stringify(session));
    await writable.close();
  }

  /** The files of a session, as they were dropped. */
  async files({ id, files }: Session): Promise<DroppedFile[]> {
    const folder = await this.#folder.getDirectoryHandle(id);
    const content = await folder.getDirectoryHandle("files");
    return Promise.all(
      files.map(async ({ path, name }) => {
        const file = await (await content.getFileHandle(name)).getFile();
        this.#places.set(file, { id, name });
        this.#read.add(file);
        return { path, file };
      }),
    );
  }

  /**
   * Holds a session for this page alone until it is given back or the page ends: two pages would overwrite each other's
   * choices. A page that is being left gives it back in a moment.
   *
   * @returns what gives it back; undefined where another page has it
   */
  hold(id: string): Promise<(() => void) | undefined> {
    return new Promise((settle) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      navigator.locks
        .request(`softdice open ${id}`, { signal }, () => new Promise<void>((giveBack) => settle(giveBack)))
        .catch(() => settle(undefined));
    });
  }

  /** Whether a file has its bytes here alone. */
  holds(file: Blob): boolean {
    return this.#read.has(file);
  }

  async remove(id: string): Promise<void> {
    await this.#folder.removeEntry(id, { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
    });
  }
}

/** @returns the random name of what was written */
async function copyInto(folder: FileSystemDirectoryHandle, file: Blob): Promise<string> {
  const name = crypto.randomUUID();
  const handle = await folder.getFileHandle(name, { create: true });
  await file.stream().pipeTo(await handle.createWritable());
  return name;
}

function whileWriting<T>(id: string, act: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`softdice ${id}`, act);
}

function unlessWritten(id: string, act: () => Promise<void>): Promise<void> {
  return navigator.locks.request(`softdice ${id}`, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await act();
  });
}
