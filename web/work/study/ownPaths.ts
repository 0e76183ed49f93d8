import type { DroppedFile } from "./files.ts";

/** Bytes that are compared at once. */
const PIECE = 2 ** 24;

/**
 * Files with more of them, no two of one path: browsers tell no folder of single files, so that the "mask.nii" of one
 * observer and that of another come under one name. A file that is there already, byte for byte, is not taken again; another
 * of its name comes into a folder of a number, with all that is added with it, so that headers find their values.
 *
 * @returns all files, and how many of them came into such a folder
 */
export async function withOwnPaths(
  before: readonly DroppedFile[],
  added: readonly DroppedFile[],
): Promise<{ readonly files: readonly DroppedFile[]; readonly moved: number }> {
  const rounds: DroppedFile[][] = [];
  for (const file of added) {
    // Of files of one path in one drop each begins a round of its own.
    const round = rounds.find((one) => one.every(({ path }) => path !== file.path));
    if (round === undefined) rounds.push([file]);
    else round.push(file);
  }
  const files = [...before];
  let moved = 0;
  for (const round of rounds) {
    const there = new Map(files.map((file) => [file.path, file]));
    const kept: DroppedFile[] = [];
    let isOther = false;
    for (const file of round) {
      const same = there.get(file.path);
      if (same !== undefined && (await areSame(same.file, file.file))) continue;
      isOther ||= same !== undefined;
      kept.push(file);
    }
    const folder = isOther ? freeFolder(files) : "";
    moved += isOther ? kept.length : 0;
    files.push(...kept.map(({ path, file }) => ({ path: folder + path, file })));
  }
  return { files, moved };
}

/** The first of "2/", "3/", … in which no file is. */
function freeFolder(files: readonly DroppedFile[]): string {
  for (let n = 2; ; n++) {
    const folder = `${n}/`;
    if (!files.some(({ path }) => path.startsWith(folder))) return folder;
  }
}

async function areSame(a: Blob, b: Blob): Promise<boolean> {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (let at = 0; at < a.size; at += PIECE) {
    const [x, y] = await Promise.all([a, b].map(async (blob) => bytesOf(blob.slice(at, at + PIECE))));
    if (x.some((byte, n) => byte !== y[n])) return false;
  }
  return true;
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
