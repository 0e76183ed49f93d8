/** The first word from i on that is not 0, or the number of words: the bulk of most images is passed eight words at a time. */
export function nextMarked(words: Uint32Array, i: number): number {
  return nextOther(words, i, 0);
}

/** The first word from i on that has other bits than `bits`, or the number of words. */
export function nextOther(words: Uint32Array, i: number, bits: number): number {
  if (i < words.length && (words[i] ^ bits) !== 0) return i;
  let at = i;
  for (; at + 8 <= words.length; at += 8) {
    const first =
      (words[at] ^ bits) | (words[at + 1] ^ bits) | (words[at + 2] ^ bits) | (words[at + 3] ^ bits);
    const rest =
      (words[at + 4] ^ bits) | (words[at + 5] ^ bits) | (words[at + 6] ^ bits) | (words[at + 7] ^ bits);
    if ((first | rest) !== 0) break;
  }
  while (at < words.length && (words[at] ^ bits) === 0) at += 1;
  return Math.min(at, words.length);
}

/** The same memory as words of four bytes; undefined where it is not aligned for them. */
export function asWords(bytes: Uint8Array): Uint32Array | undefined {
  const fits = bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0;
  return fits ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) : undefined;
}

/** Visits the places of bytes other than 0; stretches of zeros are passed in words. */
export function forEachMarked(bytes: Uint8Array, visit: (i: number) => void): void {
  const words = asWords(bytes);
  for (let i = 0; i < bytes.length; i++) {
    if (words !== undefined && i % 4 === 0 && words[i / 4] === 0) i = 4 * nextMarked(words, i / 4);
    if (i < bytes.length && bytes[i] !== 0) visit(i);
  }
}
