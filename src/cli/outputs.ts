import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

/** A file that a task wrote, as it was when it was written. */
export interface Output {
  /** Its path from the run's folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its content in hexadecimal. */
  readonly sha256: string;
}

/** What this thread wrote since it began to record. */
let recorded: Map<string, { readonly bytes: number; readonly sha256: string }> | undefined;

/** Starts to record what this thread writes, anew for each task. */
export function beginOutputs(): void {
  recorded = new Map();
}

/** Whether what this thread writes is recorded. */
export function isRecording(): boolean {
  return recorded !== undefined;
}

/** Takes note of a file that was written. */
export function recordOutput(path: string, bytes: number, sha256: string): void {
  recorded?.set(path, { bytes, sha256 });
}

/** The files below a folder that were written since the recording began, by rising path. */
export function outputsBelow(folder: string): Output[] {
  const below = [...(recorded ?? [])].map(([path, file]) => ({ path: relative(folder, path), ...file }));
  return below
    .filter(({ path }) => !path.startsWith("..") && !isAbsolute(path))
    .map(({ path, ...file }) => ({ path: path.split(sep).join("/"), ...file }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The first output that is not there any more as it was written; undefined when all are. */
export function changedOutput(folder: string, outputs: readonly Output[]): Output | undefined {
  return outputs.find(({ path, bytes, sha256 }) => {
    const file = join(folder, path);
    return sizeOf(file) !== bytes || digestOf(file) !== sha256;
  });
}

/** The first output that is gone or has another size; a look at the names alone. */
export function lostOutput(folder: string, outputs: readonly Output[]): Output | undefined {
  return outputs.find(({ path, bytes }) => sizeOf(join(folder, path)) !== bytes);
}

function sizeOf(file: string): number | undefined {
  try {
    const entry = statSync(file);
    return entry.isFile() ? entry.size : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of a file that is read piece by piece; undefined where it cannot be read. */
function digestOf(file: string): string | undefined {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1 << 20);
  try {
    const descriptor = openSync(file, "r");
    try {
      for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece))
        hash.update(piece.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}
