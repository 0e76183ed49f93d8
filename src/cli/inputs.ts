import { existsSync, openAsBlob } from "node:fs";
import { readlink } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { SoftdiceError } from "../core/errors.ts";
import type { StudyFile } from "../formats/dicom/study.ts";
import { isForeign, isPointer } from "../study/foreign.ts";
import { type Source, withoutArchives } from "../study/source.ts";
import { readError } from "./files.ts";
import { readInput, requireReadable } from "./readInput.ts";
import { walkFolder } from "./walk.ts";

/**
 * The files and the files of folders that a command is given, as sources: folders in depth and in order of names, archives
 * as they are. Names are relative to a folder that is given alone; else they begin with as much of each input's path as
 * tells inputs apart.
 *
 * @param except a folder that is passed over where it lies in another: the command's own results
 * @throws SoftdiceError for an input that is not there
 */
export async function* sourcesAt(inputs: readonly string[], except?: string): AsyncGenerator<Source> {
  const shown = shownNames(inputs);
  for (const [n, input] of inputs.entries()) {
    const entry = await requireReadable(input).catch((cause: unknown) => {
      throw readError(input, cause);
    });
    if (!entry.isDirectory()) {
      yield sourceOf(resolve(input), shown[n], true);
      continue;
    }
    for await (const { path } of walkFolder(input, except)) {
      const below = slashed(relative(input, path));
      yield sourceOf(resolve(path), inputs.length === 1 ? below : `${shown[n]}/${below}`, false);
    }
  }
}

/** The same with places from a study's folder on. */
export async function* sourcesBelow(folder: string, except?: string): AsyncGenerator<Source> {
  for await (const source of sourcesAt([folder], except)) {
    yield { ...source, place: source.isNamed ? source.name : slashed(relative(folder, source.place)) };
  }
}

/**
 * The files of inputs, archives opened, as the readers of DICOM take them; what systems leave behind is passed over.
 * @throws SoftdiceError for an input that is not there, and for a damaged or dangerous archive
 */
export async function* inputFiles(inputs: readonly string[], except?: string): AsyncGenerator<StudyFile> {
  for await (const { name, isNamed, read } of withoutArchives(sourcesAt(inputs, except))) {
    if (isNamed || !isForeign(name)) yield { path: name, read };
  }
}

/** A file that is named itself. @throws SoftdiceError where it is not there */
export async function namedSource(path: string): Promise<Source> {
  await requireReadable(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  return sourceOf(resolve(path), shownNames([path])[0], true);
}

function sourceOf(path: string, name: string, isNamed: boolean): Source {
  return {
    place: slashed(path),
    name,
    isNamed,
    read: () => readOrPointer(path, name),
    open: () =>
      openAsBlob(path).catch((cause: unknown) => {
        throw readError(name, cause);
      }),
    sibling: (other) => readSibling(join(dirname(path), other)),
  };
}

/** A file's content; of a link that git-annex leaves in the place of a file that is elsewhere, its target. */
async function readOrPointer(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readInput(path);
  } catch (cause) {
    const target = await readlink(path).catch(() => "");
    const bytes = new TextEncoder().encode(target);
    if (isPointer(bytes)) return bytes;
    throw namedAs(name, cause);
  }
}

/** The error of a file that cannot be read, under the name that results call it by. */
function namedAs(name: string, cause: unknown): SoftdiceError {
  if (!(cause instanceof SoftdiceError)) return readError(name, cause);
  const { problem, expected, remedy } = cause;
  return new SoftdiceError({ subject: name, problem, expected, remedy, cause });
}

/** A file beside an image, undefined where there is none. */
async function readSibling(path: string): Promise<Uint8Array | undefined> {
  return existsSync(path) ? readInput(path) : undefined;
}

/** What results call inputs: as many of the last parts of each path as tell all inputs apart. */
export function shownNames(inputs: readonly string[]): string[] {
  const paths = inputs.map((input) => resolve(input).split(sep));
  const last = (count: number): string[] => paths.map((parts) => parts.slice(-count).join("/"));
  const longest = Math.max(0, ...paths.map(({ length }) => length));
  for (let count = 1; count < longest; count++) {
    const names = last(count);
    if (new Set(names).size === new Set(paths.map((parts) => parts.join("/"))).size) return names;
  }
  return last(longest);
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
