import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from "./read.ts";
import { type Keyword, TAGS } from "./tags.ts";
import { uidFrom } from "./uid.ts";

/** A data set to be written: a value for each keyword; `undefined` leaves it out, an empty string or list writes it empty. */
export type DatasetRecord = { readonly [K in Keyword]?: DicomValue | undefined };

/**
 * Text, a number or several of them as the value representation wants; bytes for pixel data; records for a sequence.
 * Attribute tags (AT) are given as keywords.
 */
export type DicomValue =
  string | number | readonly (string | number)[] | Float64Array | Uint8Array | readonly DatasetRecord[];

/** The implementation that wrote a file, as its meta information names it. */
const IMPLEMENTATION_UID = uidFrom("softdice");

/**
 * A DICOM file: preamble, file meta information and the data set, in little endian, text in UTF-8.
 *
 * @param dataset must hold SOPClassUID and SOPInstanceUID
 * @param vr "implicit" for objects with values beyond 64 kB in short value representations, such as the points of a
 *   contour (which is what planning systems write); "explicit" for all others
 */
export function writeDicom(dataset: DatasetRecord, vr: "implicit" | "explicit"): Uint8Array {
  const out = new ByteWriter();
  out.zeros(128);
  out.ascii("DICM");
  const meta: DatasetRecord = {
    FileMetaInformationVersion: Uint8Array.of(0, 1),
    MediaStorageSOPClassUID: dataset.SOPClassUID,
    MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
    TransferSyntaxUID: vr === "implicit" ? IMPLICIT_LITTLE_ENDIAN : EXPLICIT_LITTLE_ENDIAN,
    ImplementationClassUID: IMPLEMENTATION_UID,
    ImplementationVersionName: "SOFTDICE",
  };
  const lengthAt = out.length + 8;
  writeDataset(out, { FileMetaInformationGroupLength: 0, ...meta }, true);
  out.patchUint32(lengthAt, out.length - lengthAt - 4);
  writeDataset(out, { SpecificCharacterSet: "ISO_IR 192", ...dataset }, vr === "explicit");
  return out.finish();
}

const LONG_VRS: ReadonlySet<string> = new Set(["OB", "OW", "OF", "OD", "SQ", "UN", "UT"]);
const MOST_SHORT = 0xfffe;

function writeDataset(out: ByteWriter, record: DatasetRecord, explicit: boolean): void {
  const keywords = (Object.keys(record) as Keyword[]).filter((keyword) => record[keyword] !== undefined);
  keywords.sort((a, b) => (TAGS[a][0] < TAGS[b][0] ? -1 : 1));
  for (const keyword of keywords) {
    const [tag, vr] = TAGS[keyword];
    out.uint16(Number.parseInt(tag.slice(0, 4), 16));
    out.uint16(Number.parseInt(tag.slice(4), 16));
    const value = record[keyword]!;
    const isLong = !explicit || LONG_VRS.has(vr);
    if (explicit) out.ascii(vr);
    if (explicit && isLong) out.uint16(0);
    const lengthAt = out.length;
    if (isLong) out.uint32(0);
    else out.uint16(0);
    const start = out.length;
    writeValue(out, vr, value, explicit);
    if ((out.length - start) % 2 === 1) out.uint8(vr === "UI" || vr === "OB" ? 0 : 0x20);
    const length = out.length - start;
    if (isLong) out.patchUint32(lengthAt, length);
    else if (length <= MOST_SHORT) out.patchUint16(lengthAt, length);
    else throw new RangeError(`${keyword} has ${length} bytes, too many for explicit VR ${vr}`);
  }
}

function writeValue(out: ByteWriter, vr: string, value: DicomValue, explicit: boolean): void {
  if (vr === "SQ") {
    for (const item of value as readonly DatasetRecord[]) {
      out.uint16(0xfffe);
      out.uint16(0xe000);
      const lengthAt = out.length;
      out.uint32(0);
      writeDataset(out, item, explicit);
      out.patchUint32(lengthAt, out.length - lengthAt - 4);
    }
    return;
  }
  if (value instanceof Uint8Array) return out.bytes(value);
  const values = (typeof value === "string" || typeof value === "number" ? [value] : [...value]) as readonly (
    string | number
  )[];
  for (const [n, one] of values.entries()) {
    if (vr === "US") out.uint16(Number(one));
    else if (vr === "UL") out.uint32(Number(one));
    else if (vr === "AT") writeTag(out, one as Keyword);
    else {
      if (n > 0) out.ascii("\\");
      out.text(vr === "DS" && typeof one === "number" ? formatDecimal(one) : String(one));
    }
  }
}

function writeTag(out: ByteWriter, keyword: Keyword): void {
  out.uint16(Number.parseInt(TAGS[keyword][0].slice(0, 4), 16));
  out.uint16(Number.parseInt(TAGS[keyword][0].slice(4), 16));
}

/** A number as a decimal string of at most 16 characters, with as many digits as fit. */
export function formatDecimal(value: number): string {
  for (let digits = 17; digits > 0; digits--) {
    const rounded = Number(value.toPrecision(digits));
    const text = [String(rounded), rounded.toExponential()].find(({ length }) => length <= 16);
    if (text !== undefined) return text;
  }
  throw new RangeError(`${value} is no number that a decimal string holds`);
}

/** Bytes that grow at the end, little-endian. */
class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  readonly #encoder = new TextEncoder();

  get length(): number {
    return this.#length;
  }

  uint8(value: number): void {
    const at = this.#grow(1); // may replace the view
    this.#view.setUint8(at, value);
  }

  uint16(value: number): void {
    const at = this.#grow(2); // may replace the view
    this.#view.setUint16(at, value, true);
  }

  uint32(value: number): void {
    const at = this.#grow(4); // may replace the view
    this.#view.setUint32(at, value, true);
  }

  patchUint16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  patchUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  bytes(values: Uint8Array): void {
    const at = this.#grow(values.length);
    this.#bytes.set(values, at);
  }

  zeros(count: number): void {
    this.#grow(count);
  }

  ascii(text: string): void {
    const at = this.#grow(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[at + i] = text.charCodeAt(i);
  }

  text(text: string): void {
    this.bytes(this.#encoder.encode(text));
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Makes room for `count` more bytes, which are 0, and returns where they begin. */
  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
