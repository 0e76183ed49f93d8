import { join, resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { studyPage } from "../../report/consensus/studyPage.ts";
import { pageHtml } from "../../report/page.ts";
import { type Context, EXIT, type ExitCode, type ParallelOptions } from "../context.ts";
import { FileNames } from "../fileNames.ts";
import type { StudyJob } from "../jobs/consensus.ts";
import { describeFailures, RunDirectory } from "../runs/runDirectory.ts";
import { runJob } from "../runs/runJob.ts";
import { findCases } from "./cases.ts";
import type { ConsensusParameters } from "./parameters.ts";
import type { CaseResult } from "./runCase.ts";
import { studyCsv, type StudyRow, studyText } from "./tables.ts";
import { overStudy } from "../../raters/study.ts";

/** `softdice consensus --study`: every patient of a folder, on all cores; stopped, it goes on where it was. */
export async function runStudy(
  {
    study,
    pattern,
    parameters,
  }: {
    readonly study: string;
    readonly pattern: string | undefined;
    readonly parameters: ConsensusParameters;
  },
  options: ParallelOptions & { readonly out: string },
  context: Context,
): Promise<ExitCode> {
  const found = await findCases(study, pattern);
  const patients = found.cases.map(({ patient }) => patient);
  const run = new RunDirectory(
    resolve(options.out),
    {
      version: VERSION,
      command: "consensus",
      parameters: { study, pattern: found.pattern, patients, ...parameters },
    },
    { force: options.force, now: context.now },
  );
  const names = new FileNames(["figures"]);
  const folders = patients.map((patient) => names.take(patient));
  const job: StudyJob = {
    cases: found.cases,
    folders: folders.map((folder) => join(run.path, folder)),
    parameters,
  };
  const total = patients.length;
  const broken = await runJob(
    { run, request: { job: "consensus", parameters: job }, total, unit: "patients", options },
    context,
  );
  if (context.signal.aborted) {
    run.writeManifest(
      "stopped",
      describeFailures(broken, (task) => patients[task]),
    );
    context.err(
      `softdice: stopped; ${run.journal.results.size} of ${total} patients are in ${options.out}: the same command goes on from there\n`,
    );
    return EXIT.stopped;
  }

  const results = [...run.journal.results].sort(([a], [b]) => a - b) as [number, CaseResult][];
  const failed = [
    ...describeFailures(broken, (task) => patients[task]),
    ...results.flatMap(([task, { failures }]) =>
      failures.map(({ structure, reason }) => ({
        what: structure === "" ? patients[task] : `${patients[task]}, ${structure}`,
        reason,
      })),
    ),
  ];
  const rows = results.flatMap(([task, { structures }]): (StudyRow & { readonly page: string })[] =>
    structures.map(({ structure, folder, summary }) => ({
      patient: patients[task],
      structure,
      summary,
      page: [folders[task], folder, "report.html"].filter((part) => part !== "").join("/"),
    })),
  );
  const overall = overStudy(rows);
  run.write("summary.csv", studyCsv(rows));
  run.write("summary.json", `${JSON.stringify({ structures: overall, failed }, undefined, 1)}\n`);
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice consensus --study"],
    ["Pattern", found.pattern],
    ["Empty masks", parameters.empty],
    ["Ties", parameters.ties],
    ["Surface tolerance", `${parameters.toleranceMm} mm`],
    ["Seed of the bootstrap", String(parameters.seed)],
  ] as const;
  const linked = parameters.files;
  run.write("report.html", pageHtml(studyPage({ rows, overall, failed, linked }, provenance)));
  run.writeManifest(failed.length > 0 ? "partly failed" : "done", failed);

  if (options.json) context.out(`${JSON.stringify({ structures: overall, failed })}\n`);
  else
    context.out(
      `${studyText(overall)}\nSee ${options.out}/report.html; the figures are in ${options.out}/summary.csv.\n`,
    );
  for (const { what, reason } of failed) context.err(`softdice: ${what}: ${reason}\n`);
  return failed.length > 0 ? EXIT.partlyFailed : EXIT.done;
}
