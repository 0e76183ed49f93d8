import { openAsBlob } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { StudyFile } from "../formats/dicom/study.ts";
import { walkArchive } from "../formats/zip/walk.ts";
import { readError } from "./files.ts";

/** A file that a command is given, in a folder or in an archive; read when it is asked for. */
export type InputFile = StudyFile;

/**
 * All files in the given files, folders and zip archives, folders and archives in depth, in order of their names. An
 * archive is never unpacked to disk; links are not followed.
 *
 * @param except a folder that is passed over where it lies in another: the command's own results
 * @throws SoftdiceError for an input that is not there, and for a damaged or dangerous archive
 */
export async function* inputFiles(inputs: readonly string[], except?: string): AsyncGenerator<InputFile> {
  const passed = except === undefined ? undefined : resolve(except);
  for (const input of inputs) {
    const entry = await stat(input).catch((cause: unknown) => {
      throw readError(input, cause);
    });
    yield* entry.isDirectory() ? folderFiles(input, passed) : oneFile(input);
  }
}

async function* folderFiles(folder: string, except: string | undefined): AsyncGenerator<InputFile> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw readError(folder, cause);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield* oneFile(path);
    else if (entry.isDirectory() && resolve(path) !== except) yield* folderFiles(path, except);
  }
}

async function* oneFile(path: string): AsyncGenerator<InputFile> {
  if (!path.toLowerCase().endsWith(".zip")) {
    yield inputFile(path);
    return;
  }
  const archive = await openAsBlob(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  for await (const entry of walkArchive(path, archive)) {
    yield { path: `${path}/${entry.path}`, read: entry.read };
  }
}

/** A file that is named itself. */
export function inputFile(path: string): InputFile {
  return {
    path,
    read: () =>
      readFile(path).catch((cause: unknown) => {
        throw readError(path, cause);
      }),
  };
}
