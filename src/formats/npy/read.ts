import { float16Precision } from "../../core/voteLevels.ts";
import { unplacedGrid } from "../../image/grid.ts";
import { emptyLike } from "../../image/volume.ts";
import type { Volume, VoxelArray } from "../../image/volume.ts";
import type { ReadContext } from "../context.ts";
import { readData, requireVolumes } from "../data.ts";
import { decodeElements, elementBytes } from "../elements.ts";
import type { VolumeFormat } from "../format.ts";
import { splitFrames, stemOf } from "../frames.ts";
import { malformed } from "../malformed.ts";
import type { NamedBytes } from "../volume.ts";
import { isNpy, parseNpyHeader } from "./header.ts";

const endings = [".npy"];

/**
 * NumPy arrays (.npy), in C or Fortran order. The axes are (z, y, x), the last one our i, whatever the order in memory;
 * (y, x) is one slice, (x) one row. A fourth axis stands first, as in (class, z, y, x), and gives one volume for each of
 * its positions: "name[0]", "name[1]", …. There is no geometry in it: voxels of 1 mm along LPS.
 */
export const npy: VolumeFormat = {
  name: "NumPy array",
  endings,
  recognises: isNpy,
  gzip: false,
  read: async (file, context) => {
    const volumes = await readArray(file, stemOf(file.name, endings), context);
    warnOfNoGeometry(file.name, context);
    return volumes;
  },
};

/** Says that voxel sizes are unknown. */
export function warnOfNoGeometry(file: string, context: ReadContext): void {
  context.warn(
    `${file}: holds no geometry; voxels are taken as 1 mm, and volumes in mL are true only if they are`,
  );
}

/** The volumes of one array, called `name`. */
export async function readArray(
  { name: file, bytes }: NamedBytes,
  name: string,
  context: ReadContext,
): Promise<Volume[]> {
  const { type, littleEndian, fortranOrder, shape, end } = parseNpyHeader(file, bytes);
  if (shape.length < 1 || shape.length > 4) {
    throw malformed(
      file,
      "shape",
      `has ${shape.length} axes`,
      "one to four: (class, z, y, x)",
      "save an array of one to four axes",
    );
  }
  requireVolumes(file, shape.length === 4 ? shape[0] : 1, context);
  const sizeBytes = shape.reduce((product, n) => product * n, elementBytes(type));
  const stored = await readData({ file, bytes, compression: "none", skipBytes: end, sizeBytes }, context);
  const values = decodeElements(file, stored, type, littleEndian);
  const data = fortranOrder ? reverseAxes(values, shape) : values;
  const [nx = 1, ny = 1, nz = 1] = shape.toReversed();
  const volumes = splitFrames(name, unplacedGrid([nx, ny, nz]), data);
  return type === "float16" ? volumes.map((one) => ({ ...one, precision: float16Precision })) : volumes;
}

/** An array with its first axis fastest as one with its last axis fastest. */
function reverseAxes<Data extends VoxelArray>(data: Data, shape: readonly number[]): Data {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  const out = emptyLike(data, data.length);
  let to = 0;
  for (let p = 0; p < a; p++) {
    for (let q = 0; q < b; q++) {
      for (let r = 0; r < c; r++) {
        for (let s = 0; s < d; s++) out[to++] = data[p + a * (q + b * (r + c * s))]!;
      }
    }
  }
  return out;
}
