import type { VotePatterns } from "../patterns.ts";

/**
 * |L_j ∩ L_k| for all pairs of observers. Each observer's patterns are a set of bits, and the counts are taken binary
 * digit by binary digit: with the patterns in descending order of their counts, digit b concerns the first N / 2^b of
 * them at most. R (R + 1) / 2 pairs cost one instruction for each 32 patterns and digit.
 */
export function commonVoxels({ table, counts }: VotePatterns): number[][] {
  const order = Array.from(counts.keys())
    .filter((p) => p > 0 && counts[p] > 0)
    .sort((a, b) => counts[b] - counts[a]);
  const sorted = table.pick(order);
  const voters = Array.from({ length: table.raters }, (_, k) => bitsOf(sorted.votesOf(k)));
  const digits = digitsOf(order.map((p) => counts[p]));
  return voters
    .map((ofJ, j) =>
      voters.map((ofK, k) =>
        k < j ? 0 : digits.reduce((sum, digit, b) => sum + 2 ** b * inAll(ofJ, ofK, digit), 0),
      ),
    )
    .map((row, j, all) => row.map((value, k) => (k < j ? all[k][j] : value)));
}

/** Bit i & 31 of word i >> 5 is set where values[i] is odd. */
function bitsOf(values: ArrayLike<number>): Int32Array {
  const bits = new Int32Array(Math.ceil(values.length / 32));
  for (let i = 0; i < values.length; i++) bits[i >> 5] |= (values[i] & 1) << (i & 31);
  return bits;
}

/** The binary digits of descending counts, the lowest first, each as bits as far as there are ones. */
function digitsOf(counts: readonly number[]): Int32Array[] {
  const digits: Int32Array[] = [];
  for (let unit = 1; (counts[0] ?? 0) >= unit; unit *= 2) {
    const reach = counts.findIndex((count) => count < unit);
    const head = reach < 0 ? counts : counts.slice(0, reach);
    digits.push(bitsOf(head.map((count) => Math.floor(count / unit) % 2)));
  }
  return digits;
}

/** Bits that are set in all three, as far as the last one reaches. */
function inAll(a: Int32Array, b: Int32Array, c: Int32Array): number {
  let count = 0;
  for (let w = 0; w < c.length; w++) {
    let x = a[w] & b[w] & c[w];
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    count += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
