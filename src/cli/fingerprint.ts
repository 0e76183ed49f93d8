import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { relative } from "node:path";
import { entriesBelow } from "./folders.ts";

/**
 * What a set of files is recognised by: a hash of their names, sizes and times of their last change, which changes with
 * any of them.
 *
 * @param root folder that names are taken from
 * @param paths files, and folders with all files in them
 * @param except a folder whose files do not count
 */
export async function fingerprint(root: string, paths: readonly string[], except: string): Promise<string> {
  const files = (await Promise.all(paths.map((path) => filesAt(path, except)))).flat();
  const lines = files.map(({ path, size, mtimeMs }) => JSON.stringify([relative(root, path), size, mtimeMs]));
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16);
}

interface FileState {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

async function filesAt(path: string, except: string): Promise<FileState[]> {
  const { size, mtimeMs, isFolder } = await stateOf(path);
  if (!isFolder) return [{ path, size, mtimeMs }];
  const below = await entriesBelow(path, except);
  const files = below.filter(({ entry }) => entry.isFile());
  return Promise.all(files.map(async (file) => ({ ...(await stateOf(file.path)), path: file.path })));
}

/** A file that has gone since it was found has no size: whoever reads it says so. */
async function stateOf(path: string): Promise<Omit<FileState, "path"> & { readonly isFolder: boolean }> {
  try {
    const entry = await stat(path);
    return { size: entry.size, mtimeMs: entry.mtimeMs, isFolder: entry.isDirectory() };
  } catch {
    return { size: -1, mtimeMs: 0, isFolder: false };
  }
}
