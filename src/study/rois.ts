import { SoftdiceError } from "../core/errors.ts";
import { canonicalName, couldBeObserver, parseBracket } from "./names.ts";

/** One structure of a mapping, and what its delineations are called. */
export interface MappedStructure {
  readonly structure: string;
  /** In the order of the mapping. */
  readonly delineations: readonly MappedDelineation[];
}

export interface MappedDelineation {
  /** The name in the file; compared by {@link canonicalName}. */
  readonly name: string;
  /** Whose it is, where the mapping says so. */
  readonly observer: string | undefined;
}

/** Other names of structures and observers: what `--rois` reads. */
export type RoiMapping = readonly MappedStructure[];

/**
 * Reads a mapping of names, a JSON object:
 *
 * - `{"Prostate": ["prostate_A", "prostate_B"]}`: names of one structure, one an observer, or, in files of one observer
 *   each, its spellings;
 * - `{"Prostate": {"A": "prostate_A", "B": ["prostate_B", "Prost B"]}}`: with the observers' names.
 *
 * @example
 * import { parseRois } from "softdice/study";
 *
 * const [prostate] = parseRois("rois.json", '{"Prostate": ["prostate_A", "prostate_B"]}');
 * prostate.structure; // "Prostate"
 * prostate.delineations.map(({ name }) => name); // ["prostate_A", "prostate_B"]
 *
 * @param file how messages call it
 * @throws SoftdiceError naming the file and what in it is wrong
 */
export function parseRois(file: string, text: string): RoiMapping {
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
    throw refuse("is not JSON", cause);
  }
  if (!isObject(content)) throw refuse("is not an object");
  const entries = Object.entries(content);
  if (entries.length === 0) throw refuse("names no structure");
  const owners = new Map<string, string>();
  return entries.map(([structure, names]) => {
    if (structure.trim() === "" || /[\r\n]/u.test(structure))
      throw refuse(`has a structure named ${JSON.stringify(structure)}`);
    const delineations = delineationsOf(names);
    if (delineations === undefined || delineations.length === 0)
      throw refuse(`has for "${structure}" something else than a list of names, or names by observer`);
    for (const { name } of delineations) {
      const owner = owners.get(canonicalName(name));
      if (owner !== undefined) throw refuse(`has "${name}" for "${owner}" and again for "${structure}"`);
      owners.set(canonicalName(name), structure);
    }
    return { structure, delineations };
  });
}

function delineationsOf(names: unknown): MappedDelineation[] | undefined {
  if (isListOfNames(names)) return names.map((name) => ({ name, observer: undefined }));
  if (!isObject(names)) return undefined;
  const lists = Object.entries(names).map(([observer, own]) =>
    (isListOfNames(own) ? own : isName(own) ? [own] : []).map((name) => ({ name, observer })),
  );
  return lists.some((list) => list.length === 0) ? undefined : lists.flat();
}

/** What a mapping says of a name; undefined for one that it does not hold. */
export function lookUp(
  mapping: RoiMapping,
  name: string,
): { readonly structure: string; readonly observer: string | undefined } | undefined {
  const key = canonicalName(name);
  for (const { structure, delineations } of mapping) {
    const found = delineations.find((each) => canonicalName(each.name) === key);
    if (found !== undefined) return { structure, observer: found.observer };
  }
  return undefined;
}

/** The observer that a name itself says: what stands in its bracket, or all of it. */
export function observerIn(name: string): string {
  const { bracket } = parseBracket(name);
  return bracket !== undefined && couldBeObserver(bracket) ? bracket : name.trim();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isName);
}
