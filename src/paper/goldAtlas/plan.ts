import { SoftdiceError } from "../../core/errors.ts";
import { canonicalName, sameName } from "../../study/names.ts";
import { observerIn, type RoiMapping } from "../../study/rois.ts";
import { OBSERVERS, PELVIS_STRUCTURES } from "../../synthetic/pelvis/structures.ts";

/** One structure of the experiment and what its delineations are called. */
export interface PlannedStructure {
  /** Its row of Table 1. */
  readonly row: string;
  /** Names of its ROIs, one an observer; compared without regard to case and to the amount of white space. */
  readonly rois: readonly string[];
  /** Whose they are, parallel to `rois`, where a mapping says so. */
  readonly observers?: readonly (string | undefined)[];
}

/** The nine structures of the Gold Atlas: '<structure> (Userk)', k = 1 … 5. Table 1 writes a blank for '_'. */
export const GOLD_ATLAS_PLAN: readonly PlannedStructure[] = PELVIS_STRUCTURES.map((structure) => ({
  row: structure.replaceAll("_", " "),
  rois: Array.from({ length: OBSERVERS }, (_, k) => `${structure} (User${k + 1})`),
}));

/**
 * The plan of a mapping of names: the rows are its structures, each with its delineations' names.
 *
 * @param file how messages call it
 * @throws SoftdiceError for a structure with one observer, who agrees with himself, and for a name that no CSV row can have
 */
export function planOf(file: string, mapping: RoiMapping): PlannedStructure[] {
  return mapping.map(({ structure, delineations }) => {
    const refuse = (problem: string): SoftdiceError =>
      new SoftdiceError({
        subject: file,
        problem,
        expected: 'an object like {"Prostate": ["prostate_A", "prostate_B"]}',
        remedy: "correct the mapping",
      });
    if (/[,"]/u.test(structure))
      throw refuse(`has a structure named ${JSON.stringify(structure)}, which no CSV row can be called`);
    if (delineations.some((delineation) => delineation.file !== undefined))
      throw refuse("says files, where names are looked for in all structure sets");
    if (delineations.length < 2) throw refuse(`has one ROI for "${structure}", which cannot disagree`);
    return {
      row: structure,
      rois: delineations.map(({ name }) => name),
      observers: delineations.map(({ observer }) => observer),
    };
  });
}

/** A plan as a mapping of names: every ROI is its observer's, by what stands in its bracket, or by all of its name. */
export function mappingOf(plan: readonly PlannedStructure[]): RoiMapping {
  return plan.map((planned) => {
    const observers = observersOf(planned);
    return {
      structure: planned.row,
      delineations: planned.rois.map((name, k) => ({ name, observer: observers[k] })),
    };
  });
}

/** Whose the ROIs of a planned structure are. */
function observersOf({ rois, observers = [] }: PlannedStructure): string[] {
  return rois.map((name, k) => observers[k] ?? observerIn(name));
}

/**
 * The plan of some observers alone.
 * @throws SoftdiceError for an observer who is not in the plan, and where one alone is left of a structure
 */
export function selectObservers(
  plan: readonly PlannedStructure[],
  wanted: readonly string[],
): PlannedStructure[] {
  const known = [...new Set(plan.flatMap(observersOf))];
  const refuse = (problem: string): SoftdiceError =>
    new SoftdiceError({
      subject: "--observers",
      problem,
      expected: `two or more of: ${known.join(", ")}`,
      remedy: "correct the list, or name the observers' ROIs with --rois",
    });
  const unknown = wanted.find((name) => !known.some((observer) => sameName(observer, name)));
  if (unknown !== undefined) throw refuse(`names "${unknown}"`);
  return plan.map((structure) => {
    const observers = observersOf(structure);
    const kept = observers.flatMap((observer, k) =>
      wanted.some((name) => sameName(name, observer)) ? [k] : [],
    );
    if (kept.length < 2) throw refuse(`leaves ${kept.length} of "${structure.row}", who cannot disagree`);
    return {
      row: structure.row,
      rois: kept.map((k) => structure.rois[k]),
      observers: kept.map((k) => observers[k]),
    };
  });
}

/**
 * The structures of a plan that were asked for, in the plan's order.
 * @throws SoftdiceError for a name that is not in the plan
 */
export function selectStructures(
  plan: readonly PlannedStructure[],
  wanted: readonly string[],
): PlannedStructure[] {
  const names = wanted.map((name) => canonicalName(name.replaceAll("_", " ")));
  const known = new Map(
    plan.map((structure) => [canonicalName(structure.row.replaceAll("_", " ")), structure]),
  );
  const unknown = wanted.find((_, i) => !known.has(names[i]));
  if (unknown !== undefined) {
    throw new SoftdiceError({
      subject: "--structures",
      problem: `names "${unknown}"`,
      expected: `some of: ${plan.map(({ row }) => row).join(", ")}`,
      remedy: "correct the list, or name the structure's ROIs with --rois",
    });
  }
  return plan.filter(({ row }) => names.includes(canonicalName(row.replaceAll("_", " "))));
}
