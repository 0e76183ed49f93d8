import { Random } from "../../core/random.ts";

/** Apart from the streams of experiment (S) and of the phantoms. */
const START = 201;

/**
 * Where the descent of one structure of one patient starts. It depends on their names and not on their places in lists,
 * so that a run over fewer patients or structures repeats the same samples.
 */
export function startStream(seed: number, row: string, patient: string): Random {
  return new Random(seed, START, hash(row), hash(patient));
}

/** FNV-1a, 32 bits, over UTF-16 code units (Fowler, Noll & Vo, draft-eastlake-fnv). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
