import { SoftdiceError } from "../../../src/core/errors.ts";
import { walkArchive } from "../../../src/formats/zip/walk.ts";

/** A file as it was dropped, with the folders in which it lay. */
export interface DroppedFile {
  readonly path: string;
  readonly file: Blob;
}

/** A file, or an entry of an archive, read when it is asked for. */
export interface Entry {
  readonly path: string;
  readonly read: () => Promise<Uint8Array>;
}

/** A file larger than this is not read: an array of a browser holds little more. */
const MOST_BYTES = 2 * 2 ** 30;

/** All files dropped, archives opened in depth, in order of their names. */
export async function listEntries(files: readonly DroppedFile[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const { path, file } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path.toLowerCase().endsWith(".zip")) {
      for await (const entry of walkArchive(path, file)) {
        entries.push({ path: `${path}/${entry.path}`, read: entry.read });
      }
    } else {
      entries.push({ path, read: () => readFile(path, file) });
    }
  }
  return entries;
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
