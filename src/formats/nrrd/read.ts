import { voxelCount } from "../../image/grid.ts";
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
import { nrrdGeometry } from "./geometry.ts";
import { isNrrd, parseNrrdHeader } from "./header.ts";
import type { NrrdHeader } from "./header.ts";
import { extractSegments, segmentsOf } from "./segments.ts";

const endings = [".nrrd", ".nhdr", ".seg.nrrd", ".seg.nhdr"];

/** The names that NRRD knows for a type. */
const typeNames: readonly (readonly [ElementType, ...string[]])[] = [
  ["int8", "signed char", "int8_t"],
  ["uint8", "uchar", "unsigned char", "uint8_t"],
  ["int16", "short", "short int", "signed short", "signed short int", "int16_t"],
  ["uint16", "ushort", "unsigned short", "unsigned short int", "uint16_t"],
  ["int32", "int", "signed int", "int32_t"],
  ["uint32", "uint", "unsigned int", "uint32_t"],
  ["int64", "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64_t"],
  ["uint64", "ulonglong", "unsigned long long", "unsigned long long int", "uint64_t"],
  ["float32", "float"],
  ["float64", "double"],
];

const types: ReadonlyMap<string, ElementType> = new Map(
  typeNames.flatMap(([type, ...names]) => [type, ...names].map((name) => [name, type] as const)),
);

const compressions: ReadonlyMap<string, Compression | "none"> = new Map([
  ["raw", "none"],
  ["gzip", "gzip"],
  ["gz", "gzip"],
]);

/**
 * NRRD: one file (.nrrd) or a header (.nhdr) with values elsewhere (one file, LIST, or a numbered pattern); raw, gzip or
 * text. Each segment of a segmentation (.seg.nrrd) becomes a mask; otherwise axes that are not spatial make one volume
 * for each of their positions.
 */
export const nrrd: VolumeFormat = {
  name: "NRRD",
  endings,
  recognises: isNrrd,
  gzip: false,
  async read(file, context) {
    const header = parseNrrdHeader(file.name, file.bytes);
    const type = types.get(required(file.name, header, "type").toLowerCase());
    if (type === undefined)
      throw malformed(file.name, "type", `is ${header.fields.get("type")}`, "an integer or real number type");
    const sizes = parseSizes(file.name, header);
    const { grid, frames, interleaved } = nrrdGeometry(file.name, header, sizes, context);
    requireVolumes(file.name, frames, context);
    const values = await readNrrdValues(file, header, type, voxelCount(grid) * frames, context);
    const data = interleaved ? deinterleave(values, frames) : values;
    const volumes = splitFrames(stemOf(file.name, endings), grid, data);
    const segments = segmentsOf(file.name, header.keys, context);
    return segments.length > 0
      ? extractSegments(file.name, header.keys, segments, volumes, context)
      : volumes;
  },
};

function required(file: string, { fields }: NrrdHeader, field: string): string {
  const value = fields.get(field.replaceAll(" ", ""));
  if (value === undefined) throw malformed(file, field, "is missing", `a "${field}:" line in the header`);
  return value;
}

function parseSizes(file: string, header: NrrdHeader): number[] {
  const [dimension] = parseNumbers(file, "dimension", required(file, header, "dimension"), 1) as [number];
  if (!(dimension >= 2 && dimension <= 16))
    throw malformed(file, "dimension", `is ${dimension}`, "at least 2 and at most 16");
  const sizes = parseNumbers(file, "sizes", required(file, header, "sizes"), dimension);
  const bad = sizes.find((size) => !(Number.isSafeInteger(size) && size > 0));
  if (bad !== undefined) throw malformed(file, "sizes", `has ${bad}`, "positive whole numbers");
  return sizes;
}

async function readNrrdValues(
  file: NamedBytes,
  header: NrrdHeader,
  type: ElementType,
  count: number,
  context: ReadContext,
): Promise<VoxelArray> {
  const { name } = file;
  const encoding = required(name, header, "encoding").toLowerCase();
  const detached = header.fields.get("datafile");
  const source =
    detached === undefined
      ? file.bytes.subarray(header.end)
      : detached.startsWith("LIST")
        ? header.listed
        : (patternNames(name, "data file", detached) ?? [detached]);
  if (/^(text|txt|ascii)$/.test(encoding)) {
    const text = await readWhole(name, "data file", source, context);
    return parseTextValues(name, text, type, count);
  }
  const compression = compressions.get(encoding);
  if (compression === undefined)
    throw malformed(name, "encoding", `is ${encoding}`, "raw, gzip or text", "write it with one of these");
  const littleEndian = elementBytes(type) === 1 || isLittleEndian(name, header);
  const skipBytes = skip(name, header, "byte skip", -1);
  const bytes = await readValues(
    {
      file: name,
      field: "data file",
      source,
      sizeBytes: count * elementBytes(type),
      compressionOf: () => compression,
      skipLines: skip(name, header, "line skip", 0),
      skipBytes: skipBytes === -1 ? "all but the values" : skipBytes,
    },
    context,
  );
  return decodeElements(name, bytes, type, littleEndian);
}

function skip(file: string, { fields }: NrrdHeader, field: "byte skip" | "line skip", least: number): number {
  const [count] = parseNumbers(file, field, fields.get(field.replace(" ", "")) ?? "0", 1) as [number];
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw malformed(file, field, `is ${count}`, `a whole number, at least ${least}`);
}

function isLittleEndian(file: string, header: NrrdHeader): boolean {
  const endian = required(file, header, "endian").toLowerCase();
  if (endian === "little" || endian === "big") return endian === "little";
  throw malformed(file, "endian", `is ${endian}`, "little or big");
}
