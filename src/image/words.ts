/** The first word from i on that is not 0, or the number of words: the bulk of most images is passed four words at a time. */
export function nextMarked(words: Uint32Array, i: number): number {
  while (i < words.length && words[i] === 0) {
    const skips = i % 4 === 0 && (words[i + 1] | words[i + 2] | words[i + 3]) === 0;
    i += skips ? 4 : 1;
  }
  return Math.min(i, words.length);
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
