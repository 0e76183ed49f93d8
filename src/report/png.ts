import { zlibSync } from "fflate";
import { checkNumber, type Numbers } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { concatenate } from "../formats/concatenate.ts";

/** CRC_TABLE[byte] of the polynomial that PNG, zip and gzip share (PNG specification, annex D). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = (remainder & 1) === 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  }
  return remainder;
});

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * A PNG file with a palette (colour type 3, 8 bits), the same bytes on every engine.
 *
 * @param indices width × height indices into the palette, row by row from the top
 * @param palette up to 256 colours, 3 bytes each: red, green, blue (sRGB)
 * @throws SoftdiceError for a size that does not fit the indices, and for an index without a colour
 */
export function encodePng(
  indices: Numbers,
  width: number,
  height: number,
  palette: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const isSize = (value: number): boolean => Number.isInteger(value) && value >= 1;
  checkNumber("width", width, isSize, "a positive integer");
  checkNumber("height", height, isSize, "a positive integer");
  checkNumber("indices.length", indices.length, (n) => n === width * height, `${width} × ${height} values`);
  const colours = palette.length / 3;
  const rows = new Uint8Array((width + 1) * height); // each row opens with its filter: 0, none
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = indices[x + width * y];
      if (!(index >= 0 && index < colours)) {
        throw new SoftdiceError({
          subject: `indices[${x + width * y}]`,
          problem: `is ${index}`,
          expected: `an index below ${colours}`,
          remedy: "pass a palette that covers the indices",
        });
      }
      rows[x + 1 + (width + 1) * y] = index;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3, 0, 0, 0], 8); // depth, colour type, compression, filter, interlace
  return concatenate([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A PNG file as a `data:` address. */
export function dataUri(png: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < png.length; i += 0x2000) {
    binary += String.fromCharCode(...png.subarray(i, i + 0x2000));
  }
  return `data:image/png;base64,${btoa(binary)}`;
}

/** The cyclic redundancy check that closes a chunk, as an integer in [0, 2^32). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Length, type, data and check of one chunk. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
