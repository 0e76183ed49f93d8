import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { SoftdiceError } from "../core/errors.ts";

/** Whether a path lies in a folder, or is it. */
export function isWithin(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}

/** What is in a folder, in depth, without what is in `except` if that lies below it; links are not followed. */
export async function entriesBelow(
  folder: string,
  except: string,
): Promise<{ readonly path: string; readonly entry: Dirent }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries.map((entry) => ({ path: join(entry.parentPath, entry.name), entry }));
  if (isWithin(folder, except)) return all;
  return all.filter(({ path }) => !isWithin(path, except));
}

/**
 * Refuses a folder for results that is an input itself: the next time they would be input.
 * @throws SoftdiceError naming the option
 */
export function refuseInputAsOut(inputs: readonly string[], out: string): void {
  if (!inputs.some((input) => resolve(input) === resolve(out))) return;
  throw new SoftdiceError({
    subject: "--out",
    problem: `is ${out}, the folder of the input`,
    expected: "a folder of its own for the results",
    remedy: `choose another, such as ${join(out, "results")}`,
  });
}

/** Whether a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
