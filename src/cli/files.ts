import { readFileSync, statSync, type Stats } from "node:fs";
import { askForMemory } from "../core/budget.ts";
import { SoftdiceError } from "../core/errors.ts";
import { visible } from "../core/visible.ts";
import { DurableFile } from "./durableFile.ts";
import { systemCode } from "./systemCode.ts";

/**
 * Writes a file so that it is there whole or not at all ({@link DurableFile}); makes its folder where needed. In text what
 * would steer a terminal is spelt out.
 *
 * @param names whether its name is on disk when this returns
 * @throws SoftdiceError naming the file when the system refuses
 */
export function writeFile(
  path: string,
  data: string | Uint8Array,
  names: "synced" | "later" = "synced",
): void {
  let file: DurableFile | undefined;
  try {
    file = new DurableFile(path);
    file.write(typeof data === "string" ? Buffer.from(visible(data)) : data);
    file.commit(names);
  } catch (cause) {
    file?.abandon();
    throw writeError(path, cause);
  }
}

/** {@link writeFile} on threads of Node's pool: several files are written and synced at a time. */
export async function writeFileAside(
  path: string,
  data: Uint8Array,
  names: "synced" | "later" = "synced",
): Promise<void> {
  let file: DurableFile | undefined;
  try {
    file = new DurableFile(path);
    await file.finish(data, names);
  } catch (cause) {
    file?.abandon();
    throw writeError(path, cause);
  }
}

/**
 * Refuses what no program of ours writes: a pipe, which would be waited for, and a device, which may have no end.
 * @throws SoftdiceError naming it, or the file system's error when it is not there
 */
export function requireOwnFile(path: string): Stats {
  const entry = statSync(path);
  if (!entry.isFile() && !entry.isDirectory()) {
    throw new SoftdiceError({
      subject: path,
      problem: "is a device or a pipe",
      expected: "a file that softdice wrote",
      remedy: "choose another --out, or put back a copy of the file",
    });
  }
  return entry;
}

/**
 * The text of a file that softdice wrote, or undefined where there is none.
 * @throws SoftdiceError naming the file when it is there and cannot be read
 */
export function readTextIfThere(path: string): string | undefined {
  try {
    // As bytes, and as text of two bytes a character.
    askForMemory(path, 3 * requireOwnFile(path).size);
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw readError(path, cause);
  }
}

/**
 * The document in a JSON file, or undefined where there is none.
 *
 * @param expected what the file is, for errors
 * @throws SoftdiceError naming the file when it is no JSON
 */
export function readJsonIfThere(path: string, expected: string): unknown {
  const text = readTextIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SoftdiceError({
      subject: path,
      problem: "is not JSON",
      expected,
      remedy: "choose another --out, or put back a copy of the file",
      cause,
    });
  }
}

/** The system's reason in words, for the codes that users meet. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  EISDIR: "it is a folder",
  EIO: "the disk reports an error",
  EDQUOT: "the quota is used up",
  ENOENT: "there is no such file",
};

/** Turns the file system's error at a file that cannot be written into one line that names it. */
export function writeError(path: string, cause: unknown): SoftdiceError {
  if (cause instanceof SoftdiceError) return cause;
  return new SoftdiceError({
    subject: path,
    problem: `cannot be written (${reasonOf(cause)})`,
    expected: "a place that this user may write to",
    remedy: "choose another with --out or change its permissions",
    cause,
  });
}

/** Turns the system's error at what cannot be printed into one line. */
export function printError(cause: unknown): SoftdiceError {
  return new SoftdiceError({
    subject: "standard output",
    problem: `cannot be written (${reasonOf(cause)})`,
    expected: "a terminal, a pipe or a file with room",
    remedy: "send it elsewhere; files in --out are written all the same",
    cause,
  });
}

/** Turns the file system's error at what cannot be read into one line that names it. */
export function readError(path: string, cause: unknown): SoftdiceError {
  if (cause instanceof SoftdiceError) return cause;
  return new SoftdiceError({
    subject: path,
    problem: `cannot be read (${reasonOf(cause)})`,
    expected: "a file or folder that this user may read",
    remedy: "check the path",
    cause,
  });
}

function reasonOf(cause: unknown): string {
  const code = systemCode(cause);
  return (code === undefined ? undefined : REASONS[code]) ?? String(cause);
}
