import type { Compression } from "./compression.ts";
import type { ReadContext } from "./context.ts";
import { allocate, readData, requireSize } from "./data.ts";
import { malformed } from "./malformed.ts";
import type { NamedBytes } from "./volume.ts";

/** Where a header says that the values stand. */
export interface ValuesPlan {
  /** The header's file, which errors name, and its field that tells of the values. */
  readonly file: string;
  readonly field: string;
  /** Files beside the header, in order, each with an equal part of the values; or the bytes that follow the header. */
  readonly source: readonly string[] | Uint8Array;
  /** Bytes of all values together. */
  readonly sizeBytes: number;
  /** How a file's bytes (those after skipped lines) are compressed. */
  readonly compressionOf: (bytes: Uint8Array) => Compression | "none";
  /** Lines to skip at the start of each file, before decompression. */
  readonly skipLines: number;
  /** Bytes to skip after that and after decompression, or "all but the values" that end the file. */
  readonly skipBytes: number | "all but the values";
  /** Whether values of twice the width are values too: exactly twice as many bytes are then returned. */
  readonly orTwice?: boolean;
}

const maxDataFiles = 100_000;

/**
 * The values of an image, attached or from detached files.
 * @throws SoftdiceError when a file is missing, its path leaves the folder, or there are fewer bytes than promised.
 */
export async function readValues(plan: ValuesPlan, context: ReadContext): Promise<Uint8Array> {
  const { file, field, source, sizeBytes } = plan;
  requireSize(file, sizeBytes, context);
  if (source instanceof Uint8Array) return readPart(plan, file, source, sizeBytes, context);
  if (source.length > maxDataFiles || sizeBytes % source.length !== 0)
    throw malformed(
      file,
      field,
      `names ${source.length} files`,
      `files that share ${sizeBytes} bytes equally`,
    );
  const partBytes = sizeBytes / source.length;
  const parts: Uint8Array[] = [];
  for (const path of source) {
    const part = await openSibling(file, field, path, context);
    parts.push(await readPart(plan, part.name, part.bytes, partBytes, context));
  }
  if (parts.length === 1) return parts[0];
  const { length } = parts[0];
  if (parts.some((part) => part.length !== length))
    throw malformed(file, field, "names files of values of different widths", "files of one kind");
  const values = allocate(file, length * parts.length);
  for (const [n, part] of parts.entries()) values.set(part, n * length);
  return values;
}

/** The bytes after a header, or all of its single data file. */
export async function readWhole(
  file: string,
  field: string,
  source: readonly string[] | Uint8Array,
  context: ReadContext,
): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  const [path, ...more] = source;
  if (path === undefined || more.length > 0)
    throw malformed(file, field, `names ${source.length} files`, "one file for values written as text");
  return (await openSibling(file, field, path, context)).bytes;
}

/**
 * The file names of a printf pattern: "slice%03d.raw 1 3 1" is slice001.raw, slice002.raw, slice003.raw.
 * @returns undefined when the text is no such pattern
 */
export function patternNames(file: string, field: string, text: string): string[] | undefined {
  const match = /^(.*)%(0?)(\d{0,2})[diu](\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(?:\s+\d+)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, before, zero, width, after, ...range] = match;
  const [min, max, step] = range.map(Number) as [number, number, number];
  const count = Math.floor((max - min) / step) + 1;
  if (!(count >= 1 && count <= maxDataFiles))
    throw malformed(file, field, `counts from ${min} to ${max} by ${step}`, `1 to ${maxDataFiles} files`);
  return Array.from({ length: count }, (_, n) => {
    const number = String(min + n * step).padStart(Number(width), zero === "0" ? "0" : " ");
    return `${before}${number}${after}`;
  });
}

async function openSibling(
  file: string,
  field: string,
  path: string,
  context: ReadContext,
): Promise<NamedBytes> {
  const name = insidePath(file, field, path);
  const bytes = await context.sibling(name);
  if (bytes === undefined)
    throw malformed(
      file,
      field,
      `names ${name}, which is not there`,
      "its data file beside it",
      "give both files",
    );
  return { name, bytes };
}

/** A path with forward slashes that stays inside the header's folder. */
function insidePath(file: string, field: string, path: string): string {
  const segments = path
    .replaceAll("\\", "/")
    .split("/")
    .filter((segment) => segment !== ".");
  const first = segments[0];
  if (
    first === undefined ||
    first === "" ||
    /^[a-z]:/i.test(first) ||
    segments.includes("..") ||
    path.includes("\0")
  ) {
    throw malformed(
      file,
      field,
      `names ${JSON.stringify(path)}`,
      "a path inside the header's own folder",
      "put the data file beside the header and name it without a folder",
    );
  }
  return segments.join("/");
}

function readPart(
  plan: ValuesPlan,
  file: string,
  bytes: Uint8Array,
  sizeBytes: number,
  context: ReadContext,
): Promise<Uint8Array> {
  const rest = bytes.subarray(endOfLines(bytes, plan.skipLines));
  const compression = plan.compressionOf(rest);
  const block = { file, bytes: rest, compression, sizeBytes, orTwice: plan.orTwice ?? false };
  if (plan.skipBytes !== "all but the values")
    return readData({ ...block, skipBytes: plan.skipBytes }, context);
  if (compression !== "none")
    throw malformed(plan.file, "byte skip", "is -1 for compressed values", "a number of bytes from 0");
  const isTwice = block.orTwice && rest.length === 2 * sizeBytes;
  return readData({ ...block, skipBytes: isTwice ? 0 : Math.max(0, rest.length - sizeBytes) }, context);
}

function endOfLines(bytes: Uint8Array, lines: number): number {
  let at = 0;
  for (let n = 0; n < lines && at < bytes.length; n++) {
    const newline = bytes.indexOf(0x0a, at);
    at = newline === -1 ? bytes.length : newline + 1;
  }
  return at;
}
