import type { Volume } from "../../../src/image/volume.ts";
import { SoftdiceError } from "../../../src/core/errors.ts";
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
import { type ExampleName, openExample } from "./examples.ts";
import { type ExportFile, exportMap, type ExportRequest, makeExport } from "./export.ts";
import type { DroppedFile } from "./files.ts";
import { openStudy } from "./open.ts";
import { consensusReport, mapReport, type ReportData } from "./reportData.ts";
import type { StoredMask, StoredStudy } from "./stored.ts";

/* Holds one study, and does with it what takes time. */

/** Which observers of which structure, under the names that they have on the page. */
export interface Choice {
  readonly structure: number;
  /** Indices of the observers that count. */
  readonly counted: readonly number[];
  readonly structureName: string;
  readonly observerNames: readonly string[];
}

let study: StoredStudy | undefined;
let analysis: Analysis | undefined;
let chosenLast: Choice | undefined;
let models = new ModelDesk();

answerCalls({
  async open(
    source: { files: readonly DroppedFile[] } | { example: ExampleName },
    report: (progress: Progress) => void,
  ): Promise<StudyInfo> {
    models = new ModelDesk();
    study = "files" in source ? await openStudy(source.files, report) : openExample(source.example, report);
    const { title, structures, notes, leftOut, decisions } = study;
    return {
      title,
      notes,
      leftOut,
      decisions,
      structures: structures.map((structure) => ({
        name: structure.name,
        kind: structure.kind,
        grid: structure.grid,
        hasGeometry: structure.kind === "masks" || structure.hasGeometry,
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
    return consensusReport(named(chosen.observers, observerNames), counted, chosen.grid, of);
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

/** The masks under the names that their observers have on the page. */
function named(masks: readonly StoredMask[], names: readonly string[]): StoredMask[] {
  return masks.map(({ part }, k) => ({ part, observer: names[k] }));
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
