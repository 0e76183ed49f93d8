import { createWriteStream, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { writeArchive } from "../../formats/zip/write.ts";
import {
  phantomArchiveName,
  phantomFiles,
  type PhantomParameters,
} from "../../paper/goldAtlas/phantomPatient.ts";
import { makeFolder, systemCode, writeError } from "../files.ts";
import type { DoTask } from "./jobs.ts";

/** A cohort of phantoms, to be written as zips. */
export interface PhantomCohort extends PhantomParameters {
  /** Names of the patients, a task each. */
  readonly patients: readonly string[];
}

/**
 * Task k writes the zip of patient k, beside its name and renamed at the end; its result is the zip's size in bytes. What
 * a stopped run left there is written over.
 */
export function start(cohort: PhantomCohort, out: string): DoTask {
  return async (task): Promise<number> => {
    const name = cohort.patients[task];
    const path = join(out, phantomArchiveName(name));
    const beside = `${path}.part`;
    try {
      makeFolder(out);
      const file = createWriteStream(beside);
      await writeArchive(
        Writable.toWeb(file) as WritableStream<Uint8Array>,
        phantomFiles(name, task, cohort, "pixels"),
      );
      renameSync(beside, path);
      return file.bytesWritten;
    } catch (cause) {
      rmSync(beside, { force: true });
      throw systemCode(cause) === undefined ? cause : writeError(path, cause);
    }
  };
}
