import { join } from "node:path";
import { SoftdiceError } from "../../core/errors.ts";
import { type Structure, writeStructureSet } from "../../formats/dicom/rtstruct-write.ts";
import type { Series } from "../../formats/dicom/series.ts";
import type { Grid } from "../../image/grid.ts";
import type { Volume } from "../../image/volume.ts";
import type { BeginTasks } from "../../raters/agreement/distanceTasks.ts";
import { votePatterns } from "../../raters/patterns.ts";
import { paint } from "../../raters/selection.ts";
import type { ConsensusSummary } from "../../raters/consensusSummary.ts";
import { summarize } from "../../raters/summary.ts";
import { type Case, type CaseStructure, remarksOn } from "../../study/case.ts";
import { type Decision, decisionsOn } from "../../study/decisions.ts";
import { ImagesBelow } from "../../study/image.ts";
import { agreementCsv, summaryCsv } from "../../report/consensus/csv.ts";
import { FileNames } from "../../report/fileNames.ts";
import { type WriteInBatch, writeTogether } from "../fileBatch.ts";
import type { Rasterise } from "../rasterise.ts";
import { writeLabelMap } from "./labelMap.ts";
import { LabelOverlap } from "./labelOverlap.ts";
import type { ConsensusParameters } from "./parameters.ts";
import type { Met } from "./unknownName.ts";
import { weightsOf } from "./weights.ts";

/** Voxels above which figures wait for the volumes: together they would be felt in memory. */
const MOST_BESIDE = 7e7;

/** What other threads do for a case. */
export interface Beside {
  /** Has surface distances begun. */
  readonly begin: BeginTasks;
  /** Starts what draws PNGs, once. */
  readonly startPngs: () => Promise<Rasterise>;
}

/** What became of one patient, or of one call. */
export interface CaseResult {
  readonly structures: readonly NamedSummary[];
  readonly failures: readonly { readonly structure: string; readonly reason: string }[];
  /** What became of everything that was met. */
  readonly sources: readonly Decision[];
  /** On all structures together, a sentence each. */
  readonly warnings: readonly string[];
  readonly met: Met;
}

export interface NamedSummary {
  /** Empty where nothing names it. */
  readonly structure: string;
  /** Folder of its files below the case's, empty for the only structure. */
  readonly folder: string;
  readonly summary: CaseSummary;
}

/** `summary.json` of one structure: its numbers, and what they were made of. */
export interface CaseSummary extends ConsensusSummary {
  readonly structure: string;
  /** An alias, never an identifier. */
  readonly patient: string;
  readonly sources: readonly Decision[];
}

/** Where a case's files are written. */
export interface Into {
  readonly folder: string;
  /** Called with each file's path before it is written; throws where the file must not be. */
  readonly refuse?: (path: string) => void;
}

/**
 * Makes the consensus of every structure of a case and writes its files.
 *
 * @param patient the case's alias
 * @param beside other threads that take part; left out where all cores have cases of their own
 */
export async function runCase(
  opened: Case,
  patient: string,
  parameters: ConsensusParameters,
  { folder: root, refuse = () => undefined }: Into,
  beside?: Beside,
): Promise<CaseResult> {
  const folders = new FileNames(["figures"]);
  const contours: Structure[] = [];
  const structures: NamedSummary[] = [];
  const overlap = new LabelOverlap();
  const failures = opened.failures.map(({ structure, error }) => ({ structure, reason: error.message }));
  const isOnly = opened.structures.length + opened.failures.length === 1;
  const writeAt = (write: WriteInBatch, path: string, data: string | Uint8Array): void => {
    refuse(path);
    write(path, data);
  };
  const runner = { opened, patient, parameters, beside, overlap, contours, images: new ImagesBelow(opened) };
  for (const structure of opened.structures) {
    const folder = isOnly ? "" : folders.take(structure.name === "" ? "unnamed" : structure.name);
    try {
      const summary = await writeTogether((write) =>
        runStructure(structure, runner, (name, data) => writeAt(write, join(root, folder, name), data)),
      );
      structures.push({ structure: structure.name, folder, summary });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      failures.push({ structure: structure.name, reason: error.message });
    }
  }
  const done = new Set(structures.map(({ structure }) => structure));
  const labels = opened.structures.filter(({ name, isLabel }) => isLabel && done.has(name));
  const labelMap = await writeTogether(async (writeFile) => {
    const write = (name: string, data: string | Uint8Array): void =>
      writeAt(writeFile, join(root, name), data);
    if (contours.length > 0) {
      const options = { label: "consensus", namesDifferWithin: 16, copyPatient: parameters.copyPatient };
      write("consensus-rtstruct.dcm", writeStructureSet(contours, options));
    }
    return parameters.files ? writeLabelMap(labels, parameters, write) : [];
  });
  failures.push(...opened.missing.map((error) => ({ structure: "", reason: error.message })));
  return {
    structures,
    failures,
    sources: opened.decisions().map((decision) => ({ ...decision, patient })),
    warnings: [...overlap.warnings(), ...labelMap],
    met: opened.met,
  };
}

interface Runner {
  readonly opened: Case;
  readonly patient: string;
  readonly parameters: ConsensusParameters;
  readonly beside: Beside | undefined;
  readonly overlap: LabelOverlap;
  /** Takes the contours of all structures, where they came as contours. */
  readonly contours: Structure[];
  readonly images: ImagesBelow;
}

/** Writes one structure's files. */
async function runStructure(
  { name: structure, observe, isLabel }: CaseStructure,
  { opened, patient, parameters, beside, overlap, contours, images }: Runner,
  write: (name: string, data: string | Uint8Array) => void,
): Promise<CaseSummary> {
  const observed = observe();
  const { grid, names } = observed;
  const map = observed.map();
  const isBeside = parameters.files && map.voxels <= MOST_BESIDE;
  const rasterise = isBeside ? await beside?.startPngs() : undefined;
  const votes = votePatterns(map, { weights: weightsOf(names, parameters.weights) });
  const found = summarize({ map, votes, grid }, names, { ...parameters, begin: beside?.begin });
  if (isLabel) overlap.add(structure, grid, paint(map, votes, found.result.selections.diceOptimal));
  const summary: CaseSummary = {
    structure,
    patient,
    ...found.summary,
    warnings: [...found.summary.warnings, ...remarksOn(opened, structure)],
    sources: decisionsOn(opened.decisions(), structure, patient),
  };
  write("summary.json", `${JSON.stringify(summary, undefined, 1)}\n`);
  write("summary.csv", summaryCsv(summary));
  write("agreement.csv", agreementCsv(found.rows));
  if (!parameters.files) return summary;
  const { writeFiles } = await import("./writeFiles.ts");
  const areContours = observed.origins.some(({ kind }) => kind === "RTSTRUCT" || kind === "SEG");
  const drawn = await writeFiles({ ...observed, map }, votes, { ...found, summary }, parameters, {
    write,
    contours: areContours,
    image: (await imageOn(grid, observed.choice?.series, images))?.data,
    patient,
    rasterise,
  });
  contours.push(...drawn);
  return summary;
}

/** The image below the contours; one whose pixels cannot be read leaves the figures without it. */
async function imageOn(
  grid: Grid,
  series: Series | undefined,
  images: ImagesBelow,
): Promise<Volume | undefined> {
  try {
    return await images.on(grid, series);
  } catch (error) {
    if (error instanceof SoftdiceError) return undefined;
    throw error;
  }
}
