import type { Volume } from "../../../src/image/volume.ts";
import { type Structure, writeStructureSet } from "../../../src/formats/dicom/rtstruct-write.ts";
import { SoftdiceError } from "../../../src/core/errors.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { decisionsOn, ONE_PATIENT } from "../../../src/study/decisions.ts";
import type { Triple } from "../../../src/image/grid.ts";
import type { PlaneMarginal } from "../descent/marginal.ts";
import { type ComparedLosses, compareLosses } from "../explore/compare.ts";
import { type Explored, planeMarginal, wholeMarginal } from "../explore/structure.ts";
import type { ModelReport } from "../model/evaluateModel.ts";
import { ModelDesk, type ModelRequest } from "../model/model.ts";
import { answerCalls, Handover, type Progress } from "../protocol.ts";
import { analyseMasks } from "./analyse.ts";
import { analyseMap } from "./analyseMap.ts";
import type { Analysis, StudyInfo } from "./analysis.ts";
import { type Choices, withPatient } from "./choices.ts";
import { type ExampleName, makeExample } from "./examples.ts";
import { type ExportFile, exportMap, type ExportRequest, makeExport } from "./export.ts";
import type { DroppedFile } from "./files.ts";
import { figuresOf } from "./figures.ts";
import { openStudy, type ReadFiles, readFiles } from "./open.ts";
import {
  consensusReport,
  mapReport,
  type ReportData,
  summariseMasks,
  type SummarisedMasks,
} from "./reportData.ts";
import { resultsOf, type StructureResults } from "./results.ts";
import { meshOf, type SurfaceMesh } from "./surfaces.ts";
import { type Vectors, vectorsOn } from "./vectors.ts";
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

/** What {@link SurfaceMesh} is asked for: an observer by its index in the structure's list, or {m > above}. */
export type SurfaceRequest = { readonly observer: number } | { readonly above: number };

/** Which structure's results, and the alias of its patient. */
export interface ResultsRequest {
  readonly structure: number;
  readonly patient: string;
}

let read: ReadFiles | undefined;
let study: StoredStudy | undefined;
let analysis: Analysis | undefined;
let chosenLast: Choice | undefined;
let models = new ModelDesk();
/** The figures of what was analysed last, once somebody asked. */
let summarised: SummarisedMasks | undefined;

