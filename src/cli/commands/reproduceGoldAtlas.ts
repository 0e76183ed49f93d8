import { dirname, join, resolve } from "node:path";
import { PAPER_ITERATIONS } from "../../core/descent.ts";
import { SoftdiceError } from "../../core/errors.ts";
import {
  byStructure,
  type Cohort,
  type Shortfall,
  shortfalls,
  tableSamples,
} from "../../paper/goldAtlas/cohort.ts";
import { figure3, meanFieldFigure } from "../../paper/goldAtlas/figures.ts";
import { type GridKind, policyOf as readingPolicy } from "../../paper/goldAtlas/observers.ts";
import { goldAtlasSections } from "../../paper/goldAtlas/page.ts";
import { phantomNames } from "../../paper/goldAtlas/phantomPatient.ts";
import { GOLD_ATLAS_PLAN, planOf, selectObservers, selectStructures } from "../../paper/goldAtlas/plan.ts";
import { conclusion } from "../../paper/goldAtlas/verdict.ts";
import { meanVolumes, volumesCsv } from "../../paper/goldAtlas/volumeTable.ts";
import { unpackIterates } from "../../paper/iterates/pack.ts";
import { compareWithPaper } from "../../paper/table1/compare.ts";
import { describeMethods, samplesCsv } from "../../paper/table1/sample.ts";
import { tableCsv, tabulate } from "../../paper/table1/table.ts";
import type { Context, ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import type { CohortCase } from "../../study/cohort.ts";
import type { Policy } from "../../study/policy.ts";
import { printDryRun } from "../consensus/dryRun.ts";
import { fingerprint } from "../fingerprint.ts";
import { refuseInputAsOut } from "../folders.ts";
import type { GoldAtlasPatient, GoldAtlasRun, PatientTaskResult } from "../jobs/goldAtlas.ts";
import { inflateWithZlib } from "../inflate.ts";
import { type ObserverOptions, policyOf } from "../manual/observerOptions.ts";
import { findPatients, findPatientsOfStudy, patientSources, type PatientSources } from "../patients.ts";
import { type Batch, type BatchOptions, runBatch, type Summary } from "../runs/batch.ts";
import type { RunDirectory } from "../runs/runDirectory.ts";
import { TABLE1_FILES, writeTable1Report } from "../table1Report.ts";
import { table1Json, table1Text } from "../table1Text.ts";
import { volumesText } from "../volumesText.ts";

export interface ReproduceGoldAtlasOptions extends BatchOptions, ObserverOptions {
  readonly patch: number;
  readonly grid: GridKind;
  readonly nested: GoldAtlasRun["nested"];
  readonly exact: boolean;
  readonly phantom: boolean;
  readonly cases: number;
  readonly size: number;
  readonly slices: number;
}

/** Experiment (G) as a batch: task k is patient k. */
export const GOLD_ATLAS_BATCH: Batch<GoldAtlasRun> = {
  command: "reproduce gold-atlas",
  job: "goldAtlas",
  unit: "patients",
  taskCount: ({ patients }) => patients.length,
  writes: () => [...TABLE1_FILES, "volumes.csv"],
  describeTask: ({ patients }, task) => patients[task].name,
  recorded: ({ patients, ...parameters }) => ({
    ...parameters,
    patients: patients.map((patient) =>
      patient.kind === "phantom" ? patient : { name: patient.name, kind: patient.kind },
    ),
  }),
  isWhole(result) {
    const { structures, problems } = result as PatientTaskResult;
    return problems.length === 0 && structures.every((structure) => !("failure" in structure));
  },
  inputsOf({ patients }, out) {
    const sources = patientSources(out);
    return Promise.all(patients.map((patient) => identityOf(patient, sources, out)));
  },
  finish: writeResults,
};

/** `softdice reproduce gold-atlas`: experiment (G), its rows of Table 1, and the volume bias of each structure. */
export async function reproduceGoldAtlas(
  paths: readonly string[],
  options: ReproduceGoldAtlasOptions,
  context: Context,
): Promise<ExitCode> {
  const { seed, grid, nested, patch, exact } = options;
  const { structures, observers, rois, ...asked } = await policyOf(options);
  const all = options.rois === undefined ? GOLD_ATLAS_PLAN : planOf(options.rois, rois ?? []);
  const some = structures === undefined ? all : selectStructures(all, structures);
  const plan = observers === undefined ? some : selectObservers(some, observers);
  const reading = { ...asked, grid, nested };
  const { patients, remarks } = await patientsOf(paths, options);
  if (options.dryRun) return dryRun(patients, remarks, readingPolicy(plan, reading), options, context);
  for (const remark of remarks) context.err(`softdice: ${remark}\n`);
  const run = { seed, ...reading, patch, exact, plan, patients, iterations: PAPER_ITERATIONS };
  return runBatch(GOLD_ATLAS_BATCH, run, options, context);
}

/** What tells a patient's files from others. */
async function identityOf(
  patient: GoldAtlasPatient,
  sourcesOf: PatientSources,
  out: string,
): Promise<string> {
  if (patient.kind === "phantom") return "made up";
  if (patient.kind !== "study") return fingerprint(dirname(patient.path), [patient.path], out);
  const paths = (await sourcesOf(patient)).map(({ source }) => join(patient.path, source.place));
  return fingerprint(patient.path, paths, out);
}

/** What each input is taken for, and nothing more. */
async function dryRun(
  patients: readonly GoldAtlasPatient[],
  remarks: readonly string[],
  policy: Policy,
  options: ReproduceGoldAtlasOptions,
  context: Context,
): Promise<ExitCode> {
  const sourcesOf = patientSources(resolve(options.out));
  const cases: CohortCase[] = [];
  for (const patient of patients) {
    if (patient.kind === "phantom") throw besidePhantom("--dry-run");
    cases.push({ patient: patient.name, sources: await sourcesOf(patient) });
  }
  const cohort = { pattern: options.pattern ?? "{patient}", cases, unfit: [], remarks };
  return printDryRun(cohort, policy, { inflate: inflateWithZlib }, options, context);
}

function besidePhantom(option: string): SoftdiceError {
  return new SoftdiceError({
    subject: option,
    problem: "stands beside --phantom",
    expected: "patients with files",
    remedy: "leave one of the two out; softdice phantom writes the files",
  });
}

async function patientsOf(
  paths: readonly string[],
  { phantom, cases, seed, size, slices, pattern, out }: ReproduceGoldAtlasOptions,
): Promise<{ readonly patients: readonly GoldAtlasPatient[]; readonly remarks: readonly string[] }> {
  if (phantom !== paths.length > 0) {
    if (phantom) {
      if (pattern !== undefined) throw besidePhantom("--pattern");
      const made = { seed, size, slices };
      const patients = phantomNames(cases).map((name, index): GoldAtlasPatient => ({
        name,
        kind: "phantom",
        index,
        phantom: made,
      }));
      return { patients, remarks: [] };
    }
    refuseInputAsOut(paths, out);
    const absolute = paths.map((path) => resolve(path));
    return pattern === undefined
      ? findPatients(absolute, resolve(out))
      : findPatientsOfStudy(absolute, pattern, resolve(out));
  }
  throw new SoftdiceError({
    subject: "reproduce gold-atlas",
    problem: phantom ? "has both patients and --phantom" : "has no patients",
    expected: "the folder or zips of the Gold Atlas, or --phantom",
    remedy: "pass one of the two; docs/gold-atlas.md says how to get the data",
  });
}

function writeResults(
  run: RunDirectory,
  parameters: GoldAtlasRun,
  results: ReadonlyMap<number, unknown>,
): Summary {
  const { plan, patients, iterations, seed, grid, nested, patch } = parameters;
  const cohort = patients.map((_, k) => results.get(k) as PatientTaskResult | undefined);
  const structures = byStructure(plan, cohort);
  const isPhantom = patients.some(({ kind }) => kind === "phantom");
  const samples = tableSamples(structures);
  const descents = describeMethods(samples);
  const rows = tabulate(samples);
  const compared = compareWithPaper(rows, iterations);
  const names = patients.map(({ name }) => name);
  const missing = shortfalls(names, cohort);
  const broken = brokenFiles(names, cohort);
  run.write("samples.csv", samplesCsv(samples, iterations));
  run.write("table.csv", tableCsv(rows, iterations));
  run.write("volumes.csv", volumesCsv(structures));
  if (structures.length > 0) {
    const shown = figure3((cohort[0]?.figure ?? []).map(unpackIterates));
    const meanField = [meanFieldFigure(structures, iterations, createDocument())];
    const failed = [...failedPatients(names, cohort), ...missing, ...broken];
    writeTable1Report(
      run,
      {
        title: "Table 1, experiment (G)",
        rowTitle: "Structure",
        rows: compared,
        iterations,
        conclusion: conclusion(compared, isPhantom),
        sections: goldAtlasSections({ names, cohort, structures, failed, figure3: shown, meanField }),
      },
      [
        ["Patients", isPhantom ? `${patients.length} made up` : String(patients.length)],
        ["Grid", grid],
        ["Nested contours", nested],
        ["Patch", `${patch} × ${patch} pixels`],
        ["Seed", String(seed)],
      ],
      descents,
      [...shown, ...meanField],
    );
  }
  const volumes = structures.map(meanVolumes);
  const text =
    structures.length === 0
      ? "Table 1 (G): no sample could be computed\n"
      : `Table 1 (G): mean errors of ${patients.length} ${isPhantom ? "made-up " : ""}patients\n\n` +
        `${table1Text(compared, iterations, "structure")}\n${conclusion(compared, isPhantom)}\n\n` +
        `${volumesText(volumes)}\n` +
        `See ${run.path}/report.html; the figures are in table.csv, samples.csv and volumes.csv beside it.\n`;
  return {
    text,
    json: { ...table1Json(compared, iterations), volumes },
    manifest: descents,
    failed: [...missing, ...broken],
  };
}

function failedPatients(names: readonly string[], cohort: Cohort): Shortfall[] {
  return names.flatMap((name, k) =>
    cohort[k] === undefined ? [{ what: name, reason: "the patient failed; manifest.json says why" }] : [],
  );
}

function brokenFiles(
  names: readonly string[],
  cohort: readonly (PatientTaskResult | undefined)[],
): Shortfall[] {
  return cohort.flatMap((patient, k) =>
    (patient?.problems ?? []).map((reason) => ({ what: names[k], reason })),
  );
}
