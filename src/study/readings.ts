import { stem } from "./foreign.ts";
import { areNumberedObservers, areStructures, canonicalName } from "./names.ts";
import { type Layout, parsePattern, type Place, type Role } from "./pattern.ts";

/** Orders in which varying levels of folders and names are read, the documented one first. */
const ORDERS: Readonly<Record<"study" | "case", readonly (readonly Role[])[]>> = {
  study: [
    ["patient", "observer"],
    ["observer", "patient"],
    ["patient", "structure", "observer"],
    ["patient", "observer", "structure"],
    ["observer", "patient", "structure"],
    ["structure", "patient", "observer"],
    ["observer", "structure", "patient"],
    ["structure", "observer", "patient"],
  ],
  case: [["observer"], ["observer", "structure"], ["structure", "observer"]],
};

/**
 * All ways to read the places of files of one mask each by their shape: every varying level of folders, and the file's
 * name, is a role; names may join two with "_" where they make a full table; levels that never vary say nothing. A reading
 * fits where no two files are the same observer's of the same structure and patient, and some structure has two observers.
 * Readings whose observers are numbered ("User3", "seg01"), or whose structures have names of anatomy, leave out the others.
 *
 * @param places relative to the folder of the study or the case
 * @param kind whether places say patients
 */
export function readingsOf(places: readonly string[], kind: "study" | "case"): Layout[] {
  if (places.length === 0) return [];
  const paths = places.map((place) => [...place.split("/").slice(0, -1), stem(place)]);
  const depth = paths[0].length;
  if (paths.some(({ length }) => length !== depth)) {
    // Names alone, where folders have no common shape.
    return kind === "case" ? fitting([parsePattern("**{observer}")], places) : [];
  }
  const levels = [...paths[0].keys()];
  const varies = (level: number): boolean => new Set(paths.map((path) => path[level])).size > 1;
  // A level of one name is that of the one structure, unless it only says what kind of files there are.
  const [structure] = levels
    .filter(
      (level) =>
        !varies(level) && level > (kind === "study" ? 0 : -1) && !KINDS_OF_FILES.test(paths[0][level]),
    )
    .reverse();
  const varying = levels.filter((level) => varies(level) || (level === structure && paths.length > 1));
  const repeated = withRepeatedPatient(paths, levels, varying, kind);
  const plain = ORDERS[kind].flatMap((order) => patternsFor(order, paths, varying));
  const found = fitting(
    [...repeated, ...plain].map((pattern) => parsePattern(pattern)),
    places,
  );
  const joined = found.filter(({ pattern }) => /\}_\{/u.test(pattern));
  // Names that are a product of two lists are no list of observers.
  const candidates = repeated.length > 0 ? found.slice(0, 1) : joined.length > 0 ? joined : found;
  return byNames(candidates, places, kind);
}

/** Of readings that fit, those whose names speak for them: numbered observers, structures with names of anatomy. */
function byNames(candidates: readonly Layout[], places: readonly string[], kind: "study" | "case"): Layout[] {
  const names = (layout: Layout, role: Role): string[] => [...new Set(namesOf(layout, places, role))];
  const numbered = candidates.filter((layout) => areNumberedObservers(names(layout, "observer")));
  const left = numbered.length > 0 ? numbered : candidates;
  const anatomical = left.filter((layout) => areStructures(names(layout, "structure")));
  const [only, ...others] = anatomical.length > 0 ? anatomical : left;
  const areAll = only !== undefined && others.length === 0 && only.roles.size === 1;
  // Files that are all called after organs are one observer's structures.
  if (kind === "case" && areAll && places.length > 1 && areStructures(names(only, "observer")))
    return [parsePattern(only.pattern.replace("{observer}", "{structure}"))];
  return [...(anatomical.length > 0 ? anatomical : left)];
}

/** Names of folders and files that say what is in them and not of whom. */
const KINDS_OF_FILES =
  /^(?:masks?|segs?|segmentations?|labels?|contours?|rois?|structures?|annotations?|anat|dseg|data|images?|nifti|nii|nrrd|rtstruct|v?\d+)$/iu;

