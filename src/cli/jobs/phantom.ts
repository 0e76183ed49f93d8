import { join } from "node:path";
import { writeArchive } from "../../formats/zip/write.ts";
import {
  phantomArchiveName,
  phantomFiles,
  type PhantomParameters,
} from "../../paper/goldAtlas/phantomPatient.ts";
import { DurableFile } from "../durableFile.ts";
import { writeError } from "../files.ts";
import { systemCode } from "../systemCode.ts";
import type { DoTask } from "./jobs.ts";

/** A cohort of phantoms, to be written as zips. */
export interface PhantomCohort extends PhantomParameters {
  /** Names of the patients, a task each. */
  readonly patients: readonly string[];
}

/** Task k writes the zip of patient k; its result is the zip's size in bytes. */
export function start(cohort: PhantomCohort, out: string): DoTask {
  return async (task): Promise<number> => {
    const name = cohort.patients[task];
    const path = join(out, phantomArchiveName(name));
    let file: DurableFile | undefined;
    try {
      const zip = (file = new DurableFile(path));
      const sink = new WritableStream<Uint8Array>({ write: (piece) => zip.write(piece) });
      await writeArchive(sink, phantomFiles(name, task, cohort, "pixels"));
      zip.commit();
      return zip.bytes;
    } catch (cause) {
      file?.abandon();
      throw systemCode(cause) === undefined ? cause : writeError(path, cause);
    }
  };
}
