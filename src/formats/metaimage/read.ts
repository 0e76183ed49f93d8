import { gridFromSteps, voxelCount } from "../../image/grid.ts";
import type { Grid, Triple } from "../../image/grid.ts";
import { isGzip } from "../compression.ts";
import type { Compression } from "../compression.ts";
import type { ReadContext } from "../context.ts";
import { requireVolumes } from "../data.ts";
import { patternNames, readValues, readWhole } from "../detached.ts";
import { decodeElements, elementBytes } from "../elements.ts";
import type { ElementType } from "../elements.ts";
import type { VolumeFormat } from "../format.ts";
import { deinterleave, splitFrames, stemOf } from "../frames.ts";
import { malformed } from "../malformed.ts";
import { parseNumbers, parseTextValues } from "../text.ts";
import type { NamedBytes, VoxelArray } from "../volume.ts";
import { isMetaImage, parseMetaHeader } from "./header.ts";
import type { MetaHeader } from "./header.ts";

const endings = [".mha", ".mhd"];

const types: ReadonlyMap<string, ElementType> = new Map([
  ["MET_CHAR", "int8"],
  ["MET_UCHAR", "uint8"],
  ["MET_SHORT", "int16"],
  ["MET_USHORT", "uint16"],
  ["MET_INT", "int32"],
  ["MET_UINT", "uint32"],
  ["MET_LONG", "int32"],
  ["MET_ULONG", "uint32"],
  ["MET_LONG_LONG", "int64"],
  ["MET_ULONG_LONG", "uint64"],
  ["MET_FLOAT", "float32"],
  ["MET_DOUBLE", "float64"],
]);

/**
 * A long has four bytes in MetaIO; before version 1.2 it had those of the writer's machine, eight on 64-bit Linux and
 * macOS. The length of the values tells which.
 */
const longs: ReadonlyMap<string, ElementType> = new Map([
  ["MET_LONG", "int64"],
  ["MET_ULONG", "uint64"],
]);

/**
 * MetaImage: one file (.mha) or a header (.mhd) with values in .raw or .zraw, a LIST, or a numbered pattern; compressed or
 * not, binary or text. Its frame is LPS. Channels, and dimensions beyond the third, make one volume each.
 */
export const metaImage: VolumeFormat = {
  name: "MetaImage",
  endings,
  recognises: isMetaImage,
  gzip: false,
  async read(file, context) {
    const header = parseMetaHeader(file.name, file.bytes);
    const sizes = dimensions(file.name, header);
    const channels = number(file.name, header, ["ElementNumberOfChannels"], 1);
    if (!(Number.isSafeInteger(channels) && channels > 0))
      throw malformed(file.name, "ElementNumberOfChannels", `is ${channels}`, "a positive whole number");
    const grid = metaGrid(file.name, header, sizes);
    const frames = sizes.slice(3).reduce((product, n) => product * n, channels);
    requireVolumes(file.name, frames, context);
    const values = await readMetaValues(file, header, voxelCount(grid) * frames, context);
    return splitFrames(stemOf(file.name, endings), grid, deinterleave(values, channels));
  },
};

function dimensions(file: string, header: MetaHeader): number[] {
  const rank = number(file, header, ["NDims"]);
  if (!(rank >= 2 && rank <= 8 && Number.isInteger(rank)))
    throw malformed(file, "NDims", `is ${rank}`, "a whole number from 2 to 8");
  const sizes = parseNumbers(file, "DimSize", text(file, header, ["DimSize"]), rank);
  const bad = sizes.find((n) => !(Number.isSafeInteger(n) && n > 0));
  if (bad !== undefined) throw malformed(file, "DimSize", `has ${bad}`, "positive whole numbers");
  return sizes;
}

/**
 * Row a of TransformMatrix is the direction of axis a. A field may be spelt in several ways; those left out are 1 mm,
 * the identity, and 0.
 */
