import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { VERSION } from "../../core/version.ts";
import { evaluateStudy, type StudyEvaluation, type StudyRow } from "../../evaluation/evaluateStudy.ts";
import { evaluationFigures } from "../../report/evaluation/figures.ts";
import { evaluationPage } from "../../report/evaluation/page.ts";
import type { StructureReport } from "../../report/evaluation/structureReport.ts";
import { ceilingSentence, verdict } from "../../report/evaluation/words.ts";
import { pageHtml } from "../../report/page.ts";
import { createDocument } from "../document.ts";
import { FileNames } from "../../report/fileNames.ts";
import { writeFigure } from "../figureFiles.ts";
import { fingerprint } from "../fingerprint.ts";
import type { Batch, Failure, Summary } from "../runs/batch.ts";
import type { RunDirectory } from "../runs/runDirectory.ts";
import { noteAbsentObservers } from "./absentObservers.ts";
import { unknownName } from "../consensus/unknownName.ts";
import { givenCases } from "./givenCases.ts";
import type { EvaluateParameters } from "./parameters.ts";
import { fromRecords } from "./records.ts";
import { casesCsv, observersCsv } from "./tables.ts";
import { evaluationText } from "./text.ts";
import { unevenLabels } from "./unnamedLabels.ts";

/** What tells an evaluation from another, and what its files are made of. */
type Identity = Omit<EvaluateParameters, "predictions" | "drawn" | "like">;

/** An evaluation as a batch: task k is case k with all its structures; its result is a `CaseResult` as JSON keeps it. */
export const EVALUATE_BATCH: Batch<EvaluateParameters> = {
  command: "evaluate",
  job: "evaluate",
  unit: "cases",
  taskCount: ({ cases }) => cases.length,
  writes: () => ["summary.json", "cases.csv", "observers.csv", "report.html"],
  describeTask: ({ cases }, task) => cases[task],
  isWhole: (result) => fromRecords(result).failures.length === 0,
  growing: { parameter: "cases", namesOf: ({ cases }) => cases },
  recorded: withoutPlaces,
  async inputsOf({ cases, like, ...places }, out) {
    const given = await givenCases(places, out);
    return Promise.all(
      cases.map(async (name) => {
        const one = given.cases.find(({ predicted }) => predicted.name === name);
        const { map, mask, objects = [], dataset } = one?.predicted ?? {};
        const files = [map, mask, dataset, ...objects].filter((file) => file !== undefined);
        const read = [...files.map(({ place }) => place), ...(one?.observers ?? []).map(({ file }) => file)];
        const paths = new Set(read.map(fileOf));
        if (like !== undefined) paths.add(resolve(like));
        // By names and contents, wherever the files lie.
        return (await Promise.all(Array.from(paths, (path) => fingerprint(dirname(path), [path], out)))).join(
          " ",
        );
      }),
    );
  },
  finish: writeEvaluation,
};

/** The file that a place is in: itself, or an archive that stands in the place of a folder. */
function fileOf(place: string): string {
  if (existsSync(place)) return place;
  for (let folder = dirname(place); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(`${folder}.zip`)) return `${folder}.zip`;
  }
  return place;
}

function withoutPlaces(parameters: EvaluateParameters): Identity {
  const { predictions: _, drawn: __, like: ___, ...identity } = parameters;
  return identity;
}

