import { isConsensusName } from "../../../src/formats/dicom/names.ts";
import type { Volume } from "../../../src/image/volume.ts";
import { SoftdiceError } from "../../../src/core/errors.ts";
import { answerCalls, Handover, type Progress } from "../protocol.ts";
import { analyseMap, analyseMasks } from "./analyse.ts";
import type { Analysis, StudyInfo } from "./analysis.ts";
import { type ExampleName, openExample } from "./examples.ts";
import { type ExportFile, type ExportRequest, makeExport } from "./export.ts";
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

answerCalls({
  async open(
    source: { files: readonly DroppedFile[] } | { example: ExampleName },
    report: (progress: Progress) => void,
  ): Promise<StudyInfo> {
    study = "files" in source ? await openStudy(source.files, report) : openExample(source.example, report);
    const { title, grid, structures, notes, leftOut, image } = study;
    return {
      title,
      grid,
      notes,
      leftOut,
      hasImage: image !== undefined,
      structures: structures.map((structure) => ({
        name: structure.name,
        kind: structure.kind,
        observers:
          structure.kind === "map"
            ? []
            : structure.observers.map(({ observer, part }) => ({
                name: observer,
                voxels: part.data.reduce((sum, value) => sum + value, 0),
                isConsensus: isConsensusName(observer),
              })),
      })),
    };
  },

  async image(): Promise<Handover<Volume> | undefined> {
    const volume = await study?.image?.();
    if (volume === undefined) return undefined;
    // A copy: the study keeps its own.
    const copy = { ...volume, data: volume.data.slice() };
    return new Handover(copy, [copy.data]);
  },

  analyse(choice: Choice): Analysis {
    const { structure, counted, structureName, observerNames } = choice;
    const { grid, structures } = opened();
    const chosen = structures[structure];
    analysis =
      chosen.kind === "map"
        ? analyseMap(structureName, chosen.part, grid)
        : analyseMasks(structureName, named(chosen.observers, observerNames), counted, grid);
    chosenLast = choice;
    return analysis;
  },

  /** What the report and `summary.json` hold, of what was analysed last. */
  reportData(): ReportData {
    const { grid, structures } = opened();
    if (chosenLast === undefined) throw nothing();
    const { structure, counted, observerNames } = chosenLast;
    const chosen = structures[structure];
    if (chosen.kind === "map") return mapReport(chosen.part, grid);
    return consensusReport(named(chosen.observers, observerNames), counted, grid);
  },

  export(request: ExportRequest): Promise<ExportFile> {
    if (analysis === undefined) throw nothing();
    return makeExport(request, analysis, opened().series);
  },
});

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
