import { SoftdiceError } from "../core/errors.ts";
import type { Volume, VoxelArray } from "./volume.ts";

/** How many labels an error lists. */
const shownLabels = 8;

/**
 * The foreground of a mask as 0 and 1: the voxels other than 0, which must all have one value (1, 255, …); of a label map
 * the voxels with the given label.
 *
 * @param label the integer whose voxels are wanted; left out, the volume must be a mask
 * @returns the volume's own array where it is one of 0 and 1 already
 * @throws SoftdiceError naming the volume when it holds several labels and none was asked for, probabilities, or NaN
 */
export function binaryMask({ name, data }: Volume, label?: number): Uint8Array {
  if (label !== undefined) return indicator(data, label);
  if (data instanceof Uint8Array && isBinary(data)) return data;
  const values = foregroundValues(data);
  if (values.length === 0) return new Uint8Array(data.length);
  if (values.some((value) => !Number.isInteger(value))) {
    throw new SoftdiceError({
      subject: name,
      problem: `holds ${values.find((value) => !Number.isInteger(value))}`,
      expected: "a mask of 0 and one other value",
      remedy: "threshold it first, for instance with softdice threshold",
    });
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
    const value = data[i];
    if (value === 0 || value === last) continue;
    if (!Number.isInteger(value)) return [value];
    last = value;
    values.add(value);
    if (values.size > shownLabels) break;
  }
  return [...values].sort((a, b) => a - b);
}

function indicator(data: VoxelArray, label: number): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i] === label) mask[i] = 1;
  return mask;
}
