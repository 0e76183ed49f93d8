import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

/**
 * What a set of files is recognised by: a hash of their names, sizes and times of their last change, which changes with
 * any of them.
 *
 * @param root folder that names are taken from
 * @param paths files, and folders with all files in them
 * @param except a folder whose files do not count
 */
export async function fingerprint(root: string, paths: readonly string[], except: string): Promise<string> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const counted = files.filter(({ path }) => !resolve(path).startsWith(`${resolve(except)}${sep}`));
  const lines = counted.map(({ path, size, mtimeMs }) =>
    JSON.stringify([relative(root, path), size, mtimeMs]),
  );
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16);
}

interface FileState {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

async function filesAt(path: string): Promise<FileState[]> {
  const entry = await stat(path);
  if (!entry.isDirectory()) return [{ path, size: entry.size, mtimeMs: entry.mtimeMs }];
  const below = await readdir(path, { recursive: true, withFileTypes: true });
  return Promise.all(
    below
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        const { size, mtimeMs } = await stat(file);
        return { path: file, size, mtimeMs };
      }),
  );
}
