import { promisify } from "node:util";
import { constants, crc32, deflateRaw, deflateRawSync, type ZlibOptions } from "node:zlib";

/** Zeros are looked for in blocks of this size. */
const BLOCK = 1 << 15;
/** So many bytes of zeros and more are not compressed again; fewer take less time than another piece. */
const LEAST_ZEROS = 8 * BLOCK;
/** Other stretches are cut into pieces of this size, for as many threads as there are. */
const LONGEST = 1 << 20;

/** Pieces that are compressed at a time: enough for the threads, few enough for memory. */
const IN_FLIGHT = 8;

const ZEROS = Buffer.alloc(BLOCK);
const LAST_PIECE = Uint8Array.of(3, 0);

const compress = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);

/** Magic, method, no flags, no time, fastest, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff);

/** Bytes of the last part that may be other than 0, from `start` to before `end`. */
export interface Marked {
  readonly start: number;
  readonly end: number;
}

/**
 * A gzip file of the parts one after the other: one ordinary stream (RFC 1951, 1952) whose pieces are compressed apart, on
 * several threads. Long stretches of zeros, as masks have them, cost next to nothing.
 *
 * @param options with a `share` of its length to which a piece is compressed at most, as a rule: zlib then comes to its end
 *   without asking this thread for more room
 * @param marked where it is known what the last part holds
 */
export async function gzipPieces(
  parts: readonly Uint8Array[],
  { share, ...options }: ZlibOptions & { readonly share: number },
  marked?: Marked,
): Promise<Uint8Array> {
  // Each piece ends at a byte and leaves nothing for later ones to refer to, so that they can be put one after the other.
  const piece = { ...options, finishFlush: constants.Z_FULL_FLUSH };
  const pieces: Promise<Uint8Array>[] = [Promise.resolve(HEADER)];
  let last: { readonly bytes: Uint8Array; readonly compressed: Promise<Uint8Array> } | undefined;
  let crc = 0;
  let length = 0;
  for (const [n, part] of parts.entries()) {
    length += part.length;
    let first = 0;
    for (const { start, end, isZero } of runs(part, n === parts.length - 1 ? marked : undefined)) {
      const zeros = isZero ? zeroStretches((end - start) / BLOCK) : [];
      if (isZero) for (const stretch of zeros) crc = crcAfter(stretch, crc);
      else crc = crc32(part.subarray(start, end), crc);
      const isApart = isZero && end - start >= LEAST_ZEROS;
      const before = isApart ? start : end;
      if (before > first && (isApart || end === part.length || before - first >= LONGEST)) {
        if (pieces.length > IN_FLIGHT) await pieces[pieces.length - IN_FLIGHT];
        const run = part.subarray(first, before);
        // The background of a map of fractions is the same piece over and over.
        if (last === undefined || Buffer.compare(last.bytes, run) !== 0) {
          const chunkSize = Math.ceil(share * run.length) + 1024;
          last = { bytes: run, compressed: compress(run, { ...piece, chunkSize }) };
        }
        pieces.push(last.compressed);
        first = before;
      }
      if (!isApart) continue;
      for (const { compressed } of zeros) pieces.push(Promise.resolve(compressed));
      first = end;
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

/** Stretches of whole blocks of zeros, and what lies between them, at most so long. */
function* runs(data: Uint8Array, marked: Marked = { start: 0, end: data.length }): Generator<Run> {
  let start = 0;
  let wasZero = false;
  for (let at = 0; at < data.length; at += BLOCK) {
    const end = at + BLOCK;
    const isOutside = end <= marked.start || at >= marked.end;
    const isZero = end <= data.length && (isOutside || ZEROS.compare(data, at, end) === 0);
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
function zeroStretches(blocks: number): readonly Zeros[] {
  const found: Zeros[] = [];
  for (let left = blocks; left > 0;) {
    const k = Math.min(MOST, Math.floor(Math.log2(left)));
    found.push((stretches[k] ??= makeStretch(k)));
    left -= 2 ** k;
  }
  return found;
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
