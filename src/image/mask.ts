import { SoftdiceError } from "../core/errors.ts";
import type { Volume, VoxelArray } from "./volume.ts";

/** How many labels an error lists. */
const shownLabels = 8;

/** Values this near to an integer are it: interpolation and scale factors in float32 leave 0.99999994 of a 1. */
const roundingTolerance = 1e-3;

/** The integer that a value is within 1e-3, or the value itself. */
export function nearInteger(value: number): number {
  const integer = Math.round(value);
  return Math.abs(value - integer) <= roundingTolerance ? integer : value;
}

/**
 * The foreground of a mask as 0 and 1: the voxels other than 0, which must all have one value (1, 255, …); of a label map
 * the voxels with the given label. Values within 1e-3 of an integer are that integer.
 *
 * @param label the integer whose voxels are wanted; left out, the volume must be a mask
 * @returns the volume's own array where it is one of 0 and 1 already
 * @throws SoftdiceError naming the volume when it holds several labels and none was asked for, fractions, or NaN
 */
export function binaryMask({ name, data }: Volume, label?: number): Uint8Array {
  if (label !== undefined) return labelled(name, data, label);
  if (data instanceof Uint8Array && isBinary(data)) return data;
  const values = foregroundValues(data);
  if (values.length === 0) return new Uint8Array(data.length);
  if (values.some((value) => !Number.isInteger(value))) {
    throw fraction(name, values[0], "a mask of 0 and one other value");
  }
  if (values.length > 1) {
    throw new SoftdiceError({
      subject: name,
      problem: `holds the labels ${values.slice(0, shownLabels).join(", ")}${values.length > shownLabels ? ", …" : ""}`,
      expected: "a mask of 0 and one other value",
      remedy: "name the wanted labels with --labels",
    });
  }
  return indicator(data, values[0]);
}

/** Whether all bytes are 0 or 1: sixteen at a time where memory is aligned for it, which most images are. */
function isBinary(data: Uint8Array): boolean {
  const words = data.byteOffset % 4 === 0 ? Math.floor(data.length / 4) : 0;
  const view = new Uint32Array(data.buffer, words === 0 ? 0 : data.byteOffset, words);
  let seen = 0;
  for (let i = 0; i < words; i += 4) seen |= view[i] | view[i + 1] | view[i + 2] | view[i + 3];
  if ((seen & 0xfefefefe) !== 0) return false;
  for (let i = 4 * words; i < data.length; i++) seen |= data[i];
  return (seen & 0xfefefefe) === 0;
}

/** The different values other than 0, in order of appearance, one more than an error lists at most; or the first odd one. */
function foregroundValues(data: VoxelArray): number[] {
  const values = new Set<number>();
  let last = 0;
  for (let i = 0; i < data.length; i++) {
    const stored = data[i];
    if (stored === 0 || stored === last) continue;
    last = stored;
    const value = nearInteger(stored);
    if (value === 0) continue;
    if (!Number.isInteger(value)) return [value];
    values.add(value);
    if (values.size > shownLabels) break;
  }
  return [...values].sort((a, b) => a - b);
}

/** 1 where a value is the label within the tolerance. */
function indicator(data: VoxelArray, label: number): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (Math.abs(data[i] - label) <= roundingTolerance) mask[i] = 1;
  return mask;
}

/** {@link indicator} of a label map, which holds integers alone. */
function labelled(name: string, data: VoxelArray, label: number): Uint8Array {
  if (data instanceof Float32Array || data instanceof Float64Array) {
    const odd = data.find((value) => !Number.isInteger(nearInteger(value)));
    if (odd !== undefined) throw fraction(name, odd, "a label map of integers");
  }
  return indicator(data, label);
}

function fraction(subject: string, value: number, expected: string): SoftdiceError {
  const remedy = Number.isFinite(value)
    ? "threshold it first, for instance with softdice threshold"
    : "replace it where the mask is made";
  return new SoftdiceError({ subject, problem: `holds ${value}`, expected, remedy });
}
