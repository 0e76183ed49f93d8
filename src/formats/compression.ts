import { concatenate } from "./concatenate.ts";

/** The two wrappings of the deflate algorithm in image files, named as in the Compression Streams standard. */
export type Compression = "gzip" | "deflate";

/**
 * Decompresses a whole stream, the parts one after the other, piece by piece. Throws, while it is iterated, on damaged or truncated input; stops work
 * when the iteration is left early. The pieces are the caller's to keep.
 * @param sizeBytes how many bytes are expected; only a hint for the size of the pieces
 */
export type Inflate = (
  parts: readonly Uint8Array[],
  compression: Compression,
  sizeBytes: number,
) => AsyncIterable<Uint8Array>;

/** Compresses what the parts are, one after the other, to one block of bytes. */
export type Deflate = (parts: readonly Uint8Array[], compression: Compression) => Promise<Uint8Array>;

/**
 * {@link Inflate} with the Compression Streams of browsers and Node. Of a gzip file all members are read, and zeros after the
 * last are padding (RFC 1952, 2.2), which browsers by themselves take for damage.
 */
export async function* inflateWithStreams(
  parts: readonly Uint8Array[],
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  for (let rest = parts; ;) {
    let length = 0;
    try {
      for await (const piece of inflateOne(rest, compression)) {
        length += piece.length;
        yield piece;
      }
      return;
    } catch (error) {
      if (compression !== "gzip") throw error;
      const bytes = rest.length === 1 ? rest[0] : concatenate(rest);
      const end = await endOfMember(bytes);
      if (end === undefined) throw error;
      // A stream that fails may take with it what nobody had read yet.
      for await (const piece of inflateOne([bytes.subarray(0, end)], compression)) {
        const known = Math.min(length, piece.length);
        length -= known;
        if (known < piece.length) yield piece.subarray(known);
      }
      rest = [bytes.subarray(end)];
      if (rest[0].every((byte) => byte === 0)) return;
    }
  }
}

/** Bytes after the data of a gzip member, its checksum and length, which may end in zeros themselves. */
const TRAILER = 8;

/** Places that look like the end of a member and are tried, of one member; in compressed data one in 2²⁴ bytes does. */
const MOST_ENDS = 16;

async function* inflateOne(
  parts: readonly Uint8Array[],
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const reader = streamOf(parts).pipeThrough(new DecompressionStream(compression)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Where the first member of a gzip file ends, whole by its checksum, before another one or nothing but zeros. */
async function endOfMember(bytes: Uint8Array): Promise<number | undefined> {
  const padding = bytes.findLastIndex((byte) => byte !== 0) + 1;
  for (let end = 18, tried = 0; end < bytes.length && tried < MOST_ENDS; end++) {
    const isEnd = end < padding ? isGzip(bytes.subarray(end, end + 3)) : end < padding + TRAILER;
    if (!isEnd) continue;
    tried += 1;
    if (await isWhole(bytes.subarray(0, end))) return end;
  }
  return undefined;
}

async function isWhole(bytes: Uint8Array): Promise<boolean> {
  try {
    const pieces = inflateOne([bytes], "gzip");
    while ((await pieces.next()).done !== true);
    return true;
  } catch {
    return false;
  }
}

/** {@link Deflate} with the Compression Streams of browsers and Node. */
export async function deflateWithStreams(
  parts: readonly Uint8Array[],
  compression: Compression,
): Promise<Uint8Array> {
  const stream = blobOf(parts).stream().pipeThrough(new CompressionStream(compression));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whether bytes begin like a gzip file: RFC 1952, magic 1f 8b and method 8. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Bytes that go into a stream at a time. */
const PIECE = 1 << 20;

/** The parts as a stream, without a copy of them. */
function streamOf(parts: readonly Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = (function* () {
    for (const part of parts as readonly Uint8Array<ArrayBuffer>[])
      for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
  })();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}

function blobOf(parts: readonly Uint8Array[]): Blob {
  return new Blob(parts as Uint8Array<ArrayBuffer>[]);
}
