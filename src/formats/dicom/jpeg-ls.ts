import { BitReader } from "./jpeg-ls-bits.ts";

/*
 * JPEG-LS (ITU-T T.87) of one component, lossless and near-lossless: what DICOM's transfer syntaxes 1.2.840.10008.1.2.4.80
 * and .81 hold of grey images. Names are the standard's. A damaged stream ends in time linear in its pixels, which the
 * libraries at hand do not guarantee.
 */

/** What the markers before the scan say. */
interface Parameters {
  readonly columns: number;
  readonly rows: number;
  readonly maxval: number;
  readonly near: number;
  readonly thresholds: readonly [number, number, number];
  readonly reset: number;
}

/** J of A.2.1: the order of the run-length code. */
const J = [
  0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];
const RUN_CONTEXT = 365;
const MIN_C = -128;
const MAX_C = 127;

/**
 * Decodes a grey JPEG-LS image.
 * @returns its samples row by row, or `undefined` when the stream is damaged or uses what DICOM does not
 */
export function decodeJpegLs(data: Uint8Array): Uint8Array | Uint16Array | undefined {
  const header = readMarkers(data);
  return header && new Scan(header.parameters, new BitReader(data, header.scanAt)).decode();
}

function readMarkers(data: Uint8Array): { parameters: Parameters; scanAt: number } | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let frame: { bits: number; rows: number; columns: number } | undefined;
  let preset: readonly number[] = [0, 0, 0, 0, 0];
  let at = 2;
  while (at + 4 <= data.length) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const segment = at + 4;
    at += 2 + length;
    if (length < 2 || at > data.length) return undefined;
    if (marker === 0xfff7 && length >= 11 && frame === undefined) {
      frame = {
        bits: data[segment],
        rows: view.getUint16(segment + 1),
        columns: view.getUint16(segment + 3),
      };
      if (data[segment + 5] !== 1 || frame.bits < 2 || frame.bits > 16) return undefined;
    } else if (marker === 0xfff8 && length === 13 && data[segment] === 1) {
      preset = [1, 3, 5, 7, 9].map((offset) => view.getUint16(segment + offset));
    } else if (marker === 0xffda && length >= 8 && frame !== undefined) {
      const near = data[segment + 3];
      const isPlain = data[segment] === 1 && data[segment + 4] === 0 && data[segment + 5] === 0;
      const parameters = isPlain ? withDefaults(frame, near, preset) : undefined;
      return parameters && { parameters, scanAt: at };
    } else if (!isSkipped(marker)) {
      return undefined;
    }
  }
  return undefined;
}

/** Application data and comments. */
function isSkipped(marker: number): boolean {
  return (marker >= 0xffe0 && marker <= 0xffef) || marker === 0xfffe;
}

/** C.2.4.1.1.1: thresholds that are 0 have defaults by MAXVAL and NEAR. */
function withDefaults(
  { bits, rows, columns }: { bits: number; rows: number; columns: number },
  near: number,
  [presetMaxval, t1, t2, t3, presetReset]: readonly number[],
): Parameters | undefined {
  const maxval = presetMaxval === 0 ? 2 ** bits - 1 : presetMaxval;
  const reset = presetReset === 0 ? 64 : presetReset;
  if (maxval >= 2 ** bits || reset < 3 || near > Math.min(255, maxval / 2)) return undefined;
  const clamp = (value: number, least: number): number => (value > maxval || value < least ? least : value);
  const factor = Math.floor((Math.min(maxval, 4095) + 128) / 256);
  const small = Math.floor(256 / (maxval + 1));
  const standard = (basic: number, base: number, part: number): number =>
    maxval >= 128
      ? factor * (basic - base) + base + part * near
      : Math.max(base, Math.floor(basic / small) + part * near);
  const first = t1 === 0 ? clamp(standard(3, 2, 3), near + 1) : t1;
  const second = t2 === 0 ? clamp(standard(7, 3, 5), first) : t2;
  const third = t3 === 0 ? clamp(standard(21, 4, 7), second) : t3;
  return { columns, rows, maxval, near, reset, thresholds: [first, second, third] };
}

