import { createWriteStream, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Writable } from "node:stream";
import { writeArchive } from "../../formats/zip/write.ts";
import { phantomFiles, type PhantomParameters } from "../../paper/goldAtlas/phantomPatient.ts";
import { fileError } from "../files.ts";
import type { DoTask } from "./jobs.ts";

/** A cohort of phantoms, to be written as zips. */
export interface PhantomCohort extends PhantomParameters {
  readonly patients: readonly { readonly name: string; readonly path: string }[];
}

/** Task k writes the zip of patient k, beside its name and renamed at the end; its result is the zip's size in bytes. */
export function start(cohort: PhantomCohort): DoTask {
  return async (task): Promise<number> => {
    const { name, path } = cohort.patients[task];
    const beside = `${path}.${process.pid}.part`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      const file = createWriteStream(beside);
      await writeArchive(
        Writable.toWeb(file) as WritableStream<Uint8Array>,
        phantomFiles(name, task, cohort, "pixels"),
      );
      renameSync(beside, path);
      return file.bytesWritten;
    } catch (cause) {
      rmSync(beside, { force: true });
      throw fileError(path, "cannot be written", cause);
    }
  };
}
