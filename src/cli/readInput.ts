import { constants, type Stats } from "node:fs";
import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { askForMemory } from "../core/budget.ts";
import { SoftdiceError } from "../core/errors.ts";
import { readError } from "./files.ts";
import { systemCode } from "./systemCode.ts";

/** How long the writer of a pipe may keep silent before its first byte. */
const patienceMs = 100;

/**
 * The content of an input file. Links are followed. A pipe is read to its end where something writes to it, such as the
 * shell's `<(…)`; a device, which may have no end, is refused.
 * @throws SoftdiceError naming the file when it cannot be read, is none, or is larger than memory allows
 */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    const entry = await requireReadable(path);
    if (entry.isFIFO()) return await readPipe(path);
    askForMemory(path, entry.size);
    return await readFile(path);
  } catch (cause) {
    throw readError(path, cause);
  }
}

/** {@link readInput} of a text in UTF-8, such as a table. */
export async function readInputText(path: string): Promise<string> {
  return new TextDecoder().decode(await readInput(path));
}

/**
 * Refuses what is neither file, folder nor pipe.
 * @throws SoftdiceError naming it, or the file system's error when it is not there
 */
export async function requireReadable(path: string): Promise<Stats> {
  const entry = await stat(path);
  if (entry.isFile() || entry.isDirectory() || entry.isFIFO()) return entry;
  throw new SoftdiceError({
    subject: path,
    problem: `is a ${entry.isSocket() ? "socket" : "device"}`,
    expected: "a file or folder",
    remedy: "copy what you need of it to a file",
  });
}

async function readPipe(path: string): Promise<Uint8Array> {
  // Without waiting for a writer, which may never come.
  const pipe = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await readToEnd(path, pipe);
  } finally {
    await pipe.close();
  }
}

async function readToEnd(path: string, pipe: FileHandle): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const begun = performance.now();
  for (;;) {
    const piece = Buffer.allocUnsafe(1 << 16);
    const read = await pipe.read(piece).catch((error: unknown) => {
      // Nothing is there yet, but a writer is.
      if (systemCode(error) === "EAGAIN") return undefined;
      throw error;
    });
    if (read === undefined) await sleep(5);
    else if (read.bytesRead > 0) {
      pieces.push(piece.subarray(0, read.bytesRead));
      bytes += read.bytesRead;
      if (pieces.length % 16 === 0) askForMemory(path, bytes);
    } else if (bytes > 0) return Buffer.concat(pieces);
    else if (performance.now() - begun > patienceMs) break;
    else await sleep(5);
  }
  throw new SoftdiceError({
    subject: path,
    problem: "is a pipe to which nobody writes",
    expected: "a file, or a pipe with a writer",
    remedy: "start its writer first, or give a file",
  });
}
