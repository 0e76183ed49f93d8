/**
 * Decodes one frame of DICOM's run-length encoding (PS3.5, annex G) to little-endian pixels.
 *
 * The frame opens with 16 uint32: the number of segments and the offset of each. A segment is one byte plane, most
 * significant first, PackBits-coded: a byte n < 128 announces n + 1 literal bytes, n > 128 repeats the next byte 257 − n
 * times, 128 does nothing.
 *
 * @param pixels pixels of the frame
 * @param bytesPerPixel byte planes
 * @returns the pixels, or `undefined` if the segments do not hold them
 */
export function decodeRle(data: Uint8Array, pixels: number, bytesPerPixel: number): Uint8Array | undefined {
  if (data.length < 64) return undefined;
  const header = new DataView(data.buffer, data.byteOffset, 64);
  if (header.getUint32(0, true) !== bytesPerPixel) return undefined;
  const out = new Uint8Array(pixels * bytesPerPixel);
  for (let plane = 0; plane < bytesPerPixel; plane++) {
    let at = header.getUint32(4 * (plane + 1), true);
    let target = bytesPerPixel - 1 - plane;
    while (target < out.length) {
      if (at + 1 >= data.length) return undefined;
      const n = data[at++];
      if (n === 128) continue;
      const length = n < 128 ? n + 1 : 257 - n;
      for (let i = 0; i < length && target < out.length; i++, target += bytesPerPixel) {
        out[target] = data[n < 128 ? at + i : at];
      }
      at += n < 128 ? length : 1;
    }
  }
  return out;
}