function metaGrid(file: string, header: MetaHeader, sizes: readonly number[]): Grid {
  const rank = sizes.length;
  const numbers = (names: readonly string[], count: number, otherwise: readonly number[]): number[] =>
    parseNumbers(file, names[0], text(file, header, names, otherwise.join(" ")), count);
  const identity = Array.from({ length: rank * rank }, (_, n) => (n % (rank + 1) === 0 ? 1 : 0));
  const spacing = numbers(
    ["ElementSpacing", "ElementSize"],
    rank,
    sizes.map(() => 1),
  );
  const matrix = numbers(["TransformMatrix", "Orientation", "Rotation"], rank * rank, identity);
  const origin = numbers(
    ["Offset", "Position", "Origin"],
    rank,
    sizes.map(() => 0),
  );
  if (!spacing.slice(0, 3).every((mm) => mm > 0))
    throw malformed(file, "ElementSpacing", `is ${spacing.join(" ")}`, "positive numbers of mm");
  const step = (axis: 0 | 1 | 2): Triple => {
    if (axis >= rank) return [0, 0, 1];
    const along = (d: number): number => (d < rank ? matrix[axis * rank + d] * spacing[axis] : 0);
    return [along(0), along(1), along(2)];
  };
  const [nx, ny, nz = 1] = sizes as [number, number, number?];
  const [x, y, z = 0] = origin as [number, number, number?];
  return gridFromSteps(`${file}: TransformMatrix`, [nx, ny, nz], [step(0), step(1), step(2)], [x, y, z]);
}

async function readMetaValues(
  { name, bytes }: NamedBytes,
  header: MetaHeader,
  count: number,
  context: ReadContext,
): Promise<VoxelArray> {
  const elementType = text(name, header, ["ElementType"]).replace(/_ARRAY$/, "");
  const type = types.get(elementType);
  if (type === undefined)
    throw malformed(name, "ElementType", `is ${elementType}`, `one of ${[...types.keys()].join(", ")}`);
  const dataFile = text(name, header, ["ElementDataFile"]);
  const source = /^local$/i.test(dataFile)
    ? bytes.subarray(header.end)
    : dataFile.startsWith("LIST")
      ? header.listed
      : (patternNames(name, "ElementDataFile", dataFile) ?? [dataFile]);
  if (!flag(header, ["BinaryData"], true)) {
    const whole = await readWhole(name, "ElementDataFile", source, context);
    return parseTextValues(name, whole, type, count);
  }
  const skipBytes = number(name, header, ["HeaderSize"], 0);
  if (!(Number.isSafeInteger(skipBytes) && skipBytes >= -1))
    throw malformed(name, "HeaderSize", `is ${skipBytes}`, "a number of bytes, or -1 for all but the values");
  const compressed = flag(header, ["CompressedData"], false);
  const wide = longs.get(elementType);
  const values = await readValues(
    {
      file: name,
      field: "ElementDataFile",
      source,
      sizeBytes: count * elementBytes(type),
      compressionOf: (part): Compression | "none" =>
        !compressed ? "none" : isGzip(part) ? "gzip" : "deflate",
      skipLines: 0,
      skipBytes: skipBytes === -1 ? "all but the values" : skipBytes,
      orTwice: wide !== undefined,
    },
    context,
  );
  const bigEndian = flag(header, ["BinaryDataByteOrderMSB", "ElementByteOrderMSB"], false);
  const isWide = wide !== undefined && values.length === count * elementBytes(wide);
  return decodeElements(name, values, isWide ? wide : type, !bigEndian);
}

/** The value of the first of several keys that is there. */
function text(file: string, { fields }: MetaHeader, keys: readonly string[], otherwise?: string): string {
  const value = keys.map((key) => fields.get(key)).find((found) => found !== undefined) ?? otherwise;
  if (value === undefined)
    throw malformed(file, keys[0], "is missing", `a line "${keys[0]} = …" in the header`);
  return value;
}

function number(file: string, header: MetaHeader, keys: readonly string[], otherwise?: number): number {
  return parseNumbers(file, keys[0], text(file, header, keys, otherwise?.toString()), 1)[0];
}

/** True and 1 mean yes, anything else no, as in MetaIO. */
function flag({ fields }: MetaHeader, keys: readonly string[], otherwise: boolean): boolean {
  const value = keys.map((key) => fields.get(key)).find((found) => found !== undefined);
  return value === undefined ? otherwise : /^[t1]/i.test(value);
}
