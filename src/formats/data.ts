import { askForMemory } from "../core/budget.ts";
import { SoftdiceError } from "../core/errors.ts";
import type { Compression } from "./compression.ts";
import type { ReadContext } from "./context.ts";
import { isGzip } from "./compression.ts";
import { malformed } from "./malformed.ts";

/** Deflate turns at most 1032 bytes into one (258 bytes by two bits). */
const maxDeflateRatio = 1032;
/** How far past the expected end a stream is followed to its checksum, at least. */
const maxSurplusBytes = 65_536;
/** A stream is followed to this many times what was promised: values of 64 bits under a header that says 8. */
const followedTimes = 8;

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
  /** Whether values of twice the width are values too: all of exactly twice as many bytes are then returned. */
  readonly orTwice?: boolean;
}

/**
 * The `sizeBytes` bytes of an image's values; a view of `block.bytes` when these are not compressed. A compressed stream
 * is followed to its checksum unless it goes on for more than 64 KiB and eight times what was promised.
 * @throws SoftdiceError when there are fewer bytes, or a whole multiple of them, or more are asked than the context or
 * the memory allows, before allocating any.
 */
export async function readData(block: DataBlock, context: ReadContext): Promise<Uint8Array> {
  const { file, bytes, compression, skipBytes, sizeBytes } = block;
  requireSize(file, sizeBytes, context);
  const needed = skipBytes + sizeBytes;
  if (compression === "none") {
    if (!(needed <= bytes.length)) throw truncated(file, needed, bytes.length);
    const isTwice = requireOneFold(block, bytes.length - skipBytes);
    return bytes.subarray(skipBytes, isTwice ? needed + sizeBytes : needed);
  }
  const most = bytes.length * maxDeflateRatio;
  if (!(needed <= most)) throw truncated(file, needed, most);
  const surplus = Math.max(maxSurplusBytes, followedTimes * sizeBytes);
  const { head, seen } = await inflate(file, [bytes], compression, needed, context, surplus);
  if (head.length < needed) throw isGzip(head) ? compressedTwice(file) : truncated(file, needed, head.length);
  if (requireOneFold(block, seen - skipBytes)) {
    const again = await inflate(file, [bytes], compression, needed + sizeBytes, context, surplus);
    return again.head.subarray(skipBytes);
  }
  return head.subarray(skipBytes);
}

/**
 * Refuses values that fill a whole multiple of the bytes which the header promises: its type, or its number of images, is
 * then not that of the values, and every second byte or half of the images would look like a result.
 * @returns whether there are twice as many, where the block may be so
 */
function requireOneFold({ file, sizeBytes, orTwice = false }: DataBlock, there: number): boolean {
  if (there <= sizeBytes || there % sizeBytes !== 0) return false;
  if (orTwice && there === 2 * sizeBytes) return true;
  throw malformed(
    file,
    "data",
    `is exactly ${there / sizeBytes} times as long as its header says`,
    `${sizeBytes} bytes`,
    "correct the type or the dimensions where the image was written",
  );
}

/**
 * The first `sizeBytes` bytes of a compressed file, or all when there are fewer.
 * @throws SoftdiceError when they are damaged, or compressed once more
 */
export async function readHead(
  file: string,
  bytes: Uint8Array,
  compression: Compression,
  sizeBytes: number,
  context: ReadContext,
): Promise<Uint8Array> {
  const { head } = await inflate(file, [bytes], compression, sizeBytes, context, 0);
  if (isGzip(head)) throw compressedTwice(file);
  return head;
}

/** Refuses an image that needs more than `context.maxBytes` bytes. */
export function requireSize(file: string, sizeBytes: number, context: ReadContext): void {
  if (sizeBytes <= context.maxBytes) return askForMemory(file, sizeBytes);
  throw malformed(
    file,
    "dimensions",
    `ask for ${sizeBytes} bytes`,
    `at most ${context.maxBytes}`,
    "check the header, or split or crop the image",
  );
}

/** Refuses a file that holds more than `context.maxVolumes` images. */
export function requireVolumes(file: string, volumes: number, context: ReadContext): void {
  if (volumes <= context.maxVolumes) return;
  throw malformed(
    file,
    "dimensions",
    `make ${volumes} images`,
    `at most ${context.maxVolumes} in a file`,
    "check the header, or split the file",
  );
}

/** Zeros, or a SoftdiceError where memory does not suffice or is not allowed. */
export function allocate(file: string, sizeBytes: number): Uint8Array<ArrayBuffer> {
  askForMemory(file, sizeBytes);
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
 * All `sizeBytes` bytes of a gzip stream of several parts.
 * @throws SoftdiceError when they are damaged, or more or fewer
 */
export async function readGzip(
  file: string,
  parts: readonly Uint8Array[],
  sizeBytes: number,
  context: ReadContext,
): Promise<Uint8Array> {
  requireSize(file, sizeBytes, context);
  const { head, seen } = await inflate(file, parts, "gzip", sizeBytes, context, maxSurplusBytes);
  if (seen !== sizeBytes) throw truncated(file, sizeBytes, seen);
  return head;
}

/**
 * The first `sizeBytes` bytes of a stream, fewer when it ends before, and how many were seen: it is followed for
 * `surplusBytes` more. Without a copy when the first piece holds them all.
 */
async function inflate(
  file: string,
  parts: readonly Uint8Array[],
  compression: Compression,
  sizeBytes: number,
  context: ReadContext,
  surplusBytes: number,
): Promise<{ readonly head: Uint8Array; readonly seen: number }> {
  let inflated: Uint8Array = new Uint8Array();
  let seen = 0;
  try {
    for await (const piece of context.inflate(parts, compression, sizeBytes)) {
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
      damageOf(cause),
      `an intact ${compression === "gzip" ? "gzip" : "zlib"} stream`,
      undefined,
      cause,
    );
  }
  return { head: inflated.subarray(0, seen), seen };
}

/** What is wrong with a stream, by zlib's own words, which Node and browsers pass on; how much was read before says nothing. */
function damageOf(cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : "";
  if (/incorrect (data|length) check/i.test(reason)) return "does not fit its checksum";
  if (/unexpected end|incomplete|truncated/i.test(reason)) return "is cut off";
  return "is damaged or cut off";
}

function compressedTwice(file: string): SoftdiceError {
  return malformed(
    file,
    "compressed data",
    "is compressed twice with gzip",
    "a file that is compressed once",
    "decompress it once with gunzip, and give the result its name back",
  );
}

function truncated(file: string, needed: number, got: number): SoftdiceError {
  return malformed(file, "data", `ends after ${got} bytes at most`, `${needed} bytes, as its header says`);
}
