import { checkVolume, type Volume } from "../../image/volume.ts";
import { bytesOf, elementBytes, elementTypeOf } from "../elements.ts";

/**
 * A volume as a NumPy array (.npy, version 1) with axes (z, y, x), C order, little-endian, in the type of its array. The
 * geometry is lost: the format has no place for it.
 *
 * @example
 * import { encodeNpy, readVolumes } from "softdice/formats";
 *
 * const grid = {
 *   shape: [2, 1, 1],
 *   spacingMm: [1, 1, 3],
 *   directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   originMm: [0, 0, 0],
 * } as const;
 * const bytes = encodeNpy({ name: "map", grid, data: Float32Array.of(0, 0.5) });
 * const [map] = await readVolumes({ name: "map.npy", bytes });
 * map.data; // Float32Array [0, 0.5]
 *
 * @throws SoftdiceError for values that do not fit the grid
 */
export function encodeNpy(volume: Volume): Uint8Array {
  checkVolume(volume);
  const { grid, data } = volume;
  const type = elementTypeOf(data);
  const kind = type.startsWith("float") ? "f" : type.startsWith("u") ? "u" : "i";
  const size = elementBytes(type);
  const descr = `${size === 1 ? "|" : "<"}${kind}${size}`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${grid.shape.toReversed().join(", ")}), }`;
  const unpadded = 10 + dictionary.length + 1;
  const valuesOffset = Math.ceil(unpadded / 64) * 64;
  const file = new Uint8Array(valuesOffset + data.byteLength);
  file.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  new DataView(file.buffer).setUint16(8, valuesOffset - 10, true);
  file.set(new TextEncoder().encode(`${dictionary}${" ".repeat(valuesOffset - unpadded)}\n`), 10);
  file.set(bytesOf(data), valuesOffset);
  return file;
}
