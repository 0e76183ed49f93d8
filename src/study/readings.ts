import { stem } from "./foreign.ts";
import { joinedPatterns } from "./joined.ts";
import {
  areModalities,
  areNumberedObservers,
  areParts,
  areStructures,
  canonicalName,
  holdStructures,
  isKindOfFile,
  repeatStructures,
} from "./names.ts";
import { type Layout, parsePattern, type Place, type Role, writePattern } from "./pattern.ts";
import { type RepeatedNames, repeatedNames } from "./repeatedNames.ts";

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
 * name, is a role; names may join several where they make a table ({@link joinedPatterns}); levels that never vary say
 * nothing, and neither do names of folders that all names of files repeat. A reading fits where no two files are the same observer's of the same structure and patient, some structure has
 * two observers, and neither patients nor observers are called after organs or sides. Readings whose observers are numbered
 * ("User3", "seg01"), or whose structures have names of anatomy, leave out the others.
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
    return kind === "case" ? [parsePattern("**/{observer}")].filter((layout) => fits(layout, places)) : [];
  }
  const repeats = repeatedNames(paths);
  const beside = paths.map((path, n) => [...path.slice(0, -1), repeats?.rests[n] ?? path[path.length - 1]]);
  const repeating = repeats === undefined ? [] : fittingShapes(shapeOf(beside, repeats), places, kind);
  const found = repeating.length > 0 ? repeating : fittingShapes(shapeOf(paths), places, kind);
  const possible = found.filter(({ layout }) => isPossible(layout, places));
  // Names that are a table of two lists or three are no list of observers; those that have gaps may be either.
  const joined = [3, 2]
    .map((count) => possible.filter(({ joins, isSure }) => isSure && joins === count))
    .find(({ length }) => length > 0);
  const left = byNames(
    (joined ?? possible).map(({ layout }) => layout),
    places,
  );
  if (kind === "study") return left;
  const isList = (layout: Layout): boolean => layout.roles.size === 1;
  const list = found.map(({ layout }) => layout).find(isList);
  // Files that are all called after organs are one observer's structures, unless their masks say otherwise.
  const mayBeOfOne =
    list !== undefined &&
    !isPossible(list, places) &&
    (left.length > 0 || !repeatStructures(namesOf(list, places, "observer")));
  return mayBeOfOne ? [...left, parsePattern(list.pattern.replace("{observer}", "{structure}"))] : left;
}

/**
 * Readings of one case's places as those of several patients, where places are a table of patients, structures and
 * observers: such files may as well be a study's.
 */
export function readingsOfPatients(places: readonly string[]): Layout[] {
  return readingsOf(places, "study").filter((layout) => {
    const patients = [...new Set(namesOf(layout, places, "patient"))];
    return layout.roles.size === 3 && patients.length > 1 && !areNumberedObservers(patients);
  });
}

/** Whether patients and observers may be called so. */
function isPossible(layout: Layout, places: readonly string[]): boolean {
  const names = (role: Role): string[] => [...new Set(namesOf(layout, places, role))];
  const [patients, observers] = [names("patient"), names("observer")];
  return (
    !areModalities(observers) &&
    [patients, observers].every((list) => !holdStructures(list) && !areParts(list))
  );
}

/** Of readings that fit, those whose names speak for them: numbered observers, structures with names of anatomy. */
function byNames(candidates: readonly Layout[], places: readonly string[]): Layout[] {
  const names = (layout: Layout, role: Role): string[] => [...new Set(namesOf(layout, places, role))];
  const numbered = candidates.filter((layout) => areNumberedObservers(names(layout, "observer")));
  const left = numbered.length > 0 ? numbered : candidates;
  const anatomical = left.filter((layout) => areStructures(names(layout, "structure")));
  return [...(anatomical.length > 0 ? anatomical : left)];
}

/** Folders and names of files, of one depth, and which levels of them may say something. */
interface Shape {
  readonly paths: readonly (readonly string[])[];
  readonly repeats: RepeatedNames | undefined;
}

function shapeOf(paths: readonly (readonly string[])[], repeats?: RepeatedNames): Shape {
  return { paths, repeats };
}

/** A reading, how many roles its names join, and whether they are a table without gaps or say themselves what they are. */
interface Candidate {
  readonly layout: Layout;
  readonly joins: number;
  readonly isSure: boolean;
}

/** All readings that fit, of a shape's varying levels in any order of roles. */
function fittingShapes(shape: Shape, places: readonly string[], kind: "study" | "case"): Candidate[] {
  const { paths } = shape;
  const levels = [...paths[0].keys()];
  const varies = (level: number): boolean => new Set(paths.map((path) => path[level])).size > 1;
  // A level of one name is that of the one structure, unless it only says what kind of files there are.
  const [structure] = levels
    .filter(
      (level) =>
        !varies(level) &&
        level > (kind === "study" ? 0 : -1) &&
        paths[0][level] !== "" &&
        !isKindOfFile(paths[0][level]),
    )
    .reverse();
  const varying = levels.filter((level) => varies(level) || (level === structure && paths.length > 1));
  return ORDERS[kind]
    .flatMap((order) => candidatesFor(order, shape, varying))
    .filter(({ layout }) => fits(layout, places));
}

/** The readings that give the varying levels these roles in this order, the last level one role or several joined ones. */
function candidatesFor(
  order: readonly Role[],
  { paths, repeats }: Shape,
  varying: readonly number[],
): Candidate[] {
  const [first] = paths;
  const last = varying.at(-1);
  const rest = order.slice(varying.length - 1);
  if (last === undefined || rest.length === 0) return [];
  const isName = last === first.length - 1;
  const tables =
    rest.length < 2
      ? [{ pattern: `{${rest[0]}}`, isSure: true }]
      : isName
        ? joinedPatterns(foldersOf(paths, last, varying), rest)
        : [];
  return tables.map(({ pattern, isSure }) => {
    const partOf = (level: number): string => {
      const n = varying.indexOf(level);
      // Names of levels that never vary stand in a pattern as they are.
      if (n < 0) return writePattern(first[level]);
      return level === last ? pattern : `{${order[n]}}`;
    };
    const parts = first.map((_, level) => partOf(level));
    const name = parts[parts.length - 1];
    const whole = [...parts.slice(0, -1), repeats?.write(name, partOf) ?? name].join("/");
    return { layout: parsePattern(whole), joins: rest.length, isSure };
  });
}

/** Names of a level by the folder that they are in, as far as folders vary. */
function foldersOf(
  paths: readonly (readonly string[])[],
  level: number,
  varying: readonly number[],
): string[][] {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = varying
      .filter((each) => each !== level)
      .map((each) => path[each])
      .join("/");
    folders.set(folder, (folders.get(folder) ?? new Set()).add(path[level]));
  }
  return Array.from(folders.values(), (names) => [...names]);
}

/** Whether a reading explains all places, and makes observers of some. */
function fits(layout: Layout, places: readonly string[]): boolean {
  const groups = groupsOf(layout, places);
  if (groups === undefined) return false;
  return groups.some((group) => group.length > 1) || places.length === 1;
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
