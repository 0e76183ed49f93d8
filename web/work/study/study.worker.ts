import type { Volume } from "../../../src/image/volume.ts";
import type { ConsensusSummary } from "../../../src/raters/summary.ts";
import { type Structure, writeStructureSet } from "../../../src/formats/dicom/rtstruct-write.ts";
import { SoftdiceError } from "../../../src/core/errors.ts";
import { decisionsOn, ONE_PATIENT } from "../../../src/study/decisions.ts";
import { answerCalls, Handover, type Progress } from "../protocol.ts";
import { analyseMap, analyseMasks } from "./analyse.ts";
import type { Analysis, StudyInfo } from "./analysis.ts";
import { type Choices, withPatient } from "./choices.ts";
import { type ExampleName, makeExample } from "./examples.ts";
import { type ExportFile, type ExportRequest, makeExport } from "./export.ts";
import type { DroppedFile } from "./files.ts";
import { figuresOf } from "./figures.ts";
import { openStudy, type ReadFiles, readFiles } from "./open.ts";
import { consensusReport, mapReport, type ReportData, summariseMasks } from "./reportData.ts";
import { resultsOf, type StructureResults } from "./results.ts";
import type { StoredMask, StoredStudy } from "./stored.ts";

/* Holds one study, and does with it what takes time. */

/** What a study is made of. */
export type StudySource = { readonly choices: Choices } & (
  { readonly files: readonly DroppedFile[] } | { readonly example: ExampleName }
);

/** Which observers of which structure, under the names that they have on the page. */
export interface Choice {
  readonly structure: number;
  /** Indices of the observers that count. */
  readonly counted: readonly number[];
  readonly structureName: string;
  readonly observerNames: readonly string[];
}

/** Which structure's results, and the alias of its patient. */
export interface ResultsRequest {
  readonly structure: number;
  readonly patient: string;
}

let read: ReadFiles | undefined;
let study: StoredStudy | undefined;
let analysis: Analysis | undefined;
let chosenLast: Choice | undefined;

answerCalls({
  /** Reads files or makes an example, and opens it under choices that were made before. */
  async open(source: StudySource, report: (progress: Progress) => void): Promise<StudyInfo> {
    read = "files" in source ? await readFiles(source.files, report) : makeExample(source.example, report);
    study = await openStudy(read, withPatient(source.choices, read.patients.length), report);
    return infoOf(study);
  },

  /** The same files under other choices. What it was before stays where they cannot be followed. */
  async choose(choices: Choices, report: (progress: Progress) => void): Promise<StudyInfo> {
    if (read === undefined) throw nothing();
    study = await openStudy(read, withPatient(choices, read.patients.length), report);
    [analysis, chosenLast] = [undefined, undefined];
    return infoOf(study);
  },

  /** What `summary.json` says of a structure, of all of its observers. */
  figures(index: number): ConsensusSummary | undefined {
    const { structures, remarksOn } = opened();
    const structure = structures.at(index);
    return structure?.kind === "masks" ? figuresOf(structure, remarksOn(structure.name)) : undefined;
  },

  /** The image below a structure, on its grid. */
  async image(index: number): Promise<Handover<Volume> | undefined> {
    const volume = await study?.structures[index]?.image?.();
    if (volume === undefined) return undefined;
    // A copy: the study keeps its own.
    const copy = { ...volume, data: volume.data.slice() };
    return new Handover(copy, [copy.data]);
  },

  analyse(choice: Choice): Analysis {
    const { structure, counted, structureName, observerNames } = choice;
    const chosen = opened().structures[structure];
    analysis =
      chosen.kind === "map"
        ? analyseMap(structureName, chosen.part, chosen.grid)
        : analyseMasks(structureName, named(chosen.observers, observerNames), counted, chosen.grid);
    chosenLast = choice;
    return analysis;
  },

  /** What the report and `summary.json` hold, of what was analysed last. */
  reportData(): ReportData {
    if (chosenLast === undefined) throw nothing();
    const { structure, counted, observerNames } = chosenLast;
    const chosen = opened().structures[structure];
    if (chosen.kind === "map") return mapReport(chosen.part, chosen.grid);
    const sources = decisionsOn(opened().decisions, chosen.name, ONE_PATIENT);
    const of = { structure: chosenLast.structureName, patient: ONE_PATIENT, sources };
    return consensusReport(summariseMasks(named(chosen.observers, observerNames), counted, chosen.grid), of);
  },

  /** All that the command line writes of a structure. */
  async results({ structure, patient }: ResultsRequest): Promise<Handover<StructureResults>> {
    const results = await resultsOf(opened(), structure, patient);
    return new Handover(
      results,
      results.files.map(({ bytes }) => bytes),
    );
  },

  /** A structure set of all structures' results, as the command line writes it. */
  structureSet(contours: readonly Structure[]): Uint8Array {
    return writeStructureSet(contours, { label: "consensus", namesDifferWithin: 16 });
  },

  export(request: ExportRequest): Promise<ExportFile> {
    if (analysis === undefined || chosenLast === undefined) throw nothing();
    const chosen = opened().structures[chosenLast.structure];
    return makeExport(request, analysis, chosen.kind === "masks" ? chosen.series : undefined);
  },
});

/** The masks under the names that their observers have on the page. */
function named(masks: readonly StoredMask[], names: readonly string[]): StoredMask[] {
  return masks.map(({ part }, k) => ({ part, observer: names[k] }));
}

/** What the page knows of a study. */
function infoOf({ structures, remarksOn: _, ...said }: StoredStudy): StudyInfo {
  return {
    ...said,
    structures: structures.map((structure) => ({
      name: structure.name,
      kind: structure.kind,
      grid: structure.grid,
      hasImage: structure.image !== undefined,
      observers:
        structure.kind === "map"
          ? []
          : structure.observers.map(({ observer, part }) => ({
              name: observer,
              voxels: part.data.reduce((sum, value) => sum + value, 0),
            })),
    })),
  };
}

function opened(): StoredStudy {
  if (study === undefined) throw nothing();
  return study;
}

function nothing(): SoftdiceError {
  return new SoftdiceError({
    subject: "study",
    problem: "is not open",
    expected: "opened files or an example",
    remedy: "open one first",
  });
}
