import { SoftdiceError } from "../../core/errors.ts";
import { OBSERVERS, PELVIS_STRUCTURES } from "../../synthetic/pelvis/structures.ts";

/** One structure of the experiment and what its delineations are called. */
export interface PlannedStructure {
  /** Its row of Table 1. */
  readonly row: string;
  /** Names of its ROIs, one an observer; compared without regard to case and to the amount of white space. */
  readonly rois: readonly string[];
}

/** The nine structures of the Gold Atlas: '<structure> (Userk)', k = 1 … 5. Table 1 writes a blank for '_'. */
export const GOLD_ATLAS_PLAN: readonly PlannedStructure[] = PELVIS_STRUCTURES.map((structure) => ({
  row: structure.replaceAll("_", " "),
  rois: Array.from({ length: OBSERVERS }, (_, k) => `${structure} (User${k + 1})`),
}));

/** Observers of a structure in a mapping: at least two to disagree, at most what a vote map holds. */
const OBSERVER_RANGE = [2, 30] as const;

/**
 * Reads a mapping of other names: a JSON object with a row's name → the list of its ROIs' names, one an observer, e.g.
 * `{"Prostate": ["prostate_A", "prostate_B"], "Rectum": ["rect_A", "rect_B"]}`.
 *
 * @param file how messages call it
 * @throws SoftdiceError naming the file and what in it is wrong
 */
export function parseRoiMapping(file: string, text: string): PlannedStructure[] {
  const refuse = (problem: string, cause?: unknown): SoftdiceError =>
    new SoftdiceError({
      subject: file,
      problem,
      expected: 'an object like {"Prostate": ["prostate_A", "prostate_B"]}',
      remedy: "correct the mapping",
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw refuse("is no JSON", cause);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) throw refuse("is no object");
  const entries = Object.entries(content);
  if (entries.length === 0) throw refuse("names no structure");
  const owners = new Map<string, string>();
  return entries.map(([row, rois]) => {
    if (row.trim() === "" || /[,"\r\n]/.test(row))
      throw refuse(`has a structure named ${JSON.stringify(row)}, which no CSV row can be called`);
    if (!isListOfNames(rois)) throw refuse(`has for "${row}" something else than a list of ROI names`);
    const [least, most] = OBSERVER_RANGE;
    if (rois.length < least || rois.length > most)
      throw refuse(`has ${rois.length} ROIs for "${row}" and not ${least} to ${most}`);
    for (const roi of rois) {
      const owner = owners.get(canonicalName(roi));
      if (owner !== undefined) throw refuse(`has "${roi}" for "${owner}" and again for "${row}"`);
      owners.set(canonicalName(roi), row);
    }
    return { row, rois };
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

/** What names are compared by. */
export function canonicalName(name: string): string {
  return name.trim().replaceAll(/\s+/g, " ").toLowerCase();
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string" && name.trim() !== "");
}
