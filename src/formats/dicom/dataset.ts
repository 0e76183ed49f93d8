import { SoftdiceError } from "../../core/errors.ts";
import { decodeText } from "./charset.ts";
import { parseDecimals } from "./decimals.ts";
import { type Element, parseImplicitSequence } from "./parse.ts";
import { describeTag, type Keyword, TAGS } from "./tags.ts";

/** Encoded pixel data that a header pass has left alone: where it begins, and its length if the header gives one. */
export interface PixelElement {
  readonly keyword: "PixelData" | "FloatPixelData" | "DoubleFloatPixelData";
  readonly vr: string;
  readonly offset: number;
  readonly length: number | undefined;
}

/** How the values of a data set are encoded, and where they stand. */
export interface Encoding {
  /** The file as named in messages. */
  readonly file: string;
  /** All bytes of the file; inflated, if it was deflated. */
  readonly bytes: Uint8Array;
  readonly bigEndian: boolean;
  /** Values of SpecificCharacterSet in force. */
  readonly characterSets: readonly string[];
}

/**
 * One data set, of a file or of a sequence item, read by keyword. A getter returns `undefined` (or no values) where the
 * attribute is absent or empty; `require…` throws a SoftdiceError that names file and tag instead.
 */
export class Dataset {
  readonly encoding: Encoding;
  readonly #elements: Readonly<Record<string, Element>>;
  /** The pixel data of a file, unread; never of an item. */
  readonly pixels: PixelElement | undefined;

  constructor(encoding: Encoding, elements: Readonly<Record<string, Element>>, pixels?: PixelElement) {
    this.#elements = elements;
    this.pixels = pixels;
    this.encoding = encoding;
    const sets = this.texts("SpecificCharacterSet");
    if (sets.length > 0) this.encoding = { ...encoding, characterSets: sets };
  }

  get file(): string {
    return this.encoding.file;
  }

  /** Whether the attribute is there, be it empty. */
  has(keyword: Keyword): boolean {
    return this.#element(keyword) !== undefined;
  }

  /** The bytes of a value as they stand in the file. */
  bytes(keyword: Keyword): Uint8Array | undefined {
    const element = this.#element(keyword);
    if (element === undefined) return undefined;
    const end = element.dataOffset + element.length;
    if (!(end <= this.encoding.bytes.length)) {
      throw this.fault(
        keyword,
        `ends at byte ${end}, beyond the file's ${this.encoding.bytes.length}`,
        "a whole file",
      );
    }
    return this.encoding.bytes.subarray(element.dataOffset, end);
  }

  /** All values of a text attribute, without padding; none if it is absent or blank. */
  texts(keyword: Keyword): string[] {
    const bytes = this.bytes(keyword);
    if (bytes === undefined || bytes.length === 0) return [];
    const text = decodeText(bytes, this.encoding.characterSets);
    const values = text.split("\\").map((value) => value.replace(PADDING, ""));
    return values.length === 1 && values[0] === "" ? [] : values;
  }

  /** A text attribute of one value, without padding; a backslash in it is kept. */
  text(keyword: Keyword): string | undefined {
    const values = this.texts(keyword);
    return values.length === 0 ? undefined : values.join("\\");
  }

  /** All values of a numeric attribute (DS, IS, US, SS, UL, SL, FL, FD); none if it is absent or empty. */
  numbers(keyword: Keyword): Float64Array {
    const bytes = this.bytes(keyword);
    if (bytes === undefined || bytes.length === 0) return new Float64Array(0);
    const vr = this.#vr(keyword);
    if (vr === "DS" || vr === "IS") {
      const values = parseDecimals(bytes);
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        throw this.fault(
          keyword,
          `holds something else than a number as value ${bad + 1}`,
          "decimal numbers",
        );
      }
      return values;
    }
    return this.#binaryNumbers(keyword, bytes, vr);
  }

  /** The first value of a numeric attribute. */
  number(keyword: Keyword): number | undefined {
    return this.numbers(keyword)[0];
  }

  /** The items of a sequence; none if it is absent or empty. */
  items(keyword: Keyword): Dataset[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const items = element.items ?? this.#implicitItems(keyword, element);
    return items.map((item) => new Dataset(this.encoding, item.dataSet?.elements ?? {}));
  }

  /** The first item of a sequence. */
  item(keyword: Keyword): Dataset | undefined {
    return this.items(keyword)[0];
  }

  requireText(keyword: Keyword): string {
    return this.text(keyword) ?? this.#missing(keyword);
  }

  requireNumber(keyword: Keyword): number {
    return this.number(keyword) ?? this.#missing(keyword);
  }

  /** Exactly `count` numbers. */
  requireNumbers(keyword: Keyword, count: number): Float64Array {
    const values = this.numbers(keyword);
    if (values.length === 0) return this.#missing(keyword);
    if (values.length !== count) throw this.fault(keyword, `has ${values.length} values`, `${count} values`);
    return values;
  }

  /** An integer in [least, most]. */
  requireInteger(keyword: Keyword, least: number, most: number): number {
    const value = this.requireNumber(keyword);
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      throw this.fault(keyword, `is ${value}`, `an integer from ${least} to ${most}`);
    }
    return value;
  }

  /** The error for a bad attribute of this data set. */
  fault(keyword: Keyword, problem: string, expected: string, remedy: string = REMEDY): SoftdiceError {
    return new SoftdiceError({
      subject: this.file,
      problem: `${describeTag(TAGS[keyword][0])} ${problem}`,
      expected,
      remedy,
    });
  }

  #element(keyword: Keyword): Element | undefined {
    return this.#elements[`x${TAGS[keyword][0].toLowerCase()}`];
  }

  #vr(keyword: Keyword): string {
    const vr = this.#element(keyword)?.vr;
    return vr === undefined || vr === "UN" ? TAGS[keyword][1] : vr;
  }

  /** A sequence that an explicit file carries as UN: its bytes are in implicit little endian. */
  #implicitItems(keyword: Keyword, element: Element): readonly Element[] {
    if (element.length === 0 || this.#vr(keyword) !== "SQ") return [];
    return parseImplicitSequence(this.file, this.encoding.bytes, element);
  }

  #binaryNumbers(keyword: Keyword, bytes: Uint8Array, vr: string): Float64Array {
    const reader = READERS[vr];
    if (reader === undefined) throw this.fault(keyword, "is of another type", "a number");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const out = new Float64Array(Math.floor(bytes.length / reader.size));
    for (let i = 0; i < out.length; i++)
      out[i] = reader.read(view, i * reader.size, !this.encoding.bigEndian);
    return out;
  }

  #missing(keyword: Keyword): never {
    throw this.fault(keyword, "is missing", "a value");
  }
}

const REMEDY = "export the file again, or leave it out";

// oxlint-disable-next-line no-control-regex -- DICOM pads with blanks and zero bytes
const PADDING = /^[\s\0]+|[\s\0]+$/gu;

interface NumberReader {
  readonly size: number;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

const READERS: Readonly<Record<string, NumberReader>> = {
  US: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  SS: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  UL: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  SL: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  FL: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  FD: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
};
