import { SoftdiceError } from "../../core/errors.ts";
import { isClosed, type Roi, type StructureSet } from "../../formats/dicom/rtstruct.ts";
import { canonicalName, type PlannedStructure } from "./plan.ts";

/** One structure's delineations in a structure set. */
export interface Delineations {
  readonly row: string;
  /** ROIs with at least one closed contour, in the order of the plan's observers. */
  readonly rois: readonly Roi[];
  /** What is missing, one remark an observer: "Rectum (User2) is not there". */
  readonly missing: readonly string[];
}

/** The delineations of each planned structure. Of ROIs with the same name, the first with a closed contour counts. */
export function findDelineations(plan: readonly PlannedStructure[], set: StructureSet): Delineations[] {
  const byName = new Map<string, Roi[]>();
  for (const roi of set.rois) {
    const name = canonicalName(roi.name);
    byName.set(name, [...(byName.get(name) ?? []), roi]);
  }
  return plan.map(({ row, rois }) => {
    const found: Roi[] = [];
    const missing: string[] = [];
    for (const name of rois) {
      const candidates = byName.get(canonicalName(name)) ?? [];
      const drawn = candidates.find(({ contours }) => contours.some(isClosed));
      if (drawn !== undefined) found.push(drawn);
      else missing.push(`${name} ${candidates.length === 0 ? "is not there" : "has no closed contour"}`);
    }
    return { row, rois: found, missing };
  });
}

/** A structure set, with a sentence that says why it and not another. */
export interface ChosenSet {
  readonly set: StructureSet;
  readonly reason: string;
}

/**
 * Chooses among a patient's structure sets the one with the most of the planned delineations; of several such, the
 * first by file name.
 * @throws SoftdiceError when none has any
 */
export function chooseStructureSet(
  sets: readonly StructureSet[],
  plan: readonly PlannedStructure[],
): ChosenSet {
  const wanted = plan.reduce((sum, { rois }) => sum + rois.length, 0);
  const ranked = sets
    .map((set) => ({
      set,
      count: findDelineations(plan, set).reduce((sum, { rois }) => sum + rois.length, 0),
    }))
    .sort((a, b) => b.count - a.count || (a.set.file < b.set.file ? -1 : 1));
  if (ranked.length === 0 || ranked[0].count === 0) {
    throw new SoftdiceError({
      subject: "files",
      problem:
        ranked.length === 0
          ? "hold no RTSTRUCT"
          : `hold no observer's delineation in ${ranked.length} RTSTRUCT${ranked.length === 1 ? "" : "s"}`,
      expected: `ROIs named like "${plan[0].rois[0]}"`,
      remedy: "name the ROIs of the study with --rois",
    });
  }
  const [{ set, count }, ...others] = ranked;
  const rest = others.map(({ count: theirs }) => theirs).join(", ");
  return {
    set,
    reason:
      `${set.file} has ${count} of ${wanted} delineations` +
      (others.length === 0 ? "" : `; the patient's other RTSTRUCTs have ${rest}`),
  };
}
