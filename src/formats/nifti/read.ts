import { float32Precision } from "../../core/voteLevels.ts";
import type { Triple } from "../../image/grid.ts";
import { unplaced } from "../../image/volume.ts";
import type { Volume, VoxelArray } from "../../image/volume.ts";
import { isGzip } from "../compression.ts";
import type { ReadContext } from "../context.ts";
import { readData, readHead, requireVolumes } from "../data.ts";
import { decodeElements, elementBytes } from "../elements.ts";
import type { VolumeFormat } from "../format.ts";
import { splitFrames, stemOf } from "../frames.ts";
import { malformed } from "../malformed.ts";
import type { NamedBytes } from "../volume.ts";
import { isPlaced, niftiGrid } from "./geometry.ts";
import { headerBytes, niftiVersion, parseNiftiHeader } from "./header.ts";
import type { NiftiHeader } from "./header.ts";

const endings = [".nii", ".nii.gz", ".hdr", ".hdr.gz", ".img", ".img.gz"];

/**
 * NIfTI-1 and NIfTI-2: one file (.nii, .nii.gz) or a pair of header (.hdr) and values (.img), either of which may be given.
 * Dimensions beyond the third make one volume each. Values are scaled where scl_slope says so.
 */
export const nifti: VolumeFormat = {
  name: "NIfTI",
  endings,
  recognises: (head) => niftiVersion(head) !== undefined,
  gzip: true,
  async read(file, context) {
    const head = await headOf(file, context);
    if (niftiVersion(head) === undefined && /\.img(\.gz)?$/i.test(file.name)) {
      const header = await partner(file.name, "hdr", context);
      return readPair(file.name, await headOf(header, context), file, context);
    }
    const header = parseNiftiHeader(file.name, head);
    return header.singleFile
      ? readVolumes(file.name, header, file, context)
      : readPair(file.name, head, await partner(file.name, "img", context), context);
  },
};

function headOf(file: NamedBytes, context: ReadContext): Promise<Uint8Array> | Uint8Array {
  const size = headerBytes[2];
  return isGzip(file.bytes)
    ? readHead(file.name, file.bytes, "gzip", size, context)
    : file.bytes.subarray(0, size);
}

function readPair(
  name: string,
  head: Uint8Array,
  values: NamedBytes,
  context: ReadContext,
): Promise<Volume[]> {
  return readVolumes(name, parseNiftiHeader(name, head), values, context);
}

/** The other file of a pair: the same name with the other ending, compressed or not. */
async function partner(name: string, ending: "hdr" | "img", context: ReadContext): Promise<NamedBytes> {
  const stem = stemOf(name, endings);
  for (const candidate of [`${stem}.${ending}`, `${stem}.${ending}.gz`]) {
    const bytes = await context.sibling(candidate);
    if (bytes !== undefined) return { name: candidate, bytes };
  }
  throw malformed(
    name,
    "magic",
    "says that the image is a pair of .hdr and .img",
    `${stem}.${ending} beside it`,
    "give both files, or convert them to .nii",
  );
}

async function readVolumes(
  name: string,
  header: NiftiHeader,
  values: NamedBytes,
  context: ReadContext,
): Promise<Volume[]> {
  const [nx = 1, ny = 1, nz = 1, ...more] = header.dim;
  const shape: Triple = [nx, ny, nz];
  const bits = 8 * elementBytes(header.type);
  if (header.bitpix !== bits)
    context.warn(`${name}: bitpix is ${header.bitpix}, not ${bits}; the data type, ${header.type}, counts`);
  requireVolumes(
    name,
    more.reduce((product, n) => product * n, 1),
    context,
  );
  const grid = niftiGrid(name, header, shape, context);
  const bytes = await readData(
    {
      file: values.name,
      bytes: values.bytes,
      compression: isGzip(values.bytes) ? "gzip" : "none",
      skipBytes: valuesOffset(name, header, context),
      sizeBytes: [...shape, ...more].reduce((product, n) => product * n, elementBytes(header.type)),
    },
    context,
  );
  const stored = decodeElements(values.name, bytes, header.type, header.littleEndian);
  const scaled = scaleValues(name, stored, header);
  const frames = splitFrames(stemOf(name, endings), grid, scaled);
  const volumes = isPlaced(header) ? frames : unplaced(frames);
  // The slope is float32, whatever the values become.
  return scaled === stored ? volumes : volumes.map((one) => ({ ...one, precision: float32Precision }));
}

/**
 * vox_offset. In a single file the values begin after the header and its four bytes of extension flags at the earliest; an
 * offset before that, which would read the header as voxels, is raised to it, as in niftilib.
 */
function valuesOffset(
  file: string,
  { voxOffset, singleFile, version }: NiftiHeader,
  context: ReadContext,
): number {
  const least = singleFile ? headerBytes[version] + 4 : 0;
  if (!(Number.isSafeInteger(voxOffset) && voxOffset >= 0))
    throw malformed(file, "vox_offset", `is ${voxOffset}`, `a whole number of bytes, at least ${least}`);
  if (voxOffset >= least) return voxOffset;
  if (voxOffset > 0)
    context.warn(`${file}: vox_offset is ${voxOffset}, inside the header; values are read from ${least}`);
  return least;
}

/**
 * value = stored · scl_slope + scl_inter, where scl_slope is neither 0 nor NaN nor infinite; as stored otherwise. Scaled
 * values are Float32Array for types of up to 16 bits and float32, Float64Array for the others.
 */
function scaleValues(file: string, stored: VoxelArray, { sclSlope, sclInter }: NiftiHeader): VoxelArray {
  if (sclSlope === 0 || !Number.isFinite(sclSlope) || (sclSlope === 1 && sclInter === 0)) return stored;
  if (!Number.isFinite(sclInter)) throw malformed(file, "scl_inter", `is ${sclInter}`, "a finite number");
  const narrow = stored.BYTES_PER_ELEMENT <= 2 || stored instanceof Float32Array;
  const values = narrow ? new Float32Array(stored.length) : new Float64Array(stored.length);
  for (let n = 0; n < stored.length; n++) values[n] = stored[n] * sclSlope + sclInter;
  return values;
}
