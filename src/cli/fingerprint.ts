import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { shownNames } from "./inputs.ts";
import { walkFolder } from "./walk.ts";

/** An input as a run is recognised by it. */
export interface InputIdentity {
  /** As results call it. */
  readonly name: string;
  readonly content: string;
}

/**
 * What a run is recognised by besides its options: what its inputs are called, and what is in them. It is the same from
 * another working folder and after the inputs moved. Pipes, which can be read once only, and devices, which may
 * have no end, count by name.
 *
 * @param except a folder whose files do not count: the command's own results
 */
export async function inputIdentity(inputs: readonly string[], except: string): Promise<InputIdentity[]> {
  const names = shownNames(inputs);
  return Promise.all(
    inputs.map(async (input, k) => {
      const path = resolve(input);
      return { name: names[k], content: await fingerprint(dirname(path), [path], except) };
    }),
  );
}

/**
 * What a set of files is recognised by: a hash of their names and of what is in them. It is the same after the files were
 * copied, moved together or given another date, and another one after any byte has changed, whatever the date says.
 *
 * @param root folder that names are taken from
 * @param paths files, and folders with all files in them
 * @param except a folder whose files do not count
 */
export async function fingerprint(root: string, paths: readonly string[], except: string): Promise<string> {
  const lines: string[] = [];
  for (const path of paths) {
    for (const file of await filesAt(path, except))
      lines.push(JSON.stringify([relative(root, file), await digestOf(file)]));
  }
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16);
}

async function filesAt(path: string, except: string): Promise<string[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined || entry.isFile()) return [path];
  if (!entry.isDirectory()) return [];
  const files: string[] = [];
  for await (const file of walkFolder(path, except)) files.push(file.path);
  return files;
}

/** Bytes that are hashed at a time. */
const PIECE = 1 << 20;

/** SHA-256 of a file; of one that has gone since it was found nothing: whoever reads it says so. */
async function digestOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return "gone";
  const hash = createHash("sha256");
  // One buffer for all pieces: a stream's would be as much garbage as the file is long.
  const buffer = Buffer.allocUnsafe(PIECE);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } catch {
    return "gone";
  } finally {
    await file.close();
  }
}
