import { SoftdiceError } from "../../../src/core/errors.ts";
import { folderOf, type Source } from "../../../src/study/source.ts";

/** A file as it was dropped, with the folders in which it lay. */
export interface DroppedFile {
  readonly path: string;
  readonly file: Blob;
}

/** A file larger than this is not read: an array of a browser holds little more. */
const MOST_BYTES = 2 * 2 ** 30;

/** Dropped files as sources, in order of their names; archives as they are. */
export function sourcesOf(files: readonly DroppedFile[]): Source[] {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, file }) => ({
      place: path,
      name: path,
      // What is dropped may be beside the point: the app says what it found, and does not end at the first.
      isNamed: false,
      read: () => readFile(path, file),
      open: () => Promise.resolve(file),
      sibling: async (other) => {
        const found = byPath.get(folderOf(path) + other);
        return found && readFile(folderOf(path) + other, found);
      },
    }));
}

async function readFile(path: string, file: Blob): Promise<Uint8Array> {
  if (!(file.size <= MOST_BYTES)) {
    throw new SoftdiceError({
      subject: path,
      problem: `has ${(file.size / 2 ** 30).toFixed(1)} GiB`,
      expected: `at most ${MOST_BYTES / 2 ** 30} GiB a file in a browser`,
      remedy: "crop it, or use the command line",
    });
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new SoftdiceError({
      subject: path,
      problem: "cannot be read from disk",
      expected: "a file that is still where it was dropped from",
      remedy: "drop it again",
      cause,
    });
  }
}
