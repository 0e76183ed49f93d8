import type { PatientFiles } from "../../src/paper/goldAtlas/observers.ts";
import { phantomFiles } from "../../src/paper/goldAtlas/phantomPatient.ts";
import { readStudy, type StudyFile } from "../../src/formats/dicom/study.ts";

/** Files of a small phantom, headers only, in the order of generation. */
export async function smallPhantomFiles(index = 0): Promise<StudyFile[]> {
  const files: StudyFile[] = [];
  for await (const { path, bytes } of phantomFiles(
    "9_99_P",
    index,
    { seed: 1, size: 128, slices: 40 },
    "headers",
  ))
    files.push({ path, read: () => Promise.resolve(bytes) });
  return files;
}

/** A small phantom as read. */
export async function smallPhantom(index = 0): Promise<PatientFiles> {
  return readStudy(inOrder(await smallPhantomFiles(index)));
}

/** Files as a stream. */
export async function* inOrder(files: readonly StudyFile[]): AsyncGenerator<StudyFile> {
  yield* files;
}
