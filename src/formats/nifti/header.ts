import type { ElementType } from "../elements.ts";
import { malformed } from "../malformed.ts";

/** What a NIfTI header says, NIfTI-1 and NIfTI-2 alike; names are the standard's. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** Whether the values follow in the same file ("n+1", "n+2") or stand in an .img file ("ni1", "ni2"). */
  readonly singleFile: boolean;
  /** dim[1..dim[0]]: at least one, all positive; a length of 0 after the first is 1, as in niftilib. */
  readonly dim: readonly number[];
  readonly type: ElementType;
  /** Bits of a value, which the type says too. */
  readonly bitpix: number;
  /** pixdim[0..7]: pixdim[0] carries the sign of the third axis of the qform. */
  readonly pixdim: readonly number[];
  readonly voxOffset: number;
  readonly sclSlope: number;
  readonly sclInter: number;
  readonly xyztUnits: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** quatern_b, c, d and qoffset_x, y, z. */
  readonly quatern: readonly [number, number, number];
  readonly qoffset: readonly [number, number, number];
  /** srow_x, srow_y, srow_z: twelve numbers. */
  readonly srow: readonly number[];
}

/** Bytes of a header: what its first field, sizeof_hdr, says. */
export const headerBytes = { 1: 348, 2: 540 } as const;

/** The types that are read, by their datatype code. */
export const datatypes: ReadonlyMap<number, ElementType> = new Map([
  [2, "uint8"],
  [4, "int16"],
  [8, "int32"],
  [16, "float32"],
  [64, "float64"],
  [256, "int8"],
  [512, "uint16"],
  [768, "uint32"],
  [1024, "int64"],
  [1280, "uint64"],
]);

/** Version and byte order by sizeof_hdr, which is 348 or 540 in one of the two; undefined where it is neither. */
export function niftiVersion(head: Uint8Array): { version: 1 | 2; littleEndian: boolean } | undefined {
  if (head.length < headerBytes[1]) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (const version of [1, 2] as const) {
    if (version === 2 && head.length < headerBytes[2]) continue;
    for (const littleEndian of [true, false]) {
      if (view.getInt32(0, littleEndian) === headerBytes[version]) return { version, littleEndian };
    }
  }
  return undefined;
}

/**
 * Parses the first 348 or 540 bytes of a file.
 * @throws SoftdiceError naming the first field that no NIfTI image can have.
 */
export function parseNiftiHeader(file: string, head: Uint8Array): NiftiHeader {
  const found = niftiVersion(head);
  if (found === undefined) {
    throw malformed(
      file,
      "sizeof_hdr",
      "is neither 348 nor 540",
      "a NIfTI-1 or NIfTI-2 header",
      "check that it is NIfTI",
    );
  }
  const { version, littleEndian } = found;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const int16 = (at: number): number => view.getInt16(at, littleEndian);
  const int32 = (at: number): number => view.getInt32(at, littleEndian);
  const int64 = (at: number): number => Number(view.getBigInt64(at, littleEndian));
  const float = (at: number): number =>
    version === 1 ? view.getFloat32(at, littleEndian) : view.getFloat64(at, littleEndian);
  const floats = (at: number, count: number): number[] =>
    Array.from({ length: count }, (_, n) => float(at + n * (version === 1 ? 4 : 8)));
  const three = (at: number): [number, number, number] => floats(at, 3) as [number, number, number];

  const singleFile = isSingleFile(file, version, head);
  const dims =
    version === 1
      ? Array.from({ length: 8 }, (_, n) => int16(40 + 2 * n))
      : Array.from({ length: 8 }, (_, n) => int64(16 + 8 * n));
  const code = int16(version === 1 ? 70 : 12);
  const bitpix = int16(version === 1 ? 72 : 14);
  const common = {
    version,
    littleEndian,
    singleFile,
    dim: checkDim(file, dims),
    type: checkType(file, code),
    bitpix,
  };
  return version === 1
    ? {
        ...common,
        pixdim: floats(76, 8),
        voxOffset: float(108),
        sclSlope: float(112),
        sclInter: float(116),
        xyztUnits: head[123],
        qformCode: int16(252),
        sformCode: int16(254),
        quatern: three(256),
        qoffset: three(268),
        srow: floats(280, 12),
      }
    : {
        ...common,
        pixdim: floats(104, 8),
        voxOffset: int64(168),
        sclSlope: float(176),
        sclInter: float(184),
        xyztUnits: int32(500),
        qformCode: int32(344),
        sformCode: int32(348),
        quatern: three(352),
        qoffset: three(376),
        srow: floats(400, 12),
      };
}

function isSingleFile(file: string, version: 1 | 2, head: Uint8Array): boolean {
  const at = version === 1 ? 344 : 4;
  const magic = String.fromCharCode(...head.subarray(at, at + 3));
  if (magic === `n+${version}`) return true;
  if (magic === `ni${version}`) return false;
  throw malformed(
    file,
    "magic",
    `is ${JSON.stringify(magic)}`,
    `"n+${version}" or "ni${version}" (an Analyze file has none, and no orientation)`,
    "convert it to NIfTI first",
  );
}

function checkDim(file: string, dims: readonly number[]): number[] {
  const rank = dims[0];
  if (!(rank >= 1 && rank <= 7))
    throw malformed(file, "dim[0]", `is ${rank}`, "a number of dimensions from 1 to 7");
  const dim = dims.slice(1, rank + 1).map((n, axis) => (n === 0 && axis > 0 ? 1 : n));
  for (const [axis, n] of dim.entries()) {
    if (!(n >= 1 && Number.isSafeInteger(n)))
      throw malformed(file, `dim[${axis + 1}]`, `is ${n}`, "a positive number of voxels");
  }
  return dim;
}

function checkType(file: string, code: number): ElementType {
  const type = datatypes.get(code);
  if (type === undefined) {
    throw malformed(
      file,
      "datatype",
      `is ${code}`,
      `a real number type (${[...datatypes].map(([known, name]) => `${known} ${name}`).join(", ")})`,
      "convert it to one of these (binary, complex, RGB and long double images are not read)",
    );
  }
  return type;
}
