import type { FileEntry } from "@zip.js/zip.js/lib/zip-core-native.js";
import { SoftdiceError } from "../../core/errors.ts";
import type { ReadContext } from "../context.ts";
import { allocate, readGzip } from "../data.ts";
import { malformed } from "../malformed.ts";
import type { ArchiveLimits } from "./limits.ts";

/** An archive's bytes: a Blob (a file that is read piece by piece) or an array. */
export type ArchiveSource = Blob | Uint8Array;

/** What has been used up of the limits, counted over an archive and the archives inside it. */
export interface Spent {
  entries: number;
  bytes: number;
}

/** Compression methods: stored, and deflate with its largest ratio, 258 bytes by two bits. */
const maxRatios: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [8, 1032],
]);

/**
 * An entry's content, checked against its checksum.
 * @param path its path, for errors
 * @param context decompresses what is deflated in an archive in memory, in one piece; else it streams, in many
 * @throws SoftdiceError before allocating when the sizes cannot be or exceed the limits, and when the content is damaged.
 */
export async function readEntry(
  path: string,
  archive: ArchiveSource,
  entry: FileEntry,
  limits: ArchiveLimits,
  spent: Spent,
  context: ReadContext | undefined,
): Promise<Uint8Array> {
  const { uncompressedSize: size, compressedSize, compressionMethod, encrypted, signature } = entry;
  const ratio = maxRatios.get(compressionMethod);
  if (encrypted) throw malformed(path, "entry", "is encrypted", "a plain one", "unpack the archive first");
  if (ratio === undefined)
    throw malformed(
      path,
      "compression method",
      `is ${compressionMethod}`,
      "0 (stored) or 8 (deflate)",
      "zip it again",
    );
  if (size > compressedSize * ratio)
    throw malformed(
      path,
      "size",
      `is ${size} bytes out of ${compressedSize}`,
      `at most ${ratio} times as many`,
    );
  spent.bytes += size;
  if (size > limits.maxEntryBytes || spent.bytes > limits.maxTotalBytes) {
    throw malformed(
      path,
      "size",
      `is ${size} bytes, ${spent.bytes} with those before`,
      `at most ${limits.maxEntryBytes} an entry and ${limits.maxTotalBytes} in all`,
      "unpack the archive first if you trust it",
    );
  }
  const isDeflated = compressionMethod === 8 && signature !== undefined;
  if (context !== undefined && isDeflated && archive instanceof Uint8Array) {
    await requireApart(path, entry);
    const deflated = await rawContent(archive, entry);
    if (deflated instanceof Uint8Array)
      return readGzip(path, [GZIP_HEADER, deflated, gzipTrailer(signature, size)], size, context);
  }
  const content = allocate(path, size);
  // Streams for nothing would cost more than most files.
  if (size === 0 && entry.signature === 0) return content;
  let filled = 0;
  const writable = new WritableStream<Uint8Array>({
    write(piece) {
      if (filled + piece.length > size)
        throw malformed(path, "size", `is more than the ${size} bytes that the archive says`, "as many");
      content.set(piece, filled);
      filled += piece.length;
    },
  });
  try {
    await entry.getData(writable, { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true });
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (filled < size) throw malformed(path, "size", `is only ${filled} bytes`, `${size}, as the archive says`);
  return content;
}

/** Refuses an entry whose bytes are another's too. */
async function requireApart(path: string, entry: FileEntry): Promise<void> {
  try {
    await entry.getData(new WritableStream<Uint8Array>(), {
      useWebWorkers: false,
      checkOverlappingEntryOnly: true,
    });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): SoftdiceError {
  if (cause instanceof SoftdiceError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return malformed(path, "entry", `cannot be read (${reason})`, "an intact entry", undefined, cause);
}

/** Magic, method, no flags, no time, no level, unknown system (RFC 1952). */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/** What makes an entry's deflated bytes a gzip file that is checked by whoever reads it: CRC-32 and size (RFC 1952). */
function gzipTrailer(crc32: number, sizeBytes: number): Uint8Array {
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32, true);
  trailer.setUint32(4, sizeBytes % 2 ** 32, true);
  return new Uint8Array(trailer.buffer);
}

/** An entry that is stored uncompressed as a part of the archive, without a copy; undefined when it is not. */
export async function storedSource(
  archive: ArchiveSource,
  entry: FileEntry,
): Promise<ArchiveSource | undefined> {
  return entry.compressionMethod === 0 && !entry.encrypted ? rawContent(archive, entry) : undefined;
}

/** An entry as it stands in the archive, without a copy; undefined where its local header is none. */
async function rawContent(archive: ArchiveSource, entry: FileEntry): Promise<ArchiveSource | undefined> {
  const header = slice(archive, entry.offset, entry.offset + 30);
  const bytes = header instanceof Blob ? new Uint8Array(await header.arrayBuffer()) : header;
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) return undefined;
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  return slice(archive, start, start + entry.compressedSize);
}

function slice(source: ArchiveSource, start: number, end: number): ArchiveSource {
  return source instanceof Blob ? source.slice(start, end) : source.subarray(start, end);
}
