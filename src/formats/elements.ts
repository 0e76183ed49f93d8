import type { VoxelArray } from "../image/volume.ts";
import { allocate } from "./data.ts";
import { malformed } from "./malformed.ts";

/** How one value of an image is stored. */
export type ElementType =
  | "bool"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float16"
  | "float32"
  | "float64";

interface Store {
  readonly BYTES_PER_ELEMENT: number;
  new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ): VoxelArray | BigInt64Array | BigUint64Array;
}

/** The array whose memory holds values as they are stored. */
const stores: Readonly<Record<ElementType, Store>> = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Bytes of one stored value. */
export function elementBytes(type: ElementType): number {
  return stores[type].BYTES_PER_ELEMENT;
}

/**
 * Stored bytes as numbers. Most types map to the typed array of the same name (a view of `bytes` where it is aligned and
 * little-endian); bool becomes Uint8Array, float16 Float32Array, and int64 and uint64 Float64Array.
 * @param bytes a whole number of values
 * @throws SoftdiceError naming the file and the voxel when a 64-bit integer lies outside ±(2^53 − 1).
 */
export function decodeElements(
  file: string,
  bytes: Uint8Array,
  type: ElementType,
  littleEndian: boolean,
): VoxelArray {
  const size = elementBytes(type);
  const isReady = (littleEndian || size === 1) && bytes.byteOffset % size === 0;
  const ready = isReady ? bytes : orderedCopy(file, bytes, size, littleEndian);
  const stored = new stores[type](ready.buffer, ready.byteOffset, bytes.length / size);
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) return safeIntegers(file, stored);
  return type === "float16" ? float16ToFloat32(stored) : stored;
}

/** The element type under which an array is written. */
export function elementTypeOf(data: VoxelArray): ElementType {
  return data[Symbol.toStringTag].slice(0, -"Array".length).toLowerCase() as ElementType;
}

/** An array's memory as bytes (little-endian, as on every platform with a JavaScript engine). */
export function bytesOf(data: VoxelArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A copy at offset 0 with the bytes of each value in little-endian order. */
function orderedCopy(file: string, bytes: Uint8Array, size: number, littleEndian: boolean): Uint8Array {
  const copy = allocate(file, bytes.length);
  copy.set(bytes);
  if (littleEndian) return copy;
  for (let start = 0; start < copy.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = copy[low];
      copy[low] = copy[high]!;
      copy[high] = byte;
    }
  }
  return copy;
}

/** IEEE 754 binary16: sign, five bits of exponent (bias 15; 0 without, others with a leading one), ten of fraction. */
function float16ToFloat32(halves: ArrayLike<number>): Float32Array {
  const units = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 25));
  const out = new Float32Array(halves.length);
  for (let n = 0; n < halves.length; n++) {
    const half = halves[n];
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    const leadingOne = exponent === 0 ? 0 : 1024;
    const size = exponent < 31 ? (leadingOne + fraction) * units[exponent] : fraction === 0 ? Infinity : NaN;
    out[n] = half & 0x8000 ? -size : size;
  }
  return out;
}

function safeIntegers(file: string, values: BigInt64Array | BigUint64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let n = 0; n < values.length; n++) {
    const value = Number(values[n]);
    if (!Number.isSafeInteger(value))
      throw malformed(
        file,
        `value ${n}`,
        `is ${values[n]}`,
        "an integer within ±(2^53 − 1)",
        "store it as float64",
      );
    out[n] = value;
  }
  return out;
}
