import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { stemOf } from "../formats/frames.ts";
import { readVolumes, volumeFormats } from "../formats/read.ts";
import type { Volume } from "../formats/volume.ts";
import type { InputFile } from "./inputs.ts";
import { readInput } from "./readInput.ts";
import { inflateWithZlib } from "./inflate.ts";

const endings = volumeFormats.flatMap((format) => format.endings);

/** Whether a file's name is that of an image format that is read. */
export function hasImageName(path: string): boolean {
  return endings.some((ending) => path.toLowerCase().endsWith(ending));
}

/** The name of an image or DICOM file without folders and ending. */
export function stem(path: string): string {
  return stemOf(path, [...endings, ".dcm"]);
}

/** A file's path without the ending of its image format. */
export function withoutEnding(path: string): string {
  const longest = Math.max(
    0,
    ...endings.filter((ending) => path.toLowerCase().endsWith(ending)).map((ending) => ending.length),
  );
  return path.slice(0, path.length - longest);
}

/**
 * All volumes of an image file.
 * @param warn takes remarks on what was unusual, one line each
 * @throws SoftdiceError naming the file when it cannot be read
 */
export async function readImage(file: InputFile, warn: (remark: string) => void): Promise<Volume[]> {
  return readVolumes(
    { name: file.path, bytes: await file.read() },
    {
      inflate: inflateWithZlib,
      warn,
      sibling: (path) => readSibling(join(dirname(file.path), path)),
    },
  );
}

/** A file beside an image, undefined where there is none. */
async function readSibling(path: string): Promise<Uint8Array | undefined> {
  return existsSync(path) ? readInput(path) : undefined;
}