answerCalls({
  /** Reads files or makes an example, and opens it under choices that were made before. */
  async open(source: StudySource, report: (progress: Progress) => void): Promise<StudyInfo> {
    models = new ModelDesk();
    read = "files" in source ? await readFiles(source.files, report) : makeExample(source.example, report);
    study = await openStudy(read, withPatient(source.choices), report);
    return infoOf(study);
  },

  /** The same files under other choices. What it was before stays where they cannot be followed. */
  async choose(choices: Choices, report: (progress: Progress) => void): Promise<StudyInfo> {
    if (read === undefined) throw nothing();
    study = await openStudy(read, withPatient(choices), report);
    [analysis, chosenLast, summarised] = [undefined, undefined, undefined];
    return infoOf(study);
  },

  /** What `summary.json` says of a structure, of all of its observers. */
  figures(index: number): ConsensusSummary | undefined {
    const { structures, remarksOn } = opened();
    const structure = structures.at(index);
    if (structure?.kind !== "masks") return undefined;
    return figuresOf({ ...structure, remarks: remarksOn(structure.name) });
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
        ? analyseMap(structureName, chosen, chosen.grid)
        : analyseMasks(structureName, named(chosen.observers, observerNames), counted, chosen.grid);
    chosenLast = choice;
    summarised = undefined;
    return analysis;
  },

  /** What the report and `summary.json` hold, of what was analysed last. */
  reportData(): ReportData {
    if (chosenLast === undefined) throw nothing();
    const { structure } = chosenLast;
    const chosen = opened().structures[structure];
    if (chosen.kind === "map") return mapReport(chosen, chosen.grid);
    const sources = decisionsOn(opened().decisions, chosen.name, ONE_PATIENT);
    const of = { structure: chosenLast.structureName, patient: ONE_PATIENT, sources };
    return consensusReport(summariseLast(), of);
  },

  /** What `summary.json` says of what was analysed last, under the page's names; undefined for a map. */
  shownFigures(): ConsensusSummary | undefined {
    return analysis?.kind === "masks" ? summariseLast().summary : undefined;
  },

  /** Of a structure, each observer's contours on its grid; undefined for masks. */
  vectors(index: number): Handover<(Vectors | undefined)[]> {
    const chosen = opened().structures[index];
    const vectors =
      chosen.kind === "map"
        ? []
        : chosen.observers.map(({ contoursMm }) => contoursMm && vectorsOn(chosen.grid, contoursMm));
    const arrays = vectors.flatMap((one) => (one === undefined ? [] : [one.points, one.starts, one.axes]));
    return new Handover(vectors, arrays);
  },

  /** A surface of what was analysed last: of an observer, or of the voxels whose m is above a threshold; undefined before. */
  surface(of: SurfaceRequest): Handover<SurfaceMesh> | undefined {
    if (analysis === undefined) return undefined;
    const { largest, observers, methods, kind } = analysis;
    const taken =
      "observer" in of
        ? (observers.find(({ index }) => index === of.observer)?.taken ?? new Uint8Array(largest.length))
        : Uint8Array.from(largest, (m) => Number(m > of.above));
    const optimal = methods.find(({ name }) => name === "diceOptimal")?.taken;
    const isOptimal = kind === "masks" && optimal?.every((value, p) => value === taken[p]) === true;
    const mesh = meshOf(analysis, taken, isOptimal ? summariseLast().disagreement : undefined);
    const arrays = [mesh.verticesMm, mesh.triangles, ...(mesh.sdMm === undefined ? [] : [mesh.sdMm])];
    return new Handover(mesh, arrays);
  },

  /** A model among the observers: the figures of `softdice evaluate`. */
  evaluate(request: ModelRequest, report: (progress: Progress) => void): Promise<ModelReport> {
    return models.evaluate(opened(), request, report);
  },

  /** The marginal of a structure in the axial plane through a voxel, for descents. */
  plane({ at, ...choice }: ExploreRequest): PlaneMarginal {
    return planeMarginal(explored(choice), at);
  },

  /** What losses converge to on a structure: the figures of `softdice losses`. */
  compare(
    { at, losses, ...choice }: ExploreRequest & { readonly losses: readonly string[] },
    report: (progress: Progress) => void,
  ): ComparedLosses {
    return compareLosses(losses, wholeMarginal(explored(choice), at), (done, total) =>
      report({ what: "Minimising losses", done, total }),
    );
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
    return chosen.kind === "map"
      ? exportMap(request, analysis, chosen.part)
      : makeExport(request, analysis, chosen.series);
  },
});

/** A structure to explore, and the voxel through which its axial plane is shown. */
export interface ExploreRequest {
  readonly structure: number;
  /** Indices of the observers that count. */
  readonly counted: readonly number[];
  readonly at: Triple;
}

function explored({ structure, counted }: Omit<ExploreRequest, "at">): Explored {
  const chosen = opened().structures[structure];
  if (chosen.kind === "map") return chosen;
  return { kind: "masks", grid: chosen.grid, masks: counted.map((index) => chosen.observers[index]) };
}

function summariseLast(): SummarisedMasks {
  if (chosenLast === undefined) throw nothing();
  const { structure, counted, observerNames } = chosenLast;
  const chosen = opened().structures[structure];
  if (chosen.kind === "map") throw nothing();
  summarised ??= summariseMasks(named(chosen.observers, observerNames), counted, chosen.grid);
  return summarised;
}

/** The masks under the names that their observers have on the page. */
function named(masks: readonly StoredMask[], names: readonly string[]): StoredMask[] {
  return masks.map(({ part }, k) => ({ part, observer: names[k] }));
}

/** What the page knows of a study. */
function infoOf(of: StoredStudy): StudyInfo {
  const { title, notes, leftOut, decisions, items, question, failures, patients, series, structures } = of;
  return {
    ...{ title, notes, leftOut, decisions, items, question, failures, patients, series },
    structures: structures.map((structure) => ({
      name: structure.name,
      kind: structure.kind,
      grid: structure.grid,
      hasGeometry: structure.kind === "masks" || structure.hasGeometry,
      hasImage: structure.image !== undefined,
      modality: structure.modality ?? "",
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
