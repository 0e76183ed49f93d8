import { checkArray, checkChoice, checkFlag, checkObject, checkText } from "../../core/check.ts";
import { SoftdiceError } from "../../core/errors.ts";
import { findSeries } from "./choose.ts";
import type { MaskOptions, MaskSource } from "./mask-types.ts";
import { structuresOfSet } from "./roi-structures.ts";
import type { StructureSet } from "./rtstruct.ts";
import type { Segmentation } from "./seg.ts";
import { structuresOfSegmentation } from "./seg-structures.ts";
import type { Series } from "./series.ts";
import type { Study } from "./study.ts";

export type {
  BetweenPlanes,
  Layers,
  MaskOptions,
  MaskSource,
  MaskStructure,
  SpareMask,
  StructureMask,
} from "./mask-types.ts";

/**
 * The files with structures in a study, each structure with the grid for its mask or with what keeps it from having one;
 * the file with the most structures first, then by path. With `series`, only those that belong to that series, or all of
 * them if none does. Beside them what kept files out as a whole, one error a file.
 *
 * @example
 * import { maskSources, readStudy, type StudyFile } from "softdice/dicom";
 *
 * // The mask of every structure in a folder that can be drawn, by name.
 * export async function masksOf(files: readonly StudyFile[]) {
 *   const { sources } = maskSources(await readStudy(files), { grid: "series", nested: "holes" });
 *   const drawable = sources.flatMap(({ structures }) => structures).filter(({ grid }) => grid !== undefined);
 *   return new Map(drawable.map((structure) => [structure.name, structure.rasterise().volume]));
 * }
 *
 * @throws SoftdiceError when there are none, no structure of any has a grid, or options are none
 */
export function maskSources(
  study: Study,
  options: MaskOptions,
): { readonly sources: readonly MaskSource[]; readonly problems: readonly SoftdiceError[] } {
  checkArguments(study, options);
  const only = options.series === undefined ? undefined : findSeries(study.series, options.series);
  const sources: MaskSource[] = [];
  const problems: SoftdiceError[] = [];
  const take = (source: Omit<MaskSource, "structures">, make: () => MaskSource["structures"]): void => {
    try {
      const { file, kind, patientId, studyUid } = source;
      sources.push({ file, kind, patientId, studyUid, structures: make() });
    } catch (error) {
      if (!(error instanceof SoftdiceError)) throw error;
      problems.push(error);
    }
  };
  for (const set of belonging(study.structureSets, only, namesSeries)) {
    take({ ...set, kind: "RTSTRUCT" }, () => structuresOfSet(set, study, options));
  }
  for (const seg of belonging(study.segmentations, only, namesSeries)) {
    take({ ...seg, kind: "SEG" }, () => structuresOfSegmentation(seg, only ?? study.series, options));
  }
  const nothing = [...problems, ...sources.flatMap(withoutAny), ...study.problems];
  if (sources.some((source) => withoutAny(source).length === 0)) {
    sources.sort((a, b) => countArea(b) - countArea(a) || (a.file < b.file ? -1 : 1));
    return { sources, problems };
  }
  const [problem] = nothing;
  if (problem !== undefined) throw problem;
  throw new SoftdiceError({
    subject: "input",
    problem: `holds no RTSTRUCT or SEG among ${study.series.length} series and ${study.ignored} other files`,
    expected: "the structures beside their images",
    remedy: "add the RTSTRUCT or SEG file, or its folder",
  });
}

function checkArguments(study: Study, options: MaskOptions): void {
  checkObject("study", study, "what readStudy returns");
  const { series, structureSets, segmentations, problems } = study;
  for (const [name, list] of Object.entries({ series, structureSets, segmentations, problems }))
    checkArray(`study.${name}`, list, "what readStudy returns");
  checkObject("options", options);
  const { grid, nested, betweenPlanes, assumeSameFrame = false, assumeSamePatient = false } = options;
  checkChoice("grid", grid, ["series", "paper"]);
  checkChoice("nested", nested, ["union", "holes"]);
  checkChoice("betweenPlanes", betweenPlanes, [undefined, "none", "nearest", "interpolate"]);
  checkFlag("assumeSameFrame", assumeSameFrame);
  checkFlag("assumeSamePatient", assumeSamePatient);
  if (options.series !== undefined) checkText("series", options.series);
}

/** Why no structure of a file has a series or grid, where that is so, as an error of the file. */
function withoutAny({ file, structures }: MaskSource): SoftdiceError[] {
  const drawn = structures.filter(({ hasArea }) => hasArea);
  if (drawn.some(({ choice, grid }) => choice !== undefined || grid !== undefined)) return [];
  const failure = structures.find((structure) => structure.failure !== undefined)?.failure;
  if (failure === undefined) return [];
  const { problem, expected, remedy } = failure;
  return [new SoftdiceError({ subject: file, problem, expected, remedy })];
}

function countArea({ structures }: MaskSource): number {
  return structures.filter(({ hasArea }) => hasArea).length;
}

function belonging<T>(
  all: readonly T[],
  only: readonly Series[] | undefined,
  belongs: (one: T, series: Series) => boolean,
): readonly T[] {
  const own = all.filter((one) => only?.some((series) => belongs(one, series)));
  return own.length > 0 ? own : all;
}

function namesSeries(one: StructureSet | Segmentation, { uid, frameOfReferenceUid: frame }: Series): boolean {
  const frames = "rois" in one ? one.frameOfReferenceUids : [one.frameOfReferenceUid];
  return one.referencedSeriesUids.includes(uid) || (frame !== undefined && frames.includes(frame));
}
