import { SoftdiceError } from "../core/errors.ts";
import type { Compression } from "./compression.ts";
import type { ReadContext } from "./context.ts";
import { malformed } from "./malformed.ts";

/** Deflate turns at most 1032 bytes into one (258 bytes by two bits). */
const maxDeflateRatio = 1032;
/** How far past the expected end a stream is followed to its checksum. */
const maxSurplusBytes = 65_536;

/** Where the values of an image stand. */
export interface DataBlock {
  /** The file that errors name. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly compression: Compression | "none";
  /** Bytes before the values, counted after decompression. */
  readonly skipBytes: number;
  /** Bytes that the header promises. */
  readonly sizeBytes: number;
}

/**
 * The `sizeBytes` bytes of an image's values; a view of `block.bytes` when these are not compressed. A compressed stream
 * is followed to its checksum unless it goes on for more than 64 KiB.
 * @throws SoftdiceError when there are fewer bytes, or more are asked than the context allows, before allocating any.
 */
export async function readData(block: DataBlock, context: ReadContext): Promise<Uint8Array> {
  const { file, bytes, compression, skipBytes, sizeBytes } = block;
  requireSize(file, sizeBytes, context);
  const needed = skipBytes + sizeBytes;
  if (compression === "none") {
    if (!(needed <= bytes.length)) throw truncated(file, needed, bytes.length);
    return bytes.subarray(skipBytes, needed);
  }
  const most = bytes.length * maxDeflateRatio;
  if (!(needed <= most)) throw truncated(file, needed, most);
  const inflated = await inflate(file, bytes, compression, needed, context, maxSurplusBytes);
  if (inflated.length < needed) throw truncated(file, needed, inflated.length);
  return inflated.subarray(skipBytes);
}

/** The first `sizeBytes` bytes of a compressed file, or all when there are fewer. */
export function readHead(
  file: string,
  bytes: Uint8Array,
  compression: Compression,
  sizeBytes: number,
  context: ReadContext,
): Promise<Uint8Array> {
  return inflate(file, bytes, compression, sizeBytes, context, 0);
}

/** Refuses an image that needs more than `context.maxBytes` bytes. */
export function requireSize(file: string, sizeBytes: number, context: ReadContext): void {
  if (sizeBytes <= context.maxBytes) return;
  throw malformed(
    file,
    "dimensions",
    `ask for ${sizeBytes} bytes`,
    `at most ${context.maxBytes}`,
    "check the header, or split or crop the image",
  );
}

/** Zeros, or a SoftdiceError where memory does not suffice. */
export function allocate(file: string, sizeBytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(sizeBytes);
  } catch (cause) {
    throw new SoftdiceError({
      subject: file,
      problem: `needs ${sizeBytes} bytes of memory`,
      expected: "no more than there are",
      remedy: "crop the image or use a machine with more memory",
      cause,
    });
  }
}

/**
 * The first `sizeBytes` bytes of a stream, fewer when it ends before; it is followed for `surplusBytes` more. Without a
 * copy when the first piece holds them all.
 */
async function inflate(
  file: string,
  bytes: Uint8Array,
  compression: Compression,
  sizeBytes: number,
  context: ReadContext,
  surplusBytes: number,
): Promise<Uint8Array> {
  let inflated: Uint8Array = new Uint8Array();
  let seen = 0;
  try {
    for await (const piece of context.inflate(bytes, compression, sizeBytes)) {
      if (seen === 0)
        inflated = piece.length < sizeBytes ? allocate(file, sizeBytes) : piece.subarray(0, sizeBytes);
      if (seen < sizeBytes && piece.length < sizeBytes)
        inflated.set(piece.subarray(0, sizeBytes - seen), seen);
      seen += piece.length;
      if (seen >= sizeBytes + surplusBytes) break;
    }
  } catch (cause) {
    if (cause instanceof SoftdiceError) throw cause;
    throw malformed(
      file,
      "compressed data",
      `is damaged or cut off after ${seen} decompressed bytes`,
      `an intact ${compression === "gzip" ? "gzip" : "zlib"} stream`,
      undefined,
      cause,
    );
  }
  return inflated.subarray(0, seen);
}

function truncated(file: string, needed: number, got: number): SoftdiceError {
  return malformed(file, "data", `ends after ${got} bytes at most`, `${needed} bytes, as its header says`);
}
