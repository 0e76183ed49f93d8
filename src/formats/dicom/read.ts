import { SoftdiceError } from "../../core/errors.ts";
import { inflateRaw } from "./inflate.ts";
import { Dataset } from "./dataset.ts";
import { parseElements, type Parsed, type Syntax } from "./parse.ts";

/** A DICOM file with everything but its pixel data read. */
export interface DicomFile {
  readonly name: string;
  readonly dataset: Dataset;
  /** UID of the transfer syntax; of the plain one that its bytes show, if the file does not say. */
  readonly transferSyntax: string;
}

export const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
export const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";

const PREAMBLE = 128;

/**
 * Tells DICOM files from anything else by their first bytes: "DICM" after a preamble, or, for files without one, a
 * plausible first element of group 0002 or 0008.
 */
export function isDicom(bytes: Uint8Array): boolean {
  return (
    hasPrefix(bytes) || (bytes.length >= 16 && (startsWithMeta(bytes, 0) || guess(bytes, 0) !== undefined))
  );
}

/**
 * Reads a DICOM file up to its pixel data: with or without preamble and file meta information, in implicit or explicit
 * VR, little or big endian, deflated or not. Where the file meta information and the bytes disagree about the VR, the
 * bytes are believed.
 *
 * @param name how messages call the file
 * @param content the whole file; the data set refers to it and copies nothing
 * @throws SoftdiceError naming the file and, where there is one, the tag
 */
export async function readDicom(name: string, content: Uint8Array): Promise<DicomFile> {
  // A plain view: Node's Buffer is a Uint8Array whose slice() does not copy.
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  if (!isDicom(bytes)) {
    throw new SoftdiceError({
      subject: name,
      problem: "is not a DICOM file",
      expected: 'a DICOM data set, with or without "DICM" at byte 128',
      remedy: "leave the file out",
    });
  }
  let start = hasPrefix(bytes) ? PREAMBLE + 4 : 0;
  let meta: Parsed | undefined;
  if (startsWithMeta(bytes, start)) {
    meta = parseElements(name, bytes, start, { explicit: true, bigEndian: false }, true);
    start = meta.end;
  }
  const plain = { file: name, bytes, bigEndian: false, characterSets: [] };
  const declared = meta && new Dataset(plain, meta.elements).text("TransferSyntaxUID");
  let body = bytes;
  if (declared === DEFLATED) {
    body = await inflateRaw(name, bytes.subarray(start));
    start = 0;
  }
  const syntax = guess(body, start) ?? syntaxOf(declared);
  const { elements, pixels } = parseElements(name, body, start, syntax);
  const encoding = { file: name, bytes: body, bigEndian: syntax.bigEndian, characterSets: [] };
  return {
    name,
    dataset: new Dataset(encoding, elements, pixels),
    transferSyntax: declared === undefined || isPlain(declared) ? uidOf(syntax) : declared,
  };
}

function hasPrefix(bytes: Uint8Array): boolean {
  return (
    bytes.length > PREAMBLE + 4 &&
    bytes[PREAMBLE] === 0x44 &&
    bytes[PREAMBLE + 1] === 0x49 &&
    bytes[PREAMBLE + 2] === 0x43 &&
    bytes[PREAMBLE + 3] === 0x4d
  );
}

/** Whether an element of group 0002 in explicit little endian begins at `offset`. */
function startsWithMeta(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 2 && bytes[offset + 1] === 0 && isVr(bytes, offset + 4);
}

/** The syntax that the first element at `offset` shows; `undefined` if it does not look like one of group 0008. */
function guess(bytes: Uint8Array, offset: number): Syntax | undefined {
  if (bytes.length < offset + 12) return undefined;
  const little = bytes[offset] === 8 && bytes[offset + 1] === 0;
  const big = bytes[offset] === 0 && bytes[offset + 1] === 8;
  if (!little && !big) return undefined;
  if (isVr(bytes, offset + 4)) return { explicit: true, bigEndian: big };
  if (big) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset + 4, true);
  return length <= bytes.length - offset ? { explicit: false, bigEndian: false } : undefined;
}

function syntaxOf(uid: string | undefined): Syntax {
  return { explicit: uid !== IMPLICIT_LITTLE_ENDIAN, bigEndian: uid === EXPLICIT_BIG_ENDIAN };
}

function isPlain(uid: string): boolean {
  return [IMPLICIT_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN, EXPLICIT_BIG_ENDIAN, DEFLATED].includes(uid);
}

function uidOf(syntax: Syntax): string {
  if (!syntax.explicit) return IMPLICIT_LITTLE_ENDIAN;
  return syntax.bigEndian ? EXPLICIT_BIG_ENDIAN : EXPLICIT_LITTLE_ENDIAN;
}

const VRS: ReadonlySet<string> = new Set(
  "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split(
    " ",
  ),
);

function isVr(bytes: Uint8Array, offset: number): boolean {
  return VRS.has(String.fromCharCode(bytes[offset] ?? 0, bytes[offset + 1] ?? 0));
}
