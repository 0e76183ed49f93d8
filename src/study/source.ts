import { walkArchive } from "../formats/zip/walk.ts";

/** A named byte source: a file that somebody gave, in a folder or by itself, read when it is asked for. */
export interface Source {
  /**
   * Folders and name with slashes, from wherever the user's own naming starts. Layouts read it; it is never shown, since
   * folders above what was given are nobody's business.
   */
  readonly place: string;
  /** What messages and results call it: relative to what was given. Two sources never share one. */
  readonly name: string;
  /** Whether it was named itself, not found in a folder or archive. */
  readonly isNamed: boolean;
  readonly read: () => Promise<Uint8Array>;
  /** The file itself, for archives, which are read piece by piece. */
  readonly open: () => Promise<Blob>;
  /** The content of a file by its path from the same folder, where there is one: values beside a detached header. */
  readonly sibling: (path: string) => Promise<Uint8Array | undefined>;
}

/**
 * The same sources with a zip's files in its place, in depth. An archive's folders, which exporters name after patients,
 * stand in the place of its files and not in their name.
 *
 * @throws SoftdiceError for a damaged or dangerous archive
 */
export async function* withoutArchives(
  sources: AsyncIterable<Source> | Iterable<Source>,
): AsyncGenerator<Source> {
  for await (const source of sources) {
    if (isArchive(source.place)) yield* archiveSources(source);
    else yield source;
  }
}

/** Whether a name is that of a zip. */
export function isArchive(place: string): boolean {
  return place.toLowerCase().endsWith(".zip");
}

async function* archiveSources(archive: Source): AsyncGenerator<Source> {
  const folder = archive.place.slice(0, -".zip".length);
  const names = new Set<string>();
  const inside = new Map<string, () => Promise<Uint8Array>>();
  const found: Source[] = [];
  for await (const { path, read } of walkArchive(archive.name, await archive.open())) {
    const place = `${folder}/${path}`;
    const name = unusedName(`${archive.name}/${lastPart(path)}`, names);
    inside.set(place, read);
    found.push({
      place,
      name,
      isNamed: false,
      read,
      open: async () => new Blob([new Uint8Array(await read())]),
      sibling: (other) => inside.get(withoutUps(folderOf(place) + other))?.() ?? Promise.resolve(undefined),
    });
  }
  yield* found;
}

/** A path without the ".." in it and the folders that they leave. */
function withoutUps(path: string): string {
  const shorter = path.replace(/[^/]+\/\.\.\//u, "");
  return shorter === path ? path : withoutUps(shorter);
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folders of a path, with the slash at their end; empty for none. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The name, or with " (2)", " (3)", … where another has taken it; takes it. */
function unusedName(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name} (${n})`;
  taken.add(candidate);
  return candidate;
}

/** Places from the deepest folder that holds all of them on. */
export function belowCommonFolder(places: readonly string[]): string[] {
  const folders = places.map((place) => folderOf(place));
  let shared = folders[0] ?? "";
  while (!folders.every((folder) => folder.startsWith(shared))) {
    shared = folderOf(shared.slice(0, -1));
  }
  return places.map((place) => place.slice(shared.length));
}