/** "HN01/HN01_Ines": the folder's name begins the file's. */
function withRepeatedPatient(
  paths: readonly (readonly string[])[],
  levels: readonly number[],
  varying: readonly number[],
  kind: "study" | "case",
): string[] {
  if (kind !== "study" || varying.length !== 2 || varying[1] !== levels.length - 1) return [];
  const [level] = varying;
  if (!paths.every((path) => path.at(-1)!.startsWith(`${path[level]}_`))) return [];
  const folders = levels.slice(0, -1).map((each) => (each === level ? "{patient}" : paths[0][each]));
  return [[...folders, "{patient}_{observer}"].join("/")];
}

/** The patterns that give the varying levels these roles in this order, the last level one role or two joined by "_". */
function patternsFor(
  order: readonly Role[],
  paths: readonly (readonly string[])[],
  varying: readonly number[],
): string[] {
  const [first] = paths;
  const write = (roles: readonly (readonly Role[])[]): string =>
    first
      .map((part, level) => {
        const n = varying.indexOf(level);
        return n < 0 ? escaped(part) : roles[n].map((role) => `{${role}}`).join("_");
      })
      .join("/");
  const patterns: string[] = [];
  if (order.length === varying.length) patterns.push(write(order.map((role) => [role])));
  const last = varying.at(-1) === first.length - 1 ? first.length - 1 : -1;
  if (last >= 0 && order.length === varying.length + 1 && isProduct(paths, last, varying)) {
    const joined = [...order.slice(0, -2).map((role) => [role]), order.slice(-2)];
    patterns.push(write(joined));
  }
  return patterns;
}

/** Names of levels that never vary stand in a pattern as they are; a star would be more than a name. */
function escaped(part: string): string {
  return part.replaceAll(/[{}]/gu, "*");
}

/**
 * Whether the names of a level are all pairs "a_b" of at least two a and two b, in every folder alike.
 */
function isProduct(
  paths: readonly (readonly string[])[],
  level: number,
  varying: readonly number[],
): boolean {
  const groups = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = varying
      .filter((each) => each !== level)
      .map((each) => path[each])
      .join("/");
    groups.set(folder, (groups.get(folder) ?? new Set()).add(path[level]));
  }
  return [...groups.values()].every((names) => {
    const pairs = Array.from(names, (name) => /^([^_]+)_(.+)$/u.exec(name));
    if (pairs.includes(null)) return false;
    const firsts = new Set(pairs.map((pair) => pair![1]));
    const seconds = new Set(pairs.map((pair) => pair![2]));
    return firsts.size > 1 && seconds.size > 1 && firsts.size * seconds.size === names.size;
  });
}

function fitting(layouts: readonly Layout[], places: readonly string[]): Layout[] {
  return layouts.filter((layout) => {
    const groups = groupsOf(layout, places);
    if (groups === undefined) return false;
    return groups.some((group) => group.length > 1) || places.length === 1;
  });
}

/** Places by patient and structure; undefined where one does not fit, or two are one observer's. */
export function groupsOf(layout: Layout, places: readonly string[]): string[][] | undefined {
  const groups = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const place of places) {
    const found = layout.placeOf(place);
    if (found === undefined) return undefined;
    const group = keyOf(found.patient, found.structure);
    const one = keyOf(group, found.observer);
    if (seen.has(one)) return undefined;
    seen.add(one);
    groups.set(group, [...(groups.get(group) ?? []), place]);
  }
  return [...groups.values()];
}

/** Places by patient. */
export function patientsOf(layout: Layout, places: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const place of places) {
    const key = keyOf(layout.placeOf(place)?.patient);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()];
}

function namesOf(layout: Layout, places: readonly string[], role: keyof Place): string[] {
  return places.map((place) => layout.placeOf(place)?.[role] ?? "");
}

function keyOf(...names: readonly (string | undefined)[]): string {
  return JSON.stringify(names.map((name) => canonicalName(name ?? "")));
}
