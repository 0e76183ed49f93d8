import { checkArray, checkFlag, checkFunction, checkObject, checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { checkBytes } from "./bytes.ts";
import { isGzip } from "./compression.ts";
import { readContext } from "./context.ts";
import type { ReadContext } from "./context.ts";
import { readHead } from "./data.ts";
import type { VolumeFormat } from "./format.ts";
import { metaImage } from "./metaimage/read.ts";
import { nifti } from "./nifti/read.ts";
import { npy } from "./npy/read.ts";
import { npz } from "./npy/npz.ts";
import { nrrd } from "./nrrd/read.ts";
import type { NamedBytes, Volume } from "./volume.ts";

/** Every format that is read; a new one is a file and a line here. Content decides, in this order; then the name. */
const formats: VolumeFormat[] = [nifti, nrrd, npy, npz, metaImage];

/** The formats that are read, those that were registered too. */
export const volumeFormats: readonly VolumeFormat[] = formats;

/**
 * Makes another format readable, for `readVolumes` and everything that opens files. It is asked before those that are
 * there, so that it can stand for one of them; one of the same name takes its place.
 *
 * @example
 * import { readVolumes, registerFormat } from "softdice/formats";
 *
 * registerFormat({
 *   name: "bits",
 *   endings: [".bits"],
 *   gzip: false,
 *   recognises: (head) => head[0] === 0xb1,
 *   read: async ({ name, bytes }) => [
 *     {
 *       name,
 *       data: bytes.subarray(1),
 *       grid: {
 *         shape: [bytes.length - 1, 1, 1],
 *         spacingMm: [1, 1, 1],
 *         directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *         originMm: [0, 0, 0],
 *       },
 *     },
 *   ],
 * });
 * const [row] = await readVolumes({ name: "row.bits", bytes: Uint8Array.of(0xb1, 0, 1) });
 * row.data; // Uint8Array [0, 1]
 *
 * @throws SoftdiceError for an ending that is not in lower case with a dot before it, and for a part that is missing
 */
export function registerFormat(format: VolumeFormat): void {
  checkObject("format", format, "a format: name, endings, gzip, recognises and read");
  checkText("format.name", format.name);
  checkArray("format.endings", format.endings, "endings of file names");
  format.endings.forEach((ending, n) => checkText(`format.endings[${n}]`, ending));
  checkFlag("format.gzip", format.gzip);
  checkFunction("format.recognises", format.recognises);
  checkFunction("format.read", format.read);
  const wrong = format.endings.find((ending) => !/^\.[^A-Z]+$/u.test(ending));
  if (wrong !== undefined) {
    throw new SoftdiceError({
      subject: "format.endings",
      problem: `hold ${JSON.stringify(wrong)}`,
      expected: 'endings in lower case with the dot, such as ".nii.gz"',
      remedy: "correct the ending",
    });
  }
  const same = formats.findIndex(({ name }) => name === format.name);
  if (same >= 0) formats[same] = format;
  else formats.unshift(format);
}

const headBytes = 1024;

/**
 * All images, masks or maps of a file, the format chosen by its content and, where that says nothing, by its name.
 *
 * A file with several images (4D NIfTI, layers, segments, classes, arrays) gives one volume for each. Arrays may share
 * memory with `file.bytes`.
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
 * map.grid.shape; // [2, 1, 1]
 *
 * @throws SoftdiceError naming file and field when it cannot be read, in time and memory bounded by its size and
 * `context.maxBytes`.
 */
export async function readVolumes(file: NamedBytes, context: Partial<ReadContext> = {}): Promise<Volume[]> {
  checkObject("file", file, "a file: name and bytes");
  checkText("file.name", file.name);
  checkBytes("file.bytes", file.bytes);
  const full = readContext(context);
  const gzip = isGzip(file.bytes);
  const head = gzip
    ? await readHead(file.name, file.bytes, "gzip", headBytes, full)
    : file.bytes.subarray(0, headBytes);
  const format =
    volumeFormats.find((candidate) => candidate.recognises(head)) ??
    volumeFormats.find(({ endings }) => endings.some((ending) => file.name.toLowerCase().endsWith(ending)));
  if (format === undefined) {
    throw new SoftdiceError({
      subject: file.name,
      problem: file.bytes.length === 0 ? "is empty" : "is of no known image format",
      expected: volumeFormats.map(({ name, endings }) => `${name} (${endings.join(", ")})`).join(", "),
      remedy: "convert it to one of these first",
    });
  }
  if (gzip && !format.gzip) {
    throw new SoftdiceError({
      subject: file.name,
      problem: `is ${format.name} compressed as a whole`,
      expected: `${format.name} as such`,
      remedy: "decompress it with gunzip first",
    });
  }
  return format.read(file, full);
}
