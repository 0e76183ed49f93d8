import { crc32, gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import type { Random } from "../../src/core/random.ts";
import { mutate } from "./mutate.ts";

/** Breaks a file of one kind along its structure; undefined for a file of another kind. */
type StructuredMutation = (random: Random, bytes: Uint8Array, donor: Uint8Array) => Uint8Array | undefined;

/**
 * What a mutation of bytes hardly reaches: the content of what is compressed or has a checksum, whole lines of a text
 * header, whole elements of a DICOM file, the fragments of its compressed pixels.
 */
const structures: readonly StructuredMutation[] = [insideGzip, insideZip, headerLines, dicomElements];

/** A broken copy of a file, broken along its structure where it has one. */
export function mutateStructure(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array {
  for (const structure of structures) {
    const broken = structure(random, bytes, donor);
    if (broken !== undefined) return broken;
  }
  return mutate(random, bytes, donor);
}

function insideGzip(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return undefined;
  const content = unpacked(bytes);
  if (content === undefined) return undefined;
  return gzipSync(mutate(random, content, unpacked(donor) ?? donor), { level: 1 });
}

/** The content of a gzip file; undefined for others, and for a damaged one. */
function unpacked(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}

/** A zip archive with one of its files broken and all checksums right; its files are stored. */
function insideZip(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array | undefined {
  if (!startsWith(bytes, [0x50, 0x4b, 3, 4]) || random.integer(3) === 0) return undefined;
  const files = zipFiles(bytes);
  if (files.length === 0) return undefined;
  const broken = random.integer(files.length);
  return storedZip(
    files.map(({ name, content }, n) => ({
      name,
      content: n === broken ? mutateStructure(random, content, donor) : content,
    })),
  );
}

interface ZipFile {
  readonly name: Uint8Array;
  readonly content: Uint8Array;
}

/** The files of an archive whose local headers tell their sizes. */
function zipFiles(bytes: Uint8Array): ZipFile[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files: ZipFile[] = [];
  for (let at = 0; at + 30 < bytes.length && view.getUint32(at, true) === 0x04034b50;) {
    const [method, size] = [view.getUint16(at + 8, true), view.getUint32(at + 18, true)];
    const nameAt = at + 30;
    const dataAt = nameAt + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const data = bytes.subarray(dataAt, dataAt + size);
    if (size === 0) return files;
    const name = bytes.subarray(nameAt, nameAt + view.getUint16(at + 26, true));
    files.push({ name, content: method === 8 ? inflateRawSync(data) : data });
    at = dataAt + size;
  }
  return files;
}

function storedZip(files: readonly ZipFile[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, content } of files) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at, 10);
    locals.push(Buffer.from("PK\x03\x04"), common, name, content);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, more, name);
    at += 30 + name.length + content.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, entries, end]);
}

/** What stands where a header expects a number, a name or a list. */
const hostileWords = [
  "",
  "0",
  "-1",
  "NaN",
  "1e308",
  "4294967296",
  "none",
  "LIST",
  "../x",
  "%d 1 9999999 1",
  "\0",
  "(1,0,0)",
];

/** A NRRD or MetaImage file with lines of its header dropped, doubled, swapped, or with another value. */
function headerLines(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array | undefined {
  const isText =
    startsWith(bytes, [0x4e, 0x52, 0x52, 0x44]) || /^\s*\w+ = /.test(latin1(bytes.subarray(0, 40)));
  if (!isText || random.integer(4) === 0) return undefined;
  const text = latin1(bytes);
  const end = /\n\n|ElementDataFile[^\n]*\n/.exec(text);
  const headerEnd = end === null ? text.length : end.index + end[0].length;
  const lines = text.slice(0, headerEnd).split("\n");
  for (let n = 1 + random.integer(3); n > 0; n--) {
    const [a, b] = [random.integer(lines.length), random.integer(lines.length)];
    const word = hostileWords[random.integer(hostileWords.length)];
    const others = latin1(donor).split("\n", 20);
    const changes = [
      () => lines.splice(a, 1),
      () => lines.splice(b, 0, lines[a]),
      () => ([lines[a], lines[b]] = [lines[b], lines[a]]),
      () => (lines[a] = (lines[a] ?? "").replace(/([:=]\s*).*/, (_, start: string) => start + word)),
      () => (lines[a] = (lines[a] ?? "").replace(/\S+$/, word)),
      () => lines.splice(a, 0, others[random.integer(others.length)] ?? ""),
    ];
    changes[random.integer(changes.length)]();
  }
  return Buffer.concat([Buffer.from(lines.join("\n"), "latin1"), bytes.subarray(headerEnd)]);
}

/** A DICOM file in explicit VR with whole elements dropped, doubled or swapped, a value broken, or its length changed. */
function dicomElements(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array | undefined {
  if (latin1(bytes.subarray(128, 132)) !== "DICM" || random.integer(3) === 0) return undefined;
  const elements = explicitElements(bytes);
  if (elements.length < 2) return undefined;
  const parts = elements.map(([start, end]) => bytes.subarray(start, end));
  for (let n = 1 + random.integer(3); n > 0; n--) {
    const [a, b] = [random.integer(parts.length), random.integer(parts.length)];
    const changes = [
      () => parts.splice(a, 1),
      () => parts.splice(b, 0, parts[a]),
      () => ([parts[a], parts[b]] = [parts[b], parts[a]]),
      () => (parts[a] = Buffer.concat([parts[a].subarray(0, 8), mutate(random, parts[a].slice(8), donor)])),
      // The last element, which is the pixels or the contours, is where most can go wrong.
      () => (parts[parts.length - 1] = mutateTail(random, parts.at(-1)!, donor)),
    ];
    changes[random.integer(changes.length)]();
    if (parts.length === 0) break;
  }
  return Buffer.concat([bytes.subarray(0, 132), ...parts]);
}

function mutateTail(random: Random, element: Uint8Array, donor: Uint8Array): Uint8Array {
  const start = Math.min(element.length, 12 + random.integer(40));
  return Buffer.concat([element.subarray(0, start), mutate(random, element.slice(start), donor)]);
}

const longVrs: ReadonlySet<string> = new Set([
  "OB",
  "OW",
  "OF",
  "OD",
  "OL",
  "OV",
  "SQ",
  "UN",
  "UT",
  "UC",
  "UR",
  "UV",
  "SV",
]);

/** Where top-level elements start and end; the last one is what cannot be walked, to the end of the file. */
function explicitElements(bytes: Uint8Array): (readonly [start: number, end: number])[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: (readonly [number, number])[] = [];
  let at = 132;
  while (at + 12 <= bytes.length) {
    const isLong = longVrs.has(latin1(bytes.subarray(at + 4, at + 6)));
    const length = isLong ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const end = at + (isLong ? 12 : 8) + length;
    if (!(end <= bytes.length)) break;
    elements.push([at, end]);
    at = end;
  }
  if (at < bytes.length) elements.push([at, bytes.length]);
  return elements;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, n) => bytes[n] === byte);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
