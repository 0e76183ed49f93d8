import { checkText } from "../core/check.ts";
import { SoftdiceError } from "../core/errors.ts";
import { canonicalName, couldBeObserver, parseBracket } from "./names.ts";

/** One structure of a mapping, and what its delineations are called. */
export interface MappedStructure {
  readonly structure: string;
  /** In the order of the mapping. */
  readonly delineations: readonly MappedDelineation[];
}

export interface MappedDelineation {
  /** The name in the file; compared by {@link canonicalName}. Empty for a file of one mask, which has none. */
  readonly name: string;
  /** Whose it is, where the mapping says so. */
  readonly observer: string | undefined;
  /** The one file in which the name means this; all files where it is left out. */
  readonly file?: string;
}

/** Other names of structures and observers: what `--rois` reads. */
export type RoiMapping = readonly MappedStructure[];

/**
 * Reads a mapping of names, a JSON object:
 *
 * - `{"Prostate": ["prostate_A", "prostate_B"]}`: names of one structure, one an observer, or, in files of one observer
 *   each, its spellings;
 * - `{"Prostate": {"A": "prostate_A", "B": ["prostate_B", "Prost B"]}}`: with the observers' names;
 * - `{"Prostate": {"A": {"file": "a/rs.dcm", "name": "Prostate"}}}`: the name in one file alone, or, without `name`, a file
 *   of one mask. Such a mapping holds for all delineations: those that it does not name are left out.
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
  checkText("file", file);
  checkText("text", text);
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
    for (const { name, file: one } of delineations) {
      const key = JSON.stringify([canonicalName(name), one]);
      const owner = owners.get(key);
      const shown = one === undefined ? `"${name}"` : `"${name}" in ${one}`;
      if (owner !== undefined) throw refuse(`has ${shown} for "${owner}" and again for "${structure}"`);
      owners.set(key, structure);
    }
    return { structure, delineations };
  });
}

function delineationsOf(names: unknown): MappedDelineation[] | undefined {
  if (isListOfNames(names)) return names.map((name) => ({ name, observer: undefined }));
  if (!isObject(names)) return undefined;
  const lists = Object.entries(names).map(([observer, own]) => {
    const read = (Array.isArray(own) ? (own as unknown[]) : [own]).map(delineationOf);
    const found = read.filter((one) => one !== undefined);
    return found.length === read.length ? found.map((one) => ({ ...one, observer })) : [];
  });
  return lists.some((list) => list.length === 0) ? undefined : lists.flat();
}

/** A name, or a name in one file. */
function delineationOf(value: unknown): Pick<MappedDelineation, "name" | "file"> | undefined {
  if (isName(value)) return { name: value };
  if (!isObject(value)) return undefined;
  const { file, name = "", ...others } = value;
  const fits = isName(file) && typeof name === "string" && Object.keys(others).length === 0;
  return fits ? { file, name } : undefined;
}

/** Whether a mapping says files, and so holds for every delineation by itself; one of nothing leaves out everything. */
export function namesFiles(mapping: RoiMapping): boolean {
  return (
    mapping.length === 0 ||
    mapping.some(({ delineations }) => delineations.some(({ file }) => file !== undefined))
  );
}

/**
 * What a mapping says of a name; undefined for one that it does not hold.
 *
 * @param input the file that the name is in: what is said of it alone goes before what is said of all, and of files whose
 * paths end alike the longest
 */
export function lookUp(
  mapping: RoiMapping,
  name: string,
  input?: string,
): { readonly structure: string; readonly observer: string | undefined } | undefined {
  const key = canonicalName(name);
  const found = mapping
    .flatMap(({ structure, delineations }) => delineations.map((one) => ({ ...one, structure })))
    .filter((one) => canonicalName(one.name) === key && isIn(input, one.file))
    .sort((a, b) => (b.file?.length ?? 0) - (a.file?.length ?? 0));
  return found.length === 0 ? undefined : { structure: found[0].structure, observer: found[0].observer };
}

/** Whether one path is the other's end: a study is given by a folder here, and by its files there. */
function isIn(input: string | undefined, file: string | undefined): boolean {
  if (file === undefined) return true;
  return input !== undefined && (`/${input}`.endsWith(`/${file}`) || `/${file}`.endsWith(`/${input}`));
}

/** A mapping as `--rois` reads it, with the observers' names. */
export function formatRois(mapping: RoiMapping): string {
  const content = mapping.map(({ structure, delineations }): [string, unknown] => {
    const observers = new Map<string, unknown[]>();
    for (const { name, observer = observerIn(name), file } of delineations) {
      const written = file === undefined ? name : { file, ...(name === "" ? {} : { name }) };
      observers.set(observer, [...(observers.get(observer) ?? []), written]);
    }
    const lists = Array.from(observers, ([observer, own]): [string, unknown] => [
      observer,
      own.length === 1 ? own[0] : own,
    ]);
    return [structure, Object.fromEntries(lists)];
  });
  return `${JSON.stringify(Object.fromEntries(content), undefined, 2)}\n`;
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
