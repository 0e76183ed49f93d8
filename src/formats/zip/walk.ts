import type { FileEntry } from "@zip.js/zip.js/lib/zip-core-native.js";
import { askForMemory } from "../../core/budget.ts";
import { checkText } from "../../core/check.ts";
import { checkBytes } from "../bytes.ts";
import type { SoftdiceError } from "../../core/errors.ts";
import type { ReadContext } from "../context.ts";
import { isLeftover } from "../leftovers.ts";
import { malformed } from "../malformed.ts";
import { archiveLimits } from "./limits.ts";
import type { ArchiveLimits } from "./limits.ts";
import { readEntry, storedSource } from "./entry.ts";
import type { ArchiveSource, Spent } from "./entry.ts";

/** Memory that what is known of an entry takes. */
const entryBytes = 4096;

/** A file in an archive, not yet read. */
export interface ArchiveEntry {
  /** Folders and name, with slashes; "inner.zip/…" for a file of an archive inside the archive. Never leads outside. */
  readonly path: string;
  /** Its size as the archive says. */
  readonly sizeBytes: number;
  /**
   * Its content, checked against its checksum.
   * @throws SoftdiceError when it is damaged, encrypted, or larger than the archive says or the limits allow.
   */
  readonly read: () => Promise<Uint8Array>;
}

/**
 * The files of a zip archive and of the archives inside it, one after the other, in the order of its directory. Nothing is
 * written to disk, and no more than the entry being read is in memory; an archive inside the archive is too, unless it is
 * stored uncompressed. Folders, links and what systems leave behind (__MACOSX, .DS_Store, Thumbs.db, …) are passed over.
 *
 * @example
 * import { readVolumes, walkArchive } from "softdice/formats";
 *
 * // All volumes of an archive.
 * export async function volumesOf(archive: Blob) {
 *   const volumes = [];
 *   for await (const { path, read } of walkArchive("case.zip", archive)) {
 *     if (path.endsWith(".nii.gz")) volumes.push(...(await readVolumes({ name: path, bytes: await read() })));
 *   }
 *   return volumes;
 * }
 *
 * @param name the archive's name, for errors
 * @param context decompresses what is deflated in an archive in memory; Compression Streams if left out
 * @throws SoftdiceError for what is no zip archive, for a path that leads out of the archive, and beyond the limits.
 */
export async function* walkArchive(
  name: string,
  archive: ArchiveSource,
  limits: Partial<ArchiveLimits> = {},
  context?: ReadContext,
): AsyncGenerator<ArchiveEntry> {
  checkText("name", name);
  if (!(archive instanceof Blob)) checkBytes("archive", archive);
  const size = archive instanceof Blob ? archive.size : archive.length;
  yield* walk(name, "", archive, 1, archiveLimits(size, limits), { entries: 0, bytes: 0 }, context);
}

async function* walk(
  name: string,
  folder: string,
  archive: ArchiveSource,
  depth: number,
  limits: ArchiveLimits,
  spent: Spent,
  context: ReadContext | undefined,
): AsyncGenerator<ArchiveEntry> {
  const where = folder === "" ? name : `${name}/${folder.slice(0, -1)}`;
  if (depth > limits.maxDepth) {
    throw malformed(
      where,
      "archive",
      `is the ${depth}th of archives inside one another`,
      `at most ${limits.maxDepth}`,
      "unpack the outer ones first",
    );
  }
  for await (const entry of files(where, archive)) {
    spent.entries++;
    if (spent.entries > limits.maxEntries)
      throw malformed(
        where,
        "archive",
        `has more than ${limits.maxEntries} entries`,
        "fewer",
        "split the archive",
      );
    if (spent.entries % 1000 === 0) askForMemory(where, 1000 * entryBytes);
    const path = folder + entry.filename;
    if (/\p{Cc}/u.test(path))
      throw malformed(where, "archive", `names ${JSON.stringify(path)}`, "paths without control characters");
    const full = `${name}/${path}`;
    const read = (): Promise<Uint8Array> => readEntry(full, archive, entry, limits, spent, context);
    if (path.toLowerCase().endsWith(".zip")) {
      const inner = (await storedSource(archive, entry)) ?? (await read());
      yield* walk(name, `${path}/`, inner, depth + 1, limits, spent, context);
    } else {
      yield { path, sizeBytes: entry.uncompressedSize, read };
    }
  }
}

/** The entries of one archive that are files of people. */
async function* files(where: string, archive: ArchiveSource): AsyncGenerator<FileEntry> {
  // A library of many modules, which most inputs do not need.
  const { BlobReader, Uint8ArrayReader, ZipReader } = await import("@zip.js/zip.js/lib/zip-core-native.js");
  const reader = new ZipReader(
    archive instanceof Blob ? new BlobReader(archive) : new Uint8ArrayReader(archive),
    {
      useWebWorkers: false,
      strictness: "balanced",
      filenameValidation: "balanced",
      // An archive that is cut off may end in one that it holds; nothing may follow the end of the directory.
      maxAppendedDataSize: 0,
      normalizeFilename: (path) => path.replaceAll("\\", "/"),
    },
  );
  const entries = reader.getEntriesGenerator();
  try {
    for (;;) {
      const { value: entry, done } = await entries.next().catch((cause: unknown) => {
        throw unreadable(where, cause);
      });
      if (done === true || typeof entry === "boolean") return;
      if (!entry.directory && !entry.symlink && !isLeftover(entry.filename)) yield entry;
    }
  } finally {
    await reader.close();
  }
}

function unreadable(where: string, cause: unknown): SoftdiceError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return malformed(
    where,
    "archive",
    `cannot be read (${reason})`,
    "an intact zip archive whose paths stay inside it",
    undefined,
    cause,
  );
}