/** The decoding procedure of annex A, with its 365 regular contexts and two for the ends of runs. */
class Scan {
  readonly #p: Parameters;
  readonly #bits: BitReader;
  readonly #range: number;
  readonly #qbpp: number;
  readonly #limit: number;
  /** Quantisation step of the prediction error, 2·NEAR + 1. */
  readonly #step: number;
  readonly #a: Int32Array;
  readonly #b = new Int32Array(RUN_CONTEXT);
  readonly #c = new Int32Array(RUN_CONTEXT);
  readonly #n = new Int32Array(RUN_CONTEXT + 2).fill(1);
  readonly #nn = new Int32Array(2);
  #runIndex = 0;

  constructor(parameters: Parameters, bits: BitReader) {
    this.#p = parameters;
    this.#bits = bits;
    const { maxval, near } = parameters;
    this.#step = 2 * near + 1;
    this.#range = Math.floor((maxval + 2 * near) / this.#step) + 1;
    this.#qbpp = Math.ceil(Math.log2(this.#range));
    const bpp = Math.max(2, Math.ceil(Math.log2(maxval + 1)));
    this.#limit = 2 * (bpp + Math.max(8, bpp));
    this.#a = new Int32Array(RUN_CONTEXT + 2).fill(Math.max(2, Math.floor((this.#range + 32) / 64)));
  }

