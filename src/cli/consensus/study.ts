import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { overStudy } from "../../raters/study.ts";
import { studyPage } from "../../report/consensus/studyPage.ts";
import { counted } from "../../report/numbers.ts";
import { pageHtml } from "../../report/page.ts";
import { FileNames } from "../../report/fileNames.ts";
import { openCohort } from "../../study/cohort.ts";
import { fingerprint } from "../fingerprint.ts";
import { sourcesBelow } from "../inputs.ts";
import type { Batch, Failure, Summary } from "../runs/batch.ts";
import type { RunDirectory } from "../runs/runDirectory.ts";
import type { ConsensusParameters } from "./parameters.ts";
import type { CaseResult } from "./runCase.ts";
import { type Met, unknownName } from "./unknownName.ts";
import { studyAgreementCsv, studyCsv, studyObserversCsv, type StudyRow, studyText } from "./tables.ts";

/** Everything that a study's results depend on. */
export interface StudyParameters extends ConsensusParameters {
  /** The study's folder. */
  readonly study: string;
  /** How its files are read. */
  readonly pattern: string;
  /** Names of the patients, a task each. */
  readonly patients: readonly string[];
}

/** A study as a batch: task k is patient k, with all structures; its result is a {@link CaseResult}. */
export const STUDY_BATCH: Batch<StudyParameters> = {
  command: "consensus",
  job: "consensus",
  unit: "patients",
  taskCount: ({ patients }) => patients.length,
  writes: ({ patients }) => [...patientFolders(patients), ...STUDY_FILES],
  describeTask: ({ patients }, task) => patients[task],
  recorded: (parameters) => ({ ...parameters, study: undefined }),
  isWhole: (result) => (result as CaseResult).failures.length === 0,
  growing: { parameter: "patients", namesOf: ({ patients }) => patientFolders(patients) },
  async inputsOf({ study, pattern, patients }, out) {
    const root = resolve(study);
    const { cases } = await openCohort(sourcesBelow(root, out), pattern, {}, study);
    const inputs = new Map(
      cases.map(({ patient, sources }) => [patient, sources.map(({ source }) => join(root, source.place))]),
    );
    return Promise.all(patients.map((patient) => fingerprint(root, inputs.get(patient) ?? [], out)));
  },
  finish: writeStudy,
};

const STUDY_FILES = ["summary.csv", "agreement.csv", "observers.csv", "summary.json", "report.html"];

/** The folder of each patient's files, below the run's. */
export function patientFolders(patients: readonly string[]): string[] {
  const names = new FileNames(["figures", "shards", "slurm"]);
  return patients.map((patient) => names.take(patient));
}

function writeStudy(
  run: RunDirectory,
  parameters: StudyParameters,
  results: ReadonlyMap<number, unknown>,
  failed: readonly Failure[],
): Summary {
  const { patients, files } = parameters;
  const folders = patientFolders(patients);
  const found = [...results] as [number, CaseResult][];
  // Patients who failed have said it by themselves.
  const unknown =
    found.length > 0 ? unknownName(metBy(found.map(([, { met }]) => met)), parameters) : undefined;
  const failedWithin = found.flatMap(([task, { failures }]) =>
    failures.map(({ structure, reason }) => ({
      what: structure === "" ? patients[task] : `${patients[task]}, ${structure}`,
      reason,
    })),
  );
  if (unknown !== undefined) {
    const { subject, problem, expected, remedy } = unknown;
    failedWithin.push({ what: subject, reason: `${problem}, expected ${expected}; ${remedy}` });
  }
  const rows = found.flatMap(([task, { structures }]): (StudyRow & { readonly page: string })[] =>
    structures.map(({ structure, folder, summary }) => ({
      patient: patients[task],
      structure,
      summary,
      page: [folders[task], folder, "report.html"].filter((part) => part !== "").join("/"),
    })),
  );
  const leftOver = folders
    .filter((folder, task) => !results.has(task) && existsSync(join(run.path, folder)))
    .map((folder) => `note: ${folder}/ is of an earlier run: the patient failed in this one`);
  const overall = overStudy(rows, parameters.seed);
  const allFailed = [...failed, ...failedWithin];
  const sources = found.flatMap(([, result]) => result.sources);
  const document = { pattern: parameters.pattern, structures: overall, failed: allFailed, sources };
  run.write("summary.csv", studyCsv(rows));
  run.write("agreement.csv", studyAgreementCsv(overall));
  run.write("observers.csv", studyObserversCsv(overall));
  run.write("summary.json", `${JSON.stringify(document, undefined, 1)}\n`);
  run.write(
    "report.html",
    pageHtml(studyPage({ rows, overall, failed: allFailed, linked: files }, provenanceOf(parameters))),
  );
  return {
    text:
      `${counted(patients.length, "patient")}, read as ${parameters.pattern}\n\n${studyText(overall)}${leftOver.map((note) => `${note}\n`).join("")}\n` +
      `See ${run.path}/report.html; the figures are in summary.csv beside it.\n`,
    json: document,
    failed: failedWithin,
  };
}

function metBy(patients: readonly CaseResult["met"][]): Met {
  return {
    structures: patients.flatMap(({ structures }) => structures),
    observers: patients.flatMap(({ observers }) => observers),
    labels: patients.flatMap(({ labels }) => labels),
  };
}

function provenanceOf(parameters: StudyParameters): (readonly [string, string])[] {
  return [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice consensus --study"],
    ["Pattern", parameters.pattern],
    ["Empty masks", parameters.empty],
    ["Ties", parameters.ties],
    ["Surface tolerance", `${parameters.toleranceMm} mm`],
    ["Seed of the bootstrap", String(parameters.seed)],
  ];
}
