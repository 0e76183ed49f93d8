import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { relative } from "node:path";
import { walkFolder } from "./walk.ts";

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

/** A file that has gone since it was found has no size: whoever reads it says so. */
async function filesAt(path: string, except: string): Promise<FileState[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory() !== true) return [{ path, size: entry?.size ?? -1, mtimeMs: entry?.mtimeMs ?? 0 }];
  const files: FileState[] = [];
  for await (const file of walkFolder(path, except)) {
    files.push({ path: file.path, size: file.entry?.size ?? -1, mtimeMs: file.entry?.mtimeMs ?? 0 });
  }
  return files;
}
