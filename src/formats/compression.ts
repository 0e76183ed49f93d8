/** The two wrappings of the deflate algorithm in image files, named as in the Compression Streams standard. */
export type Compression = "gzip" | "deflate";

/**
 * Decompresses a whole stream piece by piece. Throws, while it is iterated, on damaged or truncated input; stops work
 * when the iteration is left early. The pieces are the caller's to keep.
 * @param sizeBytes how many bytes are expected; only a hint for the size of the pieces
 */
export type Inflate = (
  bytes: Uint8Array,
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
  bytes: Uint8Array,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  for (let rest = bytes; ;) {
    let length = 0;
    try {
      for await (const piece of inflateOne(rest, compression)) {
        length += piece.length;
        yield piece;
      }
      return;
    } catch (error) {
      const end = compression === "gzip" ? await endOfMember(rest) : undefined;
      if (end === undefined) throw error;
      // A stream that fails may take with it what nobody had read yet.
      for await (const piece of inflateOne(rest.subarray(0, end), compression)) {
        const known = Math.min(length, piece.length);
        length -= known;
        if (known < piece.length) yield piece.subarray(known);
      }
      rest = rest.subarray(end);
      if (rest.every((byte) => byte === 0)) return;
    }
  }
}

/** Bytes after the data of a gzip member, its checksum and length, which may end in zeros themselves. */
const TRAILER = 8;

async function* inflateOne(bytes: Uint8Array, compression: Compression): AsyncGenerator<Uint8Array> {
  const reader = blobOf([bytes]).stream().pipeThrough(new DecompressionStream(compression)).getReader();
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
  for (let end = 18; end < bytes.length; end++) {
    const isEnd = end < padding ? isGzip(bytes.subarray(end, end + 3)) : end < padding + TRAILER;
    if (isEnd && (await isWhole(bytes.subarray(0, end)))) return end;
  }
  return undefined;
}

async function isWhole(bytes: Uint8Array): Promise<boolean> {
  try {
    const pieces = inflateOne(bytes, "gzip");
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

function blobOf(parts: readonly Uint8Array[]): Blob {
  return new Blob(parts as Uint8Array<ArrayBuffer>[]);
}
