import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { visible } from "../core/visible.ts";
import { SoftdiceError } from "../core/errors.ts";

/**
 * Writes a file beside its name and renames it, so that it is never half there; makes its folder where needed. In text what
 * would steer a terminal is spelt out.
 * @throws SoftdiceError naming the file when the system refuses
 */
export function writeFile(path: string, data: string | Uint8Array): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(path));
    writeFileSync(beside, typeof data === "string" ? visible(data) : data);
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw writeError(path, cause);
  }
}

/** Makes a folder and those above it; Node's own recursive one never returns where a parent answers ENOENT, as /proc does. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    if (systemCode(error) !== "EEXIST" || !statSync(path).isDirectory()) throw error;
  }
}

/**
 * The text of a file, or undefined where there is none.
 * @throws SoftdiceError naming the file when it is there and cannot be read
 */
export function readTextIfThere(path: string): string | undefined {
  try {
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
      problem: "is no JSON",
      expected,
      remedy: "choose another --out, or remove the file",
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
  ENOENT: "there is no such file",
};

/** Turns the file system's error at a file that cannot be written into one line that names it. */
export function writeError(path: string, cause: unknown): SoftdiceError {
  return new SoftdiceError({
    subject: path,
    problem: `cannot be written (${reasonOf(cause)})`,
    expected: "a place that this user may write to",
    remedy: "choose another with --out or change its permissions",
    cause,
  });
}

/** Turns the file system's error at what cannot be read into one line that names it. */
export function readError(path: string, cause: unknown): SoftdiceError {
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

/** The code of an error of the file system, such as ENOENT; undefined for any other. */
export function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
