import { checkIterable, checkObject, checkText, shown } from "../core/check.ts";
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
 * @throws SoftdiceError for a path that is empty or given twice, and for content of another kind; `signal.reason` once it is
 * aborted
 */
export async function* sourcesOf(
  files: Iterable<InputFile> | AsyncIterable<InputFile>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Source> {
  const byPath = new Map<string, InputFile>();
  checkIterable("files", files, "a list of files");
  for await (const file of files) {
    const where = `files[${byPath.size}]`;
    checkObject(where, file, "a file: path and data");
    checkText(`${where}.path`, file.path);
    if (typeof file.data !== "function") checkContent(`${where}.data`, file.data);
    const path = file.path.replaceAll("\\", "/");
    if (path === "" || byPath.has(path)) {
      throw new SoftdiceError({
        subject: `${where}.path`,
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
    if (typeof data !== "function") return data;
    const content = await data();
    checkContent(path, content);
    return content;
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

function checkContent(name: string, content: Uint8Array | Blob): void {
  if (content instanceof Uint8Array || content instanceof Blob) return;
  throw new SoftdiceError({
    subject: name,
    problem: `is ${shown(content)}`,
    expected: "a Uint8Array, a Blob, or a function that gives one",
    remedy: "pass new Uint8Array(buffer) of an ArrayBuffer",
  });
}
