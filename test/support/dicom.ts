import type { StudyFile } from "../../src/formats/dicom/study.ts";
import { walkArchive } from "../../src/formats/zip/walk.ts";
import { fixture } from "./fixtures.ts";

/** dicom-expected.json: what other programs say the DICOM fixtures hold; see make-dicom.py. */
export async function dicomExpectations<T>(name: string): Promise<T> {
  const { bytes } = await fixture("dicom-expected.json");
  return (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, T>)[name];
}

/** The files in a zip among the fixtures, to be gone through as often as wanted. */
export async function* archiveFiles(name: string): AsyncGenerator<StudyFile> {
  const { bytes } = await fixture(name);
  yield* walkArchive(name, bytes);
}

/** Files in memory as readers of studies want them. */
export async function* filesOf(files: Readonly<Record<string, Uint8Array>>): AsyncGenerator<StudyFile> {
  for (const [path, bytes] of Object.entries(files)) yield { path, read: () => Promise.resolve(bytes) };
}

/** All there is. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
