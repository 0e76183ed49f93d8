import { createGunzip, createInflate } from "node:zlib";
import type { Inflate } from "../formats/compression.ts";

/** Bounds of the pieces: none so small that there are many, none larger than Node's buffers may be. */
const [leastBytes, mostBytes] = [16_384, 2 ** 30];

/**
 * {@link Inflate} with Node's zlib, off the main thread and with all that is expected as one piece: no copies, so faster
 * than Compression Streams and gunzipSync.
 */
export const inflateWithZlib: Inflate = (parts, compression, sizeBytes) => {
  // Some room at the end lets zlib find the end of the stream without a second piece.
  const chunkSize = Math.min(Math.max(sizeBytes + 64, leastBytes), mostBytes);
  const stream = (compression === "gzip" ? createGunzip : createInflate)({ chunkSize });
  for (const part of parts) stream.write(part);
  stream.end();
  return stream as AsyncIterable<Uint8Array>;
};