function writeEvaluation(
  run: RunDirectory,
  parameters: Identity,
  results: ReadonlyMap<number, unknown>,
  failed: readonly Failure[],
): Summary {
  const { cases, seed } = parameters;
  const found = Array.from(results, ([task, document]) => ({ name: cases[task], ...fromRecords(document) }));
  const failedWithin = found.flatMap(({ name, failures }) =>
    failures.map(({ structure, reason }) => ({
      what: structure === "" ? name : `${name}, ${structure}`,
      reason,
    })),
  );
  const met = found.map((one) => one.met);
  const unknown =
    met.length === 0
      ? undefined
      : unknownName(
          {
            structures: met.flatMap(({ structures: names }) => names),
            observers: met.flatMap(({ observers: names }) => names),
            labels: met.flatMap(({ labels }) => labels),
          },
          parameters,
        );
  if (unknown !== undefined) {
    const { subject, problem, expected, remedy } = unknown;
    failedWithin.push({ what: subject, reason: `${problem}, expected ${expected}; ${remedy}` });
  }
  const { kept, failed: uneven } = unevenLabels(
    found.flatMap(({ name, rows: own }) => own.map((row): StudyRow => ({ case: name, ...row }))),
    found.flatMap(({ name, failures }) => failures.map(({ structure }) => ({ name, structure }))),
  );
  failedWithin.push(...uneven);
  const rows = noteAbsentObservers(kept);
  const page = createDocument();
  const structures = [...new Set(rows.map(({ structure }) => structure))].map(
    (structure): StructureReport => {
      const own = rows.filter((row) => row.structure === structure);
      const study = evaluateStudy(own, seed);
      return { structure, rows: own, study, figures: evaluationFigures(own, study, page) };
    },
  );
  const all = evaluateStudy(rows, seed);
  const document = {
    cases: rows.map(caseDocument),
    all: studyDocument(all),
    structures: structures.map(({ structure, study }) => ({ structure, ...studyDocument(study) })),
    warnings: rows.flatMap(({ case: name, structure, evaluation }) =>
      evaluation.warnings.map(
        (text) => `${[name, structure].filter((part) => part !== "").join(", ")}: ${text}`,
      ),
    ),
    sources: found.flatMap(({ sources }) => sources),
  };
  run.write("summary.json", `${JSON.stringify(document, undefined, 1)}\n`);
  run.write("cases.csv", casesCsv(rows));
  run.write("observers.csv", observersCsv(rows));
  const names = new FileNames();
  for (const { structure, figures } of structures) {
    const prefix = structures.length === 1 ? "" : `${names.take(structure === "" ? "unnamed" : structure)}-`;
    for (const figure of figures)
      writeFigure((name, data) => run.write(name, data), { ...figure, name: `${prefix}${figure.name}` });
  }
  const allFailed = [...failed, ...failedWithin];
  run.write(
    "report.html",
    pageHtml(evaluationPage({ structures, failed: allFailed }, provenanceOf(parameters))),
  );
  return {
    text: `${evaluationText(structures)}\nSee ${run.path}/report.html; the figures are in cases.csv and observers.csv beside it.\n`,
    json: document,
    failed: failedWithin,
  };
}

function caseDocument({ case: name, structure, evaluation }: StudyRow): object {
  if (evaluation.map === null) return { case: name, structure, ...evaluation };
  const { reliability: _, ...map } = evaluation.map;
  return { case: name, structure, ...evaluation, map };
}

/** A study's figures, those of its maps among them. */
function studyDocument(study: StudyEvaluation): object {
  const { maps, ...figures } = study;
  const none = { datasetThreshold: null, datasetDice: null, crossValidatedDice: null, reliability: [] };
  return { ...figures, ...(maps ?? none), sentence: `${verdict(study)} ${ceilingSentence(study)}` };
}

function provenanceOf(parameters: Identity): (readonly [string, string])[] {
  const { cut, empty, resample, surfaces, toleranceMm, seed } = parameters;
  return [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice evaluate"],
    [
      "Maps without a mask of their own",
      `cut ${cut === "own" ? "at their own Dice-optimal threshold" : cut === "half" ? "at 1/2" : `at ${cut}`}`,
    ],
    ["Dice of two empty masks", empty],
    ["Other grids", resample === undefined ? "refused" : `resampled, ${resample}`],
    ["Surface tolerance", surfaces ? `${toleranceMm} mm` : "no surfaces"],
    ["Seed of the bootstrap", String(seed)],
  ];
}
