import type { ElementType } from "../elements.ts";
import { malformed } from "../malformed.ts";

/** What the header of a .npy file says. */
export interface NpyHeader {
  readonly type: ElementType;
  readonly littleEndian: boolean;
  /** Whether the first axis of `shape` is the fastest; the last one is otherwise. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the values start. */
  readonly end: number;
}

const types: ReadonlyMap<string, ElementType> = new Map([
  ["b1", "bool"],
  ["i1", "int8"],
  ["u1", "uint8"],
  ["i2", "int16"],
  ["u2", "uint16"],
  ["i4", "int32"],
  ["u4", "uint32"],
  ["i8", "int64"],
  ["u8", "uint64"],
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/** Whether bytes begin with the magic of .npy. */
export function isNpy(head: Uint8Array): boolean {
  return head[0] === 0x93 && String.fromCharCode(...head.subarray(1, 6)) === "NUMPY";
}

/**
 * Parses a header: magic, version, length (2 bytes in version 1, 4 in versions 2 and 3), and a Python dictionary with
 * descr, fortran_order and shape.
 * @throws SoftdiceError naming the entry that is missing, or not of a plain array of numbers.
 */
export function parseNpyHeader(file: string, bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes) || bytes.length < 12)
    throw malformed(file, "magic", "is not that of NumPy", "a .npy file", "check that it is one");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (!(version >= 1 && version <= 3)) throw malformed(file, "version", `is ${version}`, "1, 2 or 3");
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length)
    throw malformed(
      file,
      "header length",
      `reaches to byte ${end} of ${bytes.length}`,
      "a header inside the file",
    );
  const text = new TextDecoder().decode(bytes.subarray(start, end));

  const [, order, kind] = /'descr':\s*'([<>|=]?)([^']*)'/.exec(text) ?? [];
  const type = types.get(kind ?? "");
  if (type === undefined) {
    throw malformed(
      file,
      "descr",
      kind === undefined ? "is not a plain type" : `is ${JSON.stringify(kind)}`,
      `one of ${[...types.keys()].join(", ")}`,
      "save an array of booleans, integers or real numbers",
    );
  }
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(text) ?? [];
  if (fortran === undefined) throw malformed(file, "fortran_order", "is missing", "True or False");
  const [, list] = /'shape':\s*\(([\d\s,L]*)\)/.exec(text) ?? [];
  if (list === undefined) throw malformed(file, "shape", "is missing", "whole numbers in parentheses");
  const shape = (list.match(/\d+/g) ?? []).map(Number);
  if (!shape.every((n) => Number.isSafeInteger(n) && n > 0))
    throw malformed(file, "shape", `is (${shape.join(", ")})`, "at least one voxel along each axis");
  return { type, littleEndian: order !== ">", fortranOrder: fortran === "True", shape, end };
}
