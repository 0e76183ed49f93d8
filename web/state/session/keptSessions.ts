import type { KeptChoices } from "./choices.ts";
import type { DroppedFile } from "../../work/study/files.ts";

/*
 * Sessions in the origin-private file system: files of this browser's own, which no other site and no other program sees.
 *
 *   sessions/<id>/session.json   {@link Session}, written last: a folder without it was never finished
 *   sessions/<id>/files/<n>      bytes of the n-th file; its name stands in session.json alone
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
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly choices: KeptChoices;
}

const SESSION = "session.json";

export class KeptSessions {
  readonly #folder: FileSystemDirectoryHandle;

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
   * Keeps files under a session's name; those that it has already stay. A new session that cannot be kept whole is removed.
   * @throws DOMException QuotaExceededError where they do not fit
   */
  async keepFiles(session: Session, files: readonly DroppedFile[]): Promise<void> {
    const { id } = session;
    await whileWriting(id, async () => {
      const had = (await this.read(id))?.files ?? [];
      try {
        const folder = await this.#folder.getDirectoryHandle(id, { create: true });
        const content = await folder.getDirectoryHandle("files", { create: true });
        for (const [n, { path, file }] of files.entries()) {
          if (had[n]?.path === path && had[n].bytes === file.size) continue;
          const handle = await content.getFileHandle(String(n), { create: true });
          await file.stream().pipeTo(await handle.createWritable());
        }
        await this.write(session);
      } catch (error) {
        // What was kept before is whole still.
        if (had.length === 0) await this.remove(id);
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
      files.map(async ({ path }, n) => ({
        path,
        file: await (await content.getFileHandle(String(n))).getFile(),
      })),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#folder.removeEntry(id, { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
    });
  }
}

function whileWriting(id: string, write: () => Promise<void>): Promise<void> {
  return navigator.locks.request(`softdice ${id}`, write);
}

function unlessWritten(id: string, act: () => Promise<void>): Promise<void> {
  return navigator.locks.request(`softdice ${id}`, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await act();
  });
}
