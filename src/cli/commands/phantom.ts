import { join } from "node:path";
import { phantomArchiveName, phantomNames } from "../../paper/goldAtlas/phantomPatient.ts";
import { counted } from "../../report/numbers.ts";
import type { Context, ExitCode } from "../context.ts";
import type { PhantomCohort } from "../jobs/phantom.ts";
import { type Batch, type BatchOptions, runBatch } from "../runs/batch.ts";

export interface PhantomOptions extends BatchOptions {
  readonly cases: number;
  readonly size: number;
  readonly slices: number;
}

/** The zips of a phantom cohort as a batch: task k is patient k. */
export const PHANTOM_BATCH: Batch<PhantomCohort> = {
  command: "phantom",
  job: "phantom",
  unit: "patients",
  taskCount: ({ patients }) => patients.length,
  writes: ({ patients }) => patients.map(phantomArchiveName),
  describeTask: ({ patients }, task) => phantomArchiveName(patients[task]),
  finish(run, { patients, seed, size, slices }, results) {
    const bytes = [...results.values()].reduce((sum: number, written) => sum + (written as number), 0);
    return {
      text:
        `${counted(results.size, "made-up patient")} of ${size} × ${size} × ${slices} voxels, ${(bytes / 1e6).toFixed(1)} MB, ` +
        `in ${run.path}\nRun the experiment on them: softdice reproduce gold-atlas ${run.path}\n`,
      manifest: {},
      json: {
        patients: patients.map((name) => join(run.path, phantomArchiveName(name))),
        seed,
        size,
        slices,
        bytes,
      },
    };
  },
};

/** `softdice phantom`: patients in the shape of the Gold Atlas, as zips of DICOM. */
export function phantom(options: PhantomOptions, context: Context): Promise<ExitCode> {
  const { cases, seed, size, slices } = options;
  return runBatch(PHANTOM_BATCH, { seed, size, slices, patients: phantomNames(cases) }, options, context);
}
