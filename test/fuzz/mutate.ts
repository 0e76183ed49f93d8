import type { Random } from "../../src/core/random.ts";

/** Numbers that headers should not hold but do. */
const hostile = [
  0,
  1,
  -1,
  127,
  128,
  255,
  256,
  32_767,
  32_768,
  65_535,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 32 - 1,
  1e30,
  NaN,
];

type Mutation = (random: Random, bytes: Uint8Array, donor: Uint8Array) => Uint8Array;

/** The ways to break a file; the first bytes, where headers are, are hit more often than the rest. */
const mutations: readonly Mutation[] = [
  flipBit,
  setByte,
  setNumber,
  setNumber,
  changeDigits,
  changeDigits,
  cut,
  repeat,
  splice,
];

/** A broken copy of a file: one to four mutations one after the other. */
export function mutate(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array {
  let broken: Uint8Array = bytes.slice();
  for (let n = 1 + random.integer(4); n > 0; n--)
    broken = mutations[random.integer(mutations.length)](random, broken, donor);
  return broken;
}

/** A position before `end`: half of them in the first 600 bytes, and some of those at the very end. */
function position(random: Random, end: number): number {
  const kind = random.integer(8);
  if (kind === 0) return Math.max(0, end - 1 - random.integer(80));
  return random.integer(kind < 5 ? Math.min(end, 600) : end);
}

function flipBit(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) bytes[position(random, bytes.length)] ^= 1 << random.integer(8);
  return bytes;
}

function setByte(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) bytes[position(random, bytes.length)] = random.integer(256);
  return bytes;
}

/** A hostile number over an integer or float of 2, 4 or 8 bytes, in either order, mostly where such would be aligned. */
function setNumber(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 8) return bytes;
  const view = new DataView(bytes.buffer);
  const anywhere = Math.min(position(random, bytes.length), bytes.length - 8);
  const at = random.integer(4) === 0 ? anywhere : anywhere & ~1;
  const value = hostile[random.integer(hostile.length)];
  const littleEndian = random.integer(4) > 0;
  switch (random.integer(5)) {
    case 0:
      view.setInt16(at, value, littleEndian);
      break;
    case 1:
      view.setInt32(at, value, littleEndian);
      break;
    case 2:
      view.setBigInt64(at, BigInt(Number.isSafeInteger(value) ? value : -1), littleEndian);
      break;
    case 3:
      view.setFloat32(at, value, littleEndian);
      break;
    default:
      view.setFloat64(at, value, littleEndian);
  }
  return bytes;
}

/** Another number in place of a number written as text. */
function changeDigits(random: Random, bytes: Uint8Array): Uint8Array {
  const isDigit = (at: number): boolean => bytes[at] >= 0x30 && bytes[at] <= 0x39;
  let start = position(random, Math.max(1, bytes.length));
  while (start < bytes.length && !isDigit(start)) start++;
  let end = start;
  while (end < bytes.length && isDigit(end)) end++;
  const value = hostile[random.integer(hostile.length)];
  return join(bytes.subarray(0, start), new TextEncoder().encode(String(value)), bytes.subarray(end));
}

function cut(random: Random, bytes: Uint8Array): Uint8Array {
  const at = position(random, bytes.length + 1);
  return random.integer(2) === 0
    ? bytes.slice(0, at)
    : join(bytes.subarray(0, at), bytes.subarray(at + random.integer(64)));
}

function repeat(random: Random, bytes: Uint8Array): Uint8Array {
  const at = position(random, bytes.length + 1);
  const piece = bytes.subarray(at, at + random.integer(200));
  return join(bytes.subarray(0, at), piece, piece, bytes.subarray(at));
}

function splice(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array {
  const from = position(random, donor.length + 1);
  const at = position(random, bytes.length + 1);
  return join(bytes.subarray(0, at), donor.subarray(from, from + random.integer(400)), bytes.subarray(at));
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
