import { askForMemory } from "../../core/budget.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { readCodeStream } from "./codestream.ts";
import { type Codec, codecFor } from "./codecs.ts";
import type { Dataset } from "./dataset.ts";
import { encapsulatedFrames } from "./encapsulated.ts";
import { type PixelFormat, readPixelFormat } from "./pixel-format.ts";
import type { DicomFile } from "./read.ts";
import { decodeRle } from "./rle.ts";

/** Pixels as stored, before slope and intercept: one value each, rows from the top. */
export type StoredPixels =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Compressed frames of more pixels are taken for damaged ones: they could be blown up from nothing. */
const MOST_COMPRESSED = 2 ** 26;

/** Memory that codecs take for a pixel: OpenJPEG four bytes a sample, twice, and what they give back. */
const codecBytesPerPixel = 16;

const RLE = "1.2.840.10008.1.2.5";
const PLAIN: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2",
  "1.2.840.10008.1.2.1",
  "1.2.840.10008.1.2.2",
  "1.2.840.10008.1.2.1.99",
]);

/**
 * Opens the pixel data of a file: returns what reads its frame n, from 0.
 * @throws SoftdiceError naming file and tag when there are no pixels, fewer than the header says, pixels in colour, or in
 *   a transfer syntax that softdice does not read; the frame reader also when a compressed frame is damaged
 */
export async function openPixels(file: DicomFile): Promise<(frame: number) => StoredPixels> {
  const { dataset, transferSyntax } = file;
  if (dataset.pixels === undefined) throw dataset.fault("PixelData", "is missing", "an image");
  const format = readPixelFormat(dataset, dataset, transferSyntax);
  if (format.samplesPerPixel !== 1) {
    throw dataset.fault("SamplesPerPixel", `is ${format.samplesPerPixel}`, "1, a grey image");
  }
  const size = dataset.requireInteger("Rows", 1, 65536) * dataset.requireInteger("Columns", 1, 65536);
  const count = Math.max(1, dataset.number("NumberOfFrames") ?? 1);
  if (PLAIN.has(transferSyntax)) return plainFrames(dataset, format, size, count);
  if (size > MOST_COMPRESSED) {
    throw dataset.fault("Rows", `make ${size} compressed pixels a frame`, `at most ${MOST_COMPRESSED}`);
  }
  const frames = encapsulatedFrames(file, count);
  if (transferSyntax === RLE) {
    const bytesPerPixel = Math.ceil(format.bitsAllocated / 8);
    return (frame) => {
      const pixels = decodeRle(frames[frame], size, bytesPerPixel);
      if (pixels === undefined) throw damaged(dataset, frame);
      return toStored(pixels, format, bytesPerPixel, false);
    };
  }
  const codec = await codecFor(transferSyntax);
  if (codec === undefined) {
    throw new SoftdiceError({
      subject: file.name,
      problem: `has pixels in transfer syntax ${transferSyntax}`,
      expected: "uncompressed, RLE, JPEG, JPEG lossless, JPEG-LS or JPEG 2000 pixels",
      remedy: "convert it to an uncompressed syntax, with dcmtk's dcmdjpeg or gdcmconv --raw",
    });
  }
  return (frame) => decodeFrame(dataset, codec, frames[frame], frame, format);
}

function plainFrames(
  dataset: Dataset,
  format: PixelFormat,
  size: number,
  count: number,
): (frame: number) => StoredPixels {
  const { bytes, bigEndian } = dataset.encoding;
  const { offset, length, vr } = dataset.pixels!;
  const needed = Math.ceil((size * count * format.bitsAllocated) / 8);
  const available = Math.min(length ?? 0, bytes.length - offset);
  if (available < needed) {
    throw dataset.fault(
      dataset.pixels!.keyword,
      `has ${available} bytes`,
      `${needed}, for ${count} × ${size} pixels of ${format.bitsAllocated} bits`,
      "copy or export the file again, it seems to be cut off",
    );
  }
  // Pixels of at most a byte in words of two: the big-endian file has the bytes of each word the other way round.
  const inWords = bigEndian && format.bitsAllocated <= 8 && vr === "OW";
  const data = inWords
    ? swapPairs(bytes.subarray(offset, offset + available), needed)
    : bytes.subarray(offset);
  if (format.bitsAllocated === 1) return (frame) => unpackBits(data, frame * size, size);
  const bytesPerPixel = format.bitsAllocated / 8;
  return (frame) => {
    const start = frame * size * bytesPerPixel;
    return toStored(data.subarray(start, start + size * bytesPerPixel), format, bytesPerPixel, bigEndian);
  };
}