  decode(): Uint8Array | Uint16Array | undefined {
    const { columns, rows, maxval, near } = this.#p;
    const out = maxval < 256 ? new Uint8Array(columns * rows) : new Uint16Array(columns * rows);
    // Lines with a sample before the first and one after the last: position x is at index x + 1.
    let above = new Int32Array(columns + 2);
    let line = new Int32Array(columns + 2);
    for (let y = 0; y < rows; y++) {
      above[columns + 1] = above[columns];
      line[0] = above[1];
      for (let x = 1; x <= columns; x++) {
        const [ra, rb, rc, rd] = [line[x - 1], above[x], above[x - 1], above[x + 1]];
        const [d1, d2, d3] = [rd - rb, rb - rc, rc - ra];
        const isFlat = Math.abs(d1) <= near && Math.abs(d2) <= near && Math.abs(d3) <= near;
        if (isFlat) x = this.#run(line, above, x);
        else line[x] = this.#regular(ra, rb, rc, d1, d2, d3);
        if (this.#bits.isExhausted) return undefined;
      }
      out.set(line.subarray(1, columns + 1), y * columns);
      [above, line] = [line, above];
    }
    return out;
  }

  /** A.4 to A.6: one sample from its neighbours. */
  #regular(ra: number, rb: number, rc: number, d1: number, d2: number, d3: number): number {
    const signed = 81 * this.#quantise(d1) + 9 * this.#quantise(d2) + this.#quantise(d3);
    const sign = signed < 0 ? -1 : 1;
    const q = Math.abs(signed);
    const predicted = this.#clamp(median(ra, rb, rc) + sign * this.#c[q]);
    let k = 0;
    while (this.#n[q] << k < this.#a[q] && k < 31) k += 1;
    const mapped = this.#bits.golomb(k, this.#limit, this.#qbpp);
    const half = mapped >> 1;
    const isSwapped = this.#p.near === 0 && k === 0 && 2 * this.#b[q] <= -this.#n[q];
    const isOdd = (mapped & 1) === 1;
    const error = isSwapped === isOdd ? half : -half - 1;
    this.#update(q, error);
    return this.#reconstruct(predicted, sign * error);
  }

  /** A.7: a run of the left sample and the sample that ends it; returns the last position filled. */
  #run(line: Int32Array, above: Int32Array, start: number): number {
    const { columns, near } = this.#p;
    const ra = line[start - 1];
    let x = start;
    while (this.#bits.bit() === 1) {
      const length = 1 << J[this.#runIndex];
      const end = Math.min(x + length, columns + 1);
      line.fill(ra, x, end);
      if (end - x === length) this.#runIndex = Math.min(31, this.#runIndex + 1);
      x = end;
      if (x > columns) return columns;
    }
    const rest = Math.min(x + this.#bits.bits(J[this.#runIndex]), columns + 1);
    line.fill(ra, x, rest);
    if (rest > columns) return columns;
    const rb = above[rest];
    line[rest] = this.#interruption(ra, rb, Math.abs(ra - rb) <= near ? 1 : 0);
    this.#runIndex = Math.max(0, this.#runIndex - 1);
    return rest;
  }

  /** A.7.2: the sample that ends a run; `type` is RItype. */
  #interruption(ra: number, rb: number, type: 0 | 1): number {
    const q = RUN_CONTEXT + type;
    const sign = type === 0 && ra > rb ? -1 : 1;
    const a = type === 0 ? this.#a[q] : this.#a[q] + (this.#n[q] >> 1);
    let k = 0;
    while (this.#n[q] << k < a && k < 31) k += 1;
    const coded = this.#bits.golomb(k, this.#limit - J[this.#runIndex] - 1, this.#qbpp);
    const map = (coded + type) & 1;
    const size = (coded + type + map) >> 1;
    const isNegative = Number(k !== 0 || 2 * this.#nn[type] >= this.#n[q]) === map;
    const error = isNegative ? -size : size;
    if (error < 0) this.#nn[type] += 1;
    this.#a[q] += (coded + 1 - type) >> 1;
    if (this.#n[q] === this.#p.reset) {
      this.#a[q] >>= 1;
      this.#n[q] >>= 1;
      this.#nn[type] >>= 1;
    }
    this.#n[q] += 1;
    return this.#reconstruct(type === 0 ? rb : ra, sign * error);
  }

  /** A.6: the statistics of a context after a prediction error. */
  #update(q: number, error: number): void {
    this.#b[q] += error * this.#step;
    this.#a[q] += Math.abs(error);
    if (this.#n[q] === this.#p.reset) {
      this.#a[q] >>= 1;
      this.#b[q] = this.#b[q] >= 0 ? this.#b[q] >> 1 : -((1 - this.#b[q]) >> 1);
      this.#n[q] >>= 1;
    }
    this.#n[q] += 1;
    const n = this.#n[q];
    if (this.#b[q] <= -n) {
      this.#c[q] = Math.max(MIN_C, this.#c[q] - 1);
      this.#b[q] = Math.max(this.#b[q] + n, -n + 1);
    } else if (this.#b[q] > 0) {
      this.#c[q] = Math.min(MAX_C, this.#c[q] + 1);
      this.#b[q] = Math.min(this.#b[q] - n, 0);
    }
  }

  /** A.4.1: the region −4 … 4 of a gradient. */
  #quantise(d: number): number {
    const [t1, t2, t3] = this.#p.thresholds;
    const size = Math.abs(d);
    const region = size <= this.#p.near ? 0 : size < t1 ? 1 : size < t2 ? 2 : size < t3 ? 3 : 4;
    return d < 0 ? -region : region;
  }

  /** A.4.5: prediction plus error, modulo the range. */
  #reconstruct(predicted: number, error: number): number {
    const { maxval, near } = this.#p;
    let value = predicted + error * this.#step;
    if (value < -near) value += this.#range * this.#step;
    else if (value > maxval + near) value -= this.#range * this.#step;
    return this.#clamp(value);
  }

  #clamp(value: number): number {
    return Math.max(0, Math.min(this.#p.maxval, value));
  }
}

/** A.4.1: the median edge detector. */
function median(ra: number, rb: number, rc: number): number {
  if (rc >= Math.max(ra, rb)) return Math.min(ra, rb);
  if (rc <= Math.min(ra, rb)) return Math.max(ra, rb);
  return ra + rb - rc;
}
