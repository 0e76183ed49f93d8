import { promisify } from "node:util";
import { constants, crc32, deflateRaw, deflateRawSync } from "node:zlib";

/** Pieces of this size that hold zeros alone are not compressed again. */
const BLOCK = 1 << 18;

const ZEROS = Buffer.alloc(BLOCK);
/** Ends at a byte and leaves nothing for later pieces to refer to, so that pieces can be put one after the other. */
const PIECE = { level: 1, strategy: constants.Z_RLE, finishFlush: constants.Z_FULL_FLUSH };
const LAST_PIECE = Uint8Array.of(3, 0);

let zeroBlock: Uint8Array | undefined;

const compress = promisify<Uint8Array, object, Buffer>(deflateRaw);

/** Magic, method, no flags, no time, fastest, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff);

/**
 * A gzip file, made for masks: long stretches of zeros cost next to nothing, and other runs of equal bytes little. It is one
 * ordinary stream (RFC 1951, 1952) whose pieces were compressed apart.
 */
export async function sparseGzip(data: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [HEADER];
  let start = 0;
  for (let at = 0; at < data.length; at += BLOCK) {
    if (!isZero(data, at)) continue;
    if (start < at) pieces.push(await compress(data.subarray(start, at), PIECE));
    pieces.push((zeroBlock ??= deflateRawSync(ZEROS, PIECE)));
    start = at + BLOCK;
  }
  if (start < data.length) pieces.push(await compress(data.subarray(start), PIECE));
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(data), 0);
  trailer.writeUInt32LE(data.length % 2 ** 32, 4);
  return Buffer.concat([...pieces, LAST_PIECE, trailer]);
}

/** Whether a whole block from `at` on is there and holds zeros alone. */
function isZero(data: Uint8Array, at: number): boolean {
  return at + BLOCK <= data.length && ZEROS.compare(data, at, at + BLOCK) === 0;
}