function decodeFrame(
  dataset: Dataset,
  codec: Codec,
  data: Uint8Array,
  frame: number,
  format: PixelFormat,
): StoredPixels {
  const columns = dataset.number("Columns");
  const rows = dataset.number("Rows");
  const stream = readCodeStream(data);
  if (stream === undefined || stream.columns !== columns || stream.rows !== rows || stream.components !== 1) {
    throw damaged(dataset, frame);
  }
  if (format.transferSyntax === "1.2.840.10008.1.2.4.51" && stream.bits > 8) {
    throw dataset.fault("PixelData", `is JPEG of ${stream.bits} bits`, "at most 8 bits in lossy JPEG");
  }
  const bytesPerPixel = stream.bits > 8 ? 2 : 1;
  askForMemory(dataset.file, columns * rows * codecBytesPerPixel);
  let pixels: Uint8Array;
  try {
    pixels = codec(data);
  } catch (cause) {
    throw damaged(dataset, frame, cause);
  }
  if (pixels.length !== columns * rows * bytesPerPixel) throw damaged(dataset, frame);
  return toStored(pixels, format, bytesPerPixel, false);
}

function damaged(dataset: Dataset, frame: number, cause?: unknown): SoftdiceError {
  const { columns, rows } = { columns: dataset.number("Columns"), rows: dataset.number("Rows") };
  return new SoftdiceError({
    subject: dataset.file,
    problem: `(7FE0,0010) PixelData cannot be decompressed in frame ${frame + 1}`,
    expected: `a grey image of ${columns} × ${rows} pixels`,
    remedy: "export the file again, or leave it out",
    cause,
  });
}

/** The bits of BitsStored below HighBit, sign-extended if signed. */
function toStored(
  bytes: Uint8Array,
  format: PixelFormat,
  bytesPerPixel: number,
  bigEndian: boolean,
): StoredPixels {
  const values = typed(bytes, format, bytesPerPixel, bigEndian);
  const width = 8 * bytesPerPixel;
  if (format.kind === "float" || format.bitsStored >= width) return values;
  const left = 32 - Math.min(format.highBit + 1, width);
  const right = 32 - format.bitsStored;
  for (let i = 0; i < values.length; i++) {
    values[i] = format.signed ? (values[i] << left) >> right : (values[i] << left) >>> right;
  }
  return values;
}

/** A copy of the bytes as numbers of their size. */
function typed(
  bytes: Uint8Array,
  { kind, signed }: PixelFormat,
  bytesPerPixel: number,
  bigEndian: boolean,
): StoredPixels {
  const copy = bytes.slice();
  if (bigEndian) reverseEach(copy, bytesPerPixel);
  if (kind === "float")
    return bytesPerPixel === 8 ? new Float64Array(copy.buffer) : new Float32Array(copy.buffer);
  if (bytesPerPixel === 1) return signed ? new Int8Array(copy.buffer) : copy;
  if (bytesPerPixel === 2) return signed ? new Int16Array(copy.buffer) : new Uint16Array(copy.buffer);
  return signed ? new Int32Array(copy.buffer) : new Uint32Array(copy.buffer);
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

/** At least the first `needed` bytes, each pair swapped. */
function swapPairs(bytes: Uint8Array, needed: number): Uint8Array {
  const out = new Uint8Array(2 * Math.ceil(needed / 2));
  out.set(bytes.subarray(0, out.length));
  reverseEach(out, 2);
  return out;
}

/** `count` pixels of one bit each from bit `start` on, least significant bit first. */
function unpackBits(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) out[i] = (bytes[(start + i) >> 3] >> ((start + i) & 7)) & 1;
  return out;
}
