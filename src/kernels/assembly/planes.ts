/* Planes of ../convolutionContract.ts; n is the size of a plane. */

/** Bytes of a plane. */
export function planeBytes(n: usize): usize {
  return (4 + (n + 2) * (n + 4)) << 2;
}

/** Bytes from a plane's start to its pixel (0, 0). */
export function firstPixel(n: usize): usize {
  return (4 + (n + 4)) << 2;
}
