import type { StudyFile } from "../../src/formats/dicom/study.ts";

/*
 * Data that is beside some checkouts and not part of the project. Tests that use it skip themselves elsewhere, and in
 * browsers, which cannot read outside the project.
 */

const inNode = !("document" in globalThis);
const root = new URL("../../../shared/", import.meta.url);

/** Whether the shared data can be read. */
export const hasShared: boolean = await isThere();

async function isThere(): Promise<boolean> {
  if (!inNode) return false;
  const { existsSync } = await import("node:fs");
  return existsSync(new URL("data/", root));
}

/** The content of a shared file. */
export async function sharedBytes(path: string): Promise<Uint8Array> {
  const { readFile } = await import("node:fs/promises");
  return new Uint8Array(await readFile(new URL(path.split("/").map(encodeURIComponent).join("/"), root)));
}

/** A shared JSON file. */
export async function sharedJson<T>(path: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await sharedBytes(path))) as T;
}

/** The files of a shared folder, not of those in it. */
export async function* sharedFolder(folder: string): AsyncGenerator<StudyFile> {
  const { readdir } = await import("node:fs/promises");
  const entries = await readdir(new URL(folder, root), { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    yield { path: name, read: () => sharedBytes(`${folder}/${name}`) };
  }
}
