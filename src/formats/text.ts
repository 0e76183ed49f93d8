import type { VoxelArray } from "../image/volume.ts";
import { allocate } from "./data.ts";
import { decodeElements, elementBytes } from "./elements.ts";
import type { ElementType } from "./elements.ts";
import { malformed } from "./malformed.ts";

/** Headers longer than this are refused. */
const maxHeaderBytes = 16 * 2 ** 20;

/** Lines of a header in UTF-8, without their ends (\n or \r\n), each with the offset of what follows it. */
export function* headerLines(bytes: Uint8Array): Generator<{ line: string; next: number }> {
  const decoder = new TextDecoder();
  const end = Math.min(bytes.length, maxHeaderBytes);
  let start = 0;
  while (start < end) {
    const newline = bytes.indexOf(0x0a, start);
    const stop = newline === -1 || newline > end ? end : newline;
    const line = decoder.decode(bytes.subarray(start, stop));
    const next = Math.min(stop + 1, bytes.length);
    yield { line: line.endsWith("\r") ? line.slice(0, -1) : line, next };
    start = next;
  }
}

/**
 * Numbers separated by white space or commas.
 * @throws SoftdiceError naming the field when something else stands there, or fewer or more than `count`.
 */
export function parseNumbers(file: string, field: string, text: string, count?: number): number[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const numbers = words.map((word) => (/^[+-]?nan$/i.test(word) ? NaN : Number(word)));
  const bad = words.find((word, n) => Number.isNaN(numbers[n]) && !/nan$/i.test(word));
  if (bad !== undefined) throw malformed(file, field, `holds ${JSON.stringify(bad.slice(0, 40))}`, "numbers");
  if (count !== undefined && numbers.length !== count)
    throw malformed(file, field, `has ${numbers.length} numbers`, `${count}`);
  return numbers;
}

/**
 * An image's values written as text.
 * @throws SoftdiceError when there are fewer or more than `count`, or one does not fit the type.
 */
export function parseTextValues(
  file: string,
  bytes: Uint8Array,
  type: ElementType,
  count: number,
): VoxelArray {
  if (!(count * 2 - 1 <= bytes.length))
    throw malformed(file, "data", `has ${bytes.length} characters`, `${count} numbers as text`);
  const wide = type === "int64" || type === "uint64" || type === "float16";
  const storage = wide ? "float64" : type;
  const values = decodeElements(file, allocate(file, count * elementBytes(storage)), storage, true);
  const isFloat = type.startsWith("float");
  let n = 0;
  for (const text of wordsByPiece(bytes)) {
    for (const number of parseNumbers(file, "data", text)) {
      if (n < count) {
        values[n] = number;
        if (!isFloat && (values[n] !== number || !Number.isSafeInteger(number)))
          throw malformed(file, `value ${n}`, `is ${number}`, `a number that ${type} can hold`);
      }
      n += 1;
    }
  }
  if (n !== count) throw malformed(file, "data", `has ${n} numbers`, `${count}`);
  return values;
}

/** Characters of a text that are taken apart at a time: each word is an object many times as long as itself. */
const pieceBytes = 65_536;

/** A text piece by piece, none of which ends within a word. */
function* wordsByPiece(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + pieceBytes, bytes.length);
    while (to < bytes.length && bytes[to] > 0x20 && bytes[to] !== 0x2c) to += 1;
    yield decoder.decode(bytes.subarray(from, to));
    from = to;
  }
}
