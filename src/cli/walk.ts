import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { readError } from "./files.ts";

/** A file in a folder, found by its place. */
export interface FoundFile {
  readonly path: string;
  /** Undefined for a link that leads nowhere. */
  readonly entry: Stats | undefined;
}

/** Whether a path lies in a folder, or is it. */
export function isWithin(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}

/**
 * All files below a folder, in depth and in order of their names: the one way in which folders are walked. Links are
 * followed, but not into a folder that holds them. What is neither file nor folder, such as a device, is passed over.
 *
 * @param except a folder that is passed over where it lies below: the command's own results
 * @throws SoftdiceError for a folder that cannot be read
 */
export async function* walkFolder(folder: string, except?: string): AsyncGenerator<FoundFile> {
  const passed = except === undefined || isWithin(folder, except) ? undefined : resolve(except);
  yield* walk(folder, passed, []);
}

async function* walk(
  folder: string,
  passed: string | undefined,
  above: readonly string[],
): AsyncGenerator<FoundFile> {
  const real = await realpath(folder).catch((cause: unknown) => {
    throw readError(folder, cause);
  });
  if (above.includes(real)) return;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw readError(folder, cause);
  });
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (resolve(path) === passed) continue;
    const entry = await stat(path).catch(() => undefined);
    if (entry === undefined || entry.isFile()) yield { path, entry };
    else if (entry.isDirectory()) yield* walk(path, passed, [...above, real]);
  }
}
