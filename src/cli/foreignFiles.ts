import { lstatSync } from "node:fs";
import { SoftdiceError } from "../core/errors.ts";
import { isWithin } from "./walk.ts";

/** The folder of a run that begins anew, in which files of others may lie, and what this thread has written there. */
let guarded: { readonly folder: string; readonly written: Set<string> } | undefined;

/**
 * Keeps this thread from replacing files that were in a folder before the run that begins there; of a run that goes on,
 * whose files they are is known.
 *
 * @param folder undefined to let all files be replaced
 */
export function guardFolder(folder: string | undefined): void {
  guarded = folder === undefined ? undefined : { folder, written: new Set() };
}

/** @throws SoftdiceError naming a file that is not this run's to replace */
export function refuseForeignFile(path: string): void {
  if (guarded === undefined || guarded.written.has(path) || !isWithin(path, guarded.folder)) return;
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new SoftdiceError({
    subject: path,
    problem: "is there already, and nothing says that it is of this run",
    expected: "a folder without files of such names",
    remedy: "choose another --out, or pass --force to replace it",
  });
}

/** Takes note of a file that this thread wrote. */
export function noteOwnFile(path: string): void {
  guarded?.written.add(path);
}
