import { SoftdiceError } from "../core/errors.ts";
import { folderOf, type Source } from "./source.ts";

/** A file by its path and content. */
export interface InputFile {
  /** Folders and name, with slashes; two files never share one. */
  readonly path: string;
  /** Its bytes, a Blob or File, or what reads either when the file's turn comes. */
  readonly data: Uint8Array | Blob | (() => Promise<Uint8Array | Blob>);
}

/**
 * Files as sources of a study. Content is asked for only when it is read, each time anew.
 *
 * @param signal stops before the next file is read
 * @throws SoftdiceError for a path that is empty or given twice; `signal.reason` once it is aborted
 */
export async function* sourcesOf(
  files: Iterable<InputFile> | AsyncIterable<InputFile>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Source> {
  const byPath = new Map<string, InputFile>();
  for await (const file of files) {
    const path = file.path.replaceAll("\\", "/");
    if (path === "" || byPath.has(path)) {
      throw new SoftdiceError({
        subject: `files[${byPath.size}].path`,
        problem: path === "" ? "is empty" : `is "${path}", as that of a file before it`,
        expected: "a path of its own for every file",
        remedy: "prefix folders that tell files apart",
      });
    }
    byPath.set(path, file);
  }
  const dataOf = async (path: string): Promise<Uint8Array | Blob | undefined> => {
    signal?.throwIfAborted();
    const { data } = byPath.get(path) ?? {};
    return typeof data === "function" ? data() : data;
  };
  const bytesOf = async (path: string): Promise<Uint8Array | undefined> => {
    const data = await dataOf(path);
    return data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data;
  };
  for (const path of byPath.keys()) {
    signal?.throwIfAborted();
    yield {
      place: path,
      name: path,
      isNamed: false,
      read: async () => (await bytesOf(path)) ?? new Uint8Array(),
      open: async () => {
        const data = (await dataOf(path)) ?? new Uint8Array();
        return data instanceof Blob ? data : new Blob([data as Uint8Array<ArrayBuffer>]);
      },
      sibling: (other) => bytesOf(folderOf(path) + other),
    };
  }
}
