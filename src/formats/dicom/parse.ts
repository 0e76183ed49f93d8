import dicomParser, { type ByteStream } from "dicom-parser";
import { SoftdiceError } from "../../core/errors.ts";
import type { PixelElement } from "./dataset.ts";
import { describeTag } from "./tags.ts";

/*
 * The one file that knows dicom-parser. It walks the top level of a data set itself, for three reasons: to stop at the
 * pixel data of any kind, to know where a broken file broke, and to step over the value representations OV, SV and UV,
 * which dicom-parser takes for ones with a short length.
 */

/** One element, as far as it is looked at here: dicom-parser's own types need those of Node, which users may not have. */
export interface Element {
  readonly tag: string;
  readonly vr?: string;
  readonly length: number;
  readonly dataOffset: number;
  /** The items of a sequence. */
  readonly items?: readonly Element[];
  /** The data set of an item. */
  readonly dataSet?: { readonly elements: Readonly<Record<string, Element>> };
}

/** Elements of one data set by tag, in dicom-parser's spelling: "x00280010". */
export type Elements = Record<string, Element>;

/** What one pass over a data set found: everything up to the pixel data. */
export interface Parsed {
  readonly elements: Elements;
  readonly pixels: PixelElement | undefined;
  /** Offset of the first byte that was not read. */
  readonly end: number;
}

export interface Syntax {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

/**
 * Reads the elements from `offset` up to the pixel data or the end, or to the end of group 0002 with `metaOnly`.
 * Nothing is copied. Time and memory are linear in the bytes read.
 * @throws SoftdiceError naming the file and the tag at which it stopped making sense.
 */
export function parseElements(
  file: string,
  bytes: Uint8Array,
  offset: number,
  syntax: Syntax,
  metaOnly = false,
): Parsed {
  const elements: Elements = {};
  const warnings: string[] = [];
  if (offset + 8 > bytes.length) return { elements, pixels: undefined, end: offset };
  const stream = openStream(bytes, offset, syntax);
  let tag = "";
  try {
    while (stream.position + 8 <= bytes.length) {
      tag = peekTag(stream);
      if (metaOnly && !tag.startsWith("x0002")) break;
      if (PIXELS[tag] !== undefined) {
        return { elements, pixels: pixelElement(stream, bytes, tag, syntax), end: stream.position };
      }
      if (syntax.explicit && LONG_VRS.has(peekVr(stream, bytes))) {
        skipLong(stream);
        continue;
      }
      const element = syntax.explicit
        ? dicomParser.readDicomElementExplicit(stream, warnings)
        : dicomParser.readDicomElementImplicit(stream);
      if (stream.position > bytes.length) {
        const wanted = stream.position - bytes.length;
        throw truncated(file, tag, `needs ${wanted} bytes more than the file has`);
      }
      elements[element.tag] = element;
    }
  } catch (cause) {
    throw cause instanceof SoftdiceError ? cause : malformed(file, tag, cause);
  }
  const warning = [...warnings, ...stream.warnings].find(
    (text) => text.startsWith("eof") && !PEEK.test(text),
  );
  if (warning !== undefined) throw truncated(file, tag, "has no end");
  return { elements, pixels: undefined, end: stream.position };
}

/** The items of a sequence whose value is in implicit little endian although its file is not (VR UN; PS3.5, 6.2.2). */
export function parseImplicitSequence(file: string, bytes: Uint8Array, element: Element): readonly Element[] {
  const stream = openStream(bytes, element.dataOffset, { explicit: false, bigEndian: false });
  const copy: Parameters<typeof dicomParser.readSequenceItemsImplicit>[1] = {
    tag: element.tag,
    dataOffset: element.dataOffset,
    length: element.length,
  };
  try {
    dicomParser.readSequenceItemsImplicit(stream, copy);
  } catch (cause) {
    throw malformed(file, element.tag, cause);
  }
  return copy.items ?? [];
}

/** In implicit VR, dicom-parser looks four bytes ahead for an item, and warns where a short last element ends before that. */
const PEEK = /in peeking to determine VR/u;

const PIXELS: Readonly<Record<string, PixelElement["keyword"]>> = {
  x7fe00008: "FloatPixelData",
  x7fe00009: "DoubleFloatPixelData",
  x7fe00010: "PixelData",
};

const LONG_VRS: ReadonlySet<string> = new Set(["OV", "SV", "UV"]);
const SHORT_LENGTH_VRS: ReadonlySet<string> = new Set(["OB", "OW", "OF", "OD", "OL", "UN"]);
const UNDEFINED_LENGTH = 0xffffffff;

function openStream(bytes: Uint8Array, offset: number, syntax: Syntax): ByteStream {
  const endian = syntax.bigEndian
    ? dicomParser.bigEndianByteArrayParser
    : dicomParser.littleEndianByteArrayParser;
  return new dicomParser.ByteStream(endian, bytes, offset);
}

function peekTag(stream: ByteStream): string {
  const tag = dicomParser.readTag(stream);
  stream.position -= 4;
  return tag;
}

function peekVr(stream: ByteStream, bytes: Uint8Array): string {
  const at = stream.position + 4;
  return String.fromCharCode(bytes[at], bytes[at + 1]);
}

function skipLong(stream: ByteStream): void {
  stream.seek(8);
  stream.seek(stream.readUint32());
}

function pixelElement(stream: ByteStream, bytes: Uint8Array, tag: string, syntax: Syntax): PixelElement {
  const keyword = PIXELS[tag];
  const vr = syntax.explicit ? peekVr(stream, bytes) : keyword === "PixelData" ? "OW" : "OF";
  let length: number;
  if (syntax.explicit && SHORT_LENGTH_VRS.has(vr)) {
    stream.seek(8);
    length = stream.readUint32();
  } else if (syntax.explicit) {
    stream.seek(6);
    length = stream.readUint16();
  } else {
    stream.seek(4);
    length = stream.readUint32();
  }
  return {
    keyword,
    vr,
    offset: stream.position,
    length: length === UNDEFINED_LENGTH ? undefined : length,
  };
}

function truncated(file: string, tag: string, what: string): SoftdiceError {
  return new SoftdiceError({
    subject: file,
    problem: `${describeTag(tag.slice(1))} ${what}`,
    expected: "a whole DICOM file",
    remedy: "copy or export the file again, it seems to be cut off",
  });
}

function malformed(file: string, tag: string, cause: unknown): SoftdiceError {
  const tooDeep = cause instanceof RangeError;
  return new SoftdiceError({
    subject: file,
    problem: tooDeep
      ? `${describeTag(tag.slice(1))} nests sequences too deeply`
      : `cannot be read ${tag === "" ? "at its beginning" : `at ${describeTag(tag.slice(1))}`}`,
    expected: "a well-formed DICOM data set",
    remedy: "export the file again, or leave it out",
    cause,
  });
}
