import { promisify } from "node:util";
import { constants, crc32, deflateRaw, deflateRawSync, type ZlibOptions } from "node:zlib";

/** Stretches of this size that hold zeros alone are not compressed again. */
const BLOCK = 1 << 15;
/** Other stretches are cut into pieces of this size, for as many threads as there are. */
const LONGEST = 1 << 20;

/** Pieces that are compressed at a time: enough for the threads, few enough for memory. */
const IN_FLIGHT = 8;

const ZEROS = Buffer.alloc(BLOCK);
const LAST_PIECE = Uint8Array.of(3, 0);

const compress = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);

/** Magic, method, no flags, no time, fastest, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff);

/**
 * A gzip file of the parts one after the other: one ordinary stream (RFC 1951, 1952) whose pieces are compressed apart, on
 * several threads. Long stretches of zeros, as masks have them, cost next to nothing.
 */
export async function gzipPieces(parts: readonly Uint8Array[], options: ZlibOptions): Promise<Uint8Array> {
  // Each piece ends at a byte and leaves nothing for later ones to refer to, so that they can be put one after the other.
  const piece = { ...options, finishFlush: constants.Z_FULL_FLUSH };
  const pieces: Promise<Uint8Array>[] = [Promise.resolve(HEADER)];
  let last: { readonly bytes: Uint8Array; readonly compressed: Promise<Uint8Array> } | undefined;
  let crc = 0;
  let length = 0;
  for (const part of parts) {
    length += part.length;
    for (const { start, end, isZero } of runs(part)) {
      if (isZero) {
        for (const zeros of zeroStretches((end - start) / BLOCK)) {
          pieces.push(Promise.resolve(zeros.compressed));
          crc = crcAfter(zeros, crc);
        }
      } else {
        const run = part.subarray(start, end);
        crc = crc32(run, crc);
        if (pieces.length > IN_FLIGHT) await pieces[pieces.length - IN_FLIGHT];
        // The background of a map of fractions is the same piece over and over.
        if (last === undefined || Buffer.compare(last.bytes, run) !== 0)
          last = { bytes: run, compressed: compress(run, piece) };
        pieces.push(last.compressed);
      }
    }
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([...(await Promise.all(pieces)), LAST_PIECE, trailer]);
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly isZero: boolean;
}

/** Stretches of whole blocks of zeros, and what lies between them in pieces. */
function* runs(data: Uint8Array): Generator<Run> {
  let start = 0;
  let wasZero = false;
  for (let at = 0; at < data.length; at += BLOCK) {
    const isZero = at + BLOCK <= data.length && ZEROS.compare(data, at, at + BLOCK) === 0;
    if (isZero === wasZero && (isZero || at - start < LONGEST)) continue;
    if (at > start) yield { start, end: at, isZero: wasZero };
    [start, wasZero] = [at, isZero];
  }
  if (data.length > start) yield { start, end: data.length, isZero: wasZero };
}

/** 2^k blocks of zeros. */
interface Zeros {
  readonly compressed: Uint8Array;
  /** The check value of these zeros after one that was c is offset ⊕ the columns of the bits set in c. */
  readonly offset: number;
  readonly columns: readonly number[];
}

const stretches: Zeros[] = [];
/** The longest stretch, 1 MiB, is of 2^5 blocks. */
const MOST = 5;

/** Stretches that together are so many blocks. */
function* zeroStretches(blocks: number): Generator<Zeros> {
  for (let left = blocks; left > 0;) {
    const k = Math.min(MOST, Math.floor(Math.log2(left)));
    yield (stretches[k] ??= makeStretch(k));
    left -= 2 ** k;
  }
}

function makeStretch(k: number): Zeros {
  const options = { level: 9, finishFlush: constants.Z_FULL_FLUSH };
  const zeros = Buffer.alloc(2 ** k * BLOCK);
  const offset = crc32(zeros);
  return {
    compressed: deflateRawSync(zeros, options),
    offset,
    columns: Array.from({ length: 32 }, (_, bit) => crc32(zeros, (1 << bit) >>> 0) ^ offset),
  };
}

function crcAfter({ offset, columns }: Zeros, crc: number): number {
  let after = offset;
  for (let bit = 0; bit < 32; bit++) if ((crc >>> bit) % 2 === 1) after ^= columns[bit];
  return after >>> 0;
}
